"""The parts of screens: they show values and post messages."""
