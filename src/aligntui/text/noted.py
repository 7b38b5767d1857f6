"""The results of a typed note, in words and as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aligntui.domain.capture import Captured, capture
from aligntui.domain.line_kinds import known
from aligntui.domain.plain import clean_text
from aligntui.domain.section import Section
from aligntui.text.words import away_words, day_words

if TYPE_CHECKING:
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.days import Away
    from aligntui.domain.identity import Uid
    from aligntui.domain.item import Item
    from aligntui.domain.notes import Feedback
    from aligntui.domain.person import Person

NOTES = "notes"
_TABLES = ("items", "actions", "talking_points", "feedback", "wins", NOTES)


def made(before: Person, after: Person) -> Iterator[tuple[str, Any]]:
    """New records, each with the name of its table."""
    for table in _TABLES:
        old = {record.uid for record in getattr(before, table)}
        for record in getattr(after, table):
            if record.uid not in old:
                yield table, record


_PRIVATE = ("talking_points", "feedback", NOTES)
"""Tables whose records are private unless somebody says that they are shared."""


def privacies(
    before: Person, after: Person, text: str, today: date, others: Collection[str], *, hide: bool
) -> dict[Uid, str]:
    """Who may see each new record, as the end of a phrase; "" where it is as usual and not typed.

    `text` is what they were made of.
    """
    lines = _captured(before, text, today, others, hide=hide)
    dotted = {line.text for line in lines if line.private}
    found = {}
    for table, record in made(before, after):
        private = (record.now if table == "items" else record).private
        unusual = private is not (table in _PRIVATE) or (private and record.text in dotted)
        found[record.uid] = _PRIVACY[private] if unusual else ""
    return found


def made_words(before: Person, after: Person, said: Mapping[Uid, str]) -> str:
    """The handles added, with what is `said` of each, or that it was noted: `Added T1 for Ana`."""
    handles = [
        record.handle + (f" ({words.removeprefix(', ')})" if (words := said[record.uid]) else "")
        for table, record in made(before, after)
        if table != NOTES
    ]
    done = f"Added {', '.join(handles)}" if handles else "Noted"
    return f"{done} for {after.name}"


def uncounted(item: Item, today: date) -> str:
    """What is counted where an expectation was wrong: none, and what was noted before stays."""
    days = [miss.on for miss in item.misses]
    if not days:
        return "no miss"
    earlier = f"{len(days)} earlier stay"
    one = f"that of {day_words(days[0], today)} stays"
    return f"no new miss ({earlier if len(days) > 1 else one})"


class Unread(NamedTuple):
    """A mark that could not be read; `whole` when its whole line stays a note."""

    line: int
    why: str
    whole: bool

    def __str__(self) -> str:
        return f"line {self.line}{' stays a note' if self.whole else ''}: {self.why}"


def _captured(
    before: Person, text: str, today: date, others: Collection[str], *, hide: bool
) -> Sequence[Captured]:
    return capture(clean_text(text).strip("\n"), today, known(before, others, hide=hide))


def unread(
    before: Person, text: str, today: date, others: Collection[str], *, hide: bool
) -> Iterator[Unread]:
    """Marks of a text that could not be read and stay text."""
    for number, line in enumerate(_captured(before, text, today, others, hide=hide), start=1):
        if line.problem:
            yield Unread(number, line.problem, whole=True)
        for why in line.unread:
            yield Unread(number, why, whole=False)


def kind_words(feedback: Feedback) -> str:
    """The kind of feedback; of what was received, who gave it."""
    source = f" from {feedback.source or 'them'}" if feedback.received else ""
    return f"{feedback.kind}{source}"


def privacy_words(line: Captured) -> str:
    """Who may see a line, as the end of a phrase; "" when the line does not say."""
    return "" if line.private is None else _PRIVACY[line.private]


_PRIVACY: Final = {True: ", private", False: ", shared"}


def said_of_line(line: Captured) -> Iterator[str]:
    """The same for a single line meant as an item."""
    if line.problem:
        yield f"kept as text: {line.problem}"
    yield from line.unread


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
    "touch": ("a short touch", ""),
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


def beside_words(before: Person | None, after: Person | None, *, hide: bool) -> str:
    """What is off track while a change gives energy to an opportunity; else empty."""
    from aligntui.domain.miss import pursued
    from aligntui.domain.privacy import shared

    if before is None or after is None:
        return ""
    before, after = (shared(before), shared(after)) if hide else (before, after)
    off = [item.handle for item in after.open_items(Section.EXPECTATIONS) if item.now.off_track]
    above = list(dict.fromkeys(pursued(before, after))) if off else []
    if not above:
        return ""
    are, them = ("is", "it") if len(off) == 1 else ("are", "them")
    take = "takes" if len(above) == 1 else "take"
    return f"{', '.join(off)} {are} off track; {', '.join(above)} {take} energy from {them}"
