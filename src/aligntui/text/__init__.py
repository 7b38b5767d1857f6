"""Words and tables without colour, shared by the printed and the drawn face."""
