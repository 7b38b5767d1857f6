"""Invented people to look around with, in memory only."""
