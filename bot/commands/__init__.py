"""One file per ``mayi`` command: arguments in, printing out. Calls wiring."""
