"""How the domain says no."""


class Refused(Exception):
    """What was asked can't be done; the message is one line that says what to do instead."""
