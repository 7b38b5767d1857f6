"""How the domain says no."""


class Refused(Exception):  # noqa: N818  # it is an answer, not an accident
    """What was asked can't be done; the message is one line that says what to do instead."""
