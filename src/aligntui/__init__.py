"""Keep aligned with the people you work with, in the terminal."""

__version__ = "0.2.0"
