"""Files of tables in; raw tables with colours and legends out, and the matrix proper."""
