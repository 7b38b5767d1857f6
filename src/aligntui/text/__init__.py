"""Words and tables without colour, shared by the commands and the terminal app."""
