"""The decision about a person, derived from the changes since: undo needs no log of its own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.text.words import away_words, day_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aligntui.domain.away import Away
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.person import Person


class Decision(NamedTuple):
    """A decision: its kind, for counting, and a text with its days."""

    kind: str
    words: str


LEFT = Decision("left for later", "left for later")
"""Nothing was changed, on purpose."""


_DECIDED: Final = {
    "": ("checked in", ""),
    "skipped": ("skipped", ", next by"),
    "postponed": ("postponed", " to"),
    "booked": ("booked", " for"),
}


def decided(before: Person, after: Person | None, today: date) -> Decision | None:
    """The decision about a person; None where nothing about when to meet has changed."""
    if after is None or (after.archived and not before.archived):
        return Decision("archived", "archived")
    known = {check_in.uid for check_in in before.check_ins}
    new = [check_in for check_in in after.check_ins if check_in.uid not in known]
    if new:
        return _met(new[-1], today)
    if after.cadences.check_in != before.cadences.check_in:
        words = f"{after.cadences.check_in.holding(today)} from now on"
        return Decision("with another cadence", words)
    if after.cadences != before.cadences:
        return Decision("with another cadence", "other cadences from now on")
    return _away(before.away, after.away, today)


def tally(decisions: Iterable[Decision]) -> str:
    """Count decisions by kind: `3 checked in, 2 booked, 1 skipped`."""
    counts = Counter(decision.kind for decision in decisions)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def not_held(check_in: CheckIn, today: date) -> str:
    """The substitute for meeting, `skipped, next by 3 Jul`; empty for a check-in that was held."""
    return "" if check_in.held else _met(check_in, today).words


def _met(check_in: CheckIn, today: date) -> Decision:
    kind, before = _DECIDED[check_in.instead]
    until = f"{before} {day_words(check_in.until, today)}" if check_in.until and before else ""
    return Decision(kind, f"{kind}{until}")


def _away(before: tuple[Away, ...], after: tuple[Away, ...], today: date) -> Decision | None:
    new = [span._replace(because="") for span in after if span not in before]
    if new:
        return Decision("away", f"away {away_words(new[-1], today)}")
    return None if after == before else Decision("there again", "there again")
