"""The error the domain raises when a request can't be carried out."""

from collections.abc import Callable


class Refused(Exception):  # noqa: N818  # it is an answer, not an accident
    """The request can't be carried out; the message is one line that says what to do instead.

    `command` is a hint about the command line, shown only there; NAME in that of a command of the
    domain stands for its person.
    """

    def __init__(self, words: str = "", *, command: str = "") -> None:
        super().__init__(words)
        self.command = command


def complaint(read: Callable[[str], object], typed: str) -> str | None:
    """The message with which `read` refuses `typed`, or None when it accepts it."""
    try:
        read(typed)
    except Refused as refusal:
        return str(refusal)
    return None
