"""A sample team of invented people, in memory only."""
