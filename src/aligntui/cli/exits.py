"""Exit codes that scripts can rely on."""

DONE = 0
NO = 1
"""A negative answer, not an error."""
REFUSED = 2
STORE = 3
DEFECT = 70
INTERRUPTED = 130
