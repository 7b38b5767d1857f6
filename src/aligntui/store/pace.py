"""How often an open app turns to its store."""

from typing import NamedTuple


class Pace(NamedTuple):
    """Seconds."""

    look: float = 2.0
    """Between two looks at what others have kept."""
    settle: float = 30.0
    """Without a save, until the journal is folded into the base."""
