"""The reasons for a person's place in the list, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.alignment import Alignment
from aligntui.domain.due import DueState, soon
from aligntui.domain.section import Section
from aligntui.text.rhythm import proposal_words
from aligntui.text.words import away_words, counted_days, day_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.alignment import SectionFacts
    from aligntui.domain.overview import Overview


_MOVED: Final = {"skipped": "skipped, next by", "booked": "booked for"}


def due_words(person: Overview, today: date) -> str:
    """The day the check-in was or is due, or the day they are back."""
    due = person.due(today)
    day = day_words(due.due_on, today)
    if due.back_on:
        return f"back on {day_words(due.back_on, today)}"
    first = "the first was due" if person.last_check_in is None else "due since"
    if due.days_late > 0:
        return f"{first} {day}"
    by = "the first is due by" if due.state is DueState.FIRST else "due"
    return f"{by} {day}"


def moves(person: Overview, today: date) -> tuple[str, ...]:
    """Reasons why the day moved: skipped, postponed or booked, and days away now or soon."""
    return tuple(_moves(person, today))


def out_of_sync(person: Overview, today: date) -> tuple[str, ...]:
    """The sections out of sync, each with its age: `Focus 33d`, `Risks 33d (1 new, 1 changed)`."""
    states = [(section, person.section(section, today)) for section in Section]
    if all(state.state is Alignment.NEVER for _, state in states):
        return ("nothing agreed yet",)
    said = []
    for (section, state), facts in zip(states, person.sections, strict=True):
        age = "" if state.age is None else f" {counted_days(state.age)}"
        match state.state:
            case Alignment.DIFFERS:
                said.append(f"{section.title}{age} ({facts.differs} differs)")
            case Alignment.CHANGED:
                said.append(f"{section.title}{age} ({_waiting(facts)})")
            case Alignment.STALE:
                said.append(f"{section.title}{age}")
            case Alignment.NEVER:
                said.append(f"{section.title} never")
    return tuple(said)


def proposed(person: Overview, today: date, *, hide: bool) -> str:
    """The looser cadences on offer, with the key that accepts them; empty without any."""
    proposals = person.proposals(today)
    said = "; ".join(proposal_words(each, today, hide=hide) for each in proposals)
    # the key comes first: it must not be cut off
    return f"y accepts: {said}" if said else ""


def _waiting(facts: SectionFacts) -> str:
    counts = ((facts.new, "new"), (facts.waiting - facts.new, "changed"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _moves(person: Overview, today: date) -> Iterator[str]:
    if person.moved_to:
        moved = _MOVED.get(person.moved_as, "moved to")
        yield f"{moved} {day_words(person.moved_to, today)}"
    near = (a for a in person.away if a.first <= soon(today) and a.last >= today)
    if away := min(near, default=None):
        yield f"away {away_words(away._replace(because=''), today)}"
