"""What a command ends with: numbers that a script can rely on."""

DONE = 0
NO = 1
"""The answer to a question, never an error."""
REFUSED = 2
STORE = 3
DEFECT = 70
INTERRUPTED = 130
