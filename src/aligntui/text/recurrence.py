"""One line about how often something came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.text.words import day_words

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.numbers import Recurrence
    from aligntui.text.json_shapes import Shape

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TIMES = {1: "once", 2: "twice"}


def open_words(found: Recurrence) -> str:
    """The time something has been open, `open 61 days, 4th time`; empty on its first day."""
    if not found.days:
        return ""
    nth = f", {ordinal(found.check_ins)} time" if found.check_ins > 1 else ""
    return f"open {_days(found.days)}{nth}"


def recurrence_words(found: Recurrence, today: date) -> str:
    """The whole line: `first seen 29 Apr, open 61 days, 4th time, reworded twice`."""
    longest = f"longest open {_days(found.longest)}" if found.longest > found.days else ""
    said = (
        f"first seen {day_words(found.first_seen, today)}",
        open_words(found),
        longest,
        f"reworded {times(found.reworded)}" if found.reworded else "",
        f"off track {times(found.off_track)}" if found.off_track else "",
    )
    return ", ".join(words for words in said if words)


def recurrence_shape(found: Recurrence) -> Shape:
    """The same in JSON."""
    return {
        "first_seen": found.first_seen.isoformat(),
        "open_days": found.days,
        "open_check_ins": found.check_ins,
        "longest_open_days": found.longest,
        "reworded": found.reworded,
        "off_track": found.off_track,
    }


def ordinal(number: int) -> str:
    """An ordinal number: `1st`, `22nd`, `13th`."""
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else _ENDINGS.get(number % 10, 'th')}"


def times(number: int) -> str:
    """A count in words: `once`, `twice`, `3 times`."""
    return _TIMES.get(number, f"{number} times")


def _days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"
