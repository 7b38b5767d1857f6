"""Promises in words that leave: whose they are, their day, and how often that was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.text.words import long_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from aligntui.domain.notes import Action, DayMoved


def after_moves(action: Action, spell: Callable[[date], str] = long_day) -> str:
    """How often its day was moved, and from which: `after 3 moves from 25 September 2026`."""
    days = [each.was for each in action.moves if each.was]
    count = "one move" if len(days) == 1 else f"{len(days)} moves"
    return f"after {count} from {spell(days[0])}" if days else ""


def moved_from(moves: tuple[DayMoved, ...], spell: Callable[[date], str] = long_day) -> str:
    """Moves one after the other: `moved from 25 September 2026 to 2 October 2026, then to …`."""
    first, *more = moves
    days = (spell(each) if each else "no day" for each in (first.was, first.to))
    return ", then to ".join(
        (f"moved from {' to '.join(days)}", *(spell(m.to) if m.to else "no day" for m in more))
    )
