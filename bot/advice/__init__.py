"""The room of advice: facts and assumptions go in; costs, tables and reasons come out. Pure: no file, no clock, no model."""
