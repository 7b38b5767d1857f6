"""People, what is kept about them, and the questions asked of it: plain values only."""
