"""How the domain says no."""

from collections.abc import Callable


class Refused(Exception):  # noqa: N818  # it is an answer, not an accident
    """What was asked can't be done; the message is one line that says what to do instead.

    What a `command` is typed for is said only where commands are typed.
    """

    def __init__(self, words: str = "", *, command: str = "") -> None:
        super().__init__(words)
        self.command = command


def complaint(read: Callable[[str], object], typed: str) -> str | None:
    """What is wrong with an answer that `read` is to understand, or None."""
    try:
        read(typed)
    except Refused as refusal:
        return str(refusal)
    return None
