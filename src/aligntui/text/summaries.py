"""Sections and promises in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.alignment import Alignment
from aligntui.domain.details import Focus, Risk
from aligntui.domain.section import Section
from aligntui.text.words import ago, agreement_counts, counted_days, day_words, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from aligntui.domain.action import Action
    from aligntui.domain.alignment import SectionState
    from aligntui.domain.cadence import Cadence
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person

PULSES_SHOWN = 6


def section_summary(
    items: Iterable[Item], state: SectionState, cadence: Cadence, today: date
) -> str:
    """How a section stands: `3 agreed, 1 changed, 33d ago, every 2 weeks: late`."""
    items = tuple(items)
    counts = f"{_shares(items)}{_long_open(items, today)}{agreement_counts(items)}"
    if state.age is None:
        return f"{counts}, {cadence}"
    late = ": late" if state.state is Alignment.STALE else ""
    return f"{counts}, {_ago(state.age)}, {cadence}{late}"


def resynced_words(before: Iterable[Item], after: Iterable[Item]) -> str:
    """What going through a section did to its open lines: `agreed again, except disputed lines`."""
    knew = {item.uid for item in before if any(each.agreed for each in item.revisions)}
    after = tuple(after)
    agreed = {item.uid for item in after if item.now.agreed}
    said = ("agreed again" if agreed <= knew else "agreed") if agreed else "gone through"
    left = [item.now for item in after if not item.now.agreed]
    kinds = {
        "disputed": any(now.disputed for now in left),
        "private": any(now.private and not now.disputed for now in left),
        "newer": any(not now.private and not now.disputed for now in left),
    }
    words = listed(kind for kind, applies in kinds.items() if applies)
    return f"{said}, except {words} lines" if words else said


def still_private(person: Person, sections: Collection[Section]) -> str:
    """Which lines of sections that were gone through nobody agreed to; nothing without any."""
    found = [
        item.handle
        for section in Section
        if section in sections
        for item in person.open_items(section)
        if item.now.private and not item.now.agreed
    ]
    return f"private lines are not agreed: {', '.join(found)}" if found else ""


def _shares(items: Iterable[Item]) -> str:
    """What is wrong with the shares of some items, where they come to more than there is."""
    details = (item.now.details for item in items)
    total = sum(each.weight or 0 for each in details if isinstance(each, Focus))
    return f"shares: {total} %, " if total > 100 else ""


def _long_open(items: Iterable[Item], today: date) -> str:
    """The risk that is open for longest, where that is long: `R2 open 61d; `."""
    from aligntui.domain.numbers import LONG_OPEN

    risks = (item for item in items if isinstance(item.now.details, Risk))
    oldest = min(risks, key=lambda risk: risk.added_on, default=None)
    days = (today - oldest.added_on).days if oldest else 0
    return f"{oldest.handle} open {counted_days(days)}; " if oldest and days > LONG_OPEN else ""


def action_words(action: Action, today: date) -> str:
    """When a promise is due, or how long it has been open: `by 3 Jul`, `2d late`, `33d`."""
    if action.by is None:
        return ago(action.made_on, today) if action.made_on < today else "new"
    late = (today - action.by).days
    return f"{counted_days(late)} late" if late > 0 else f"by {day_words(action.by, today)}"


def promise_words(person: Person, action: Action, today: date) -> str:
    """The same with for the how manieth check-in it is open: `3rd time, 33d`."""
    from aligntui.domain.point import times

    return nth_time(times(person, action.made_on), action_words(action, today))


def nth_time(count: int, old: str) -> str:
    """An age, and from the second time on that something comes up, which time it is."""
    if count < 2:
        return old
    from aligntui.text.recurrence import ordinal

    return f"{ordinal(count)} time, {old}"


def pulse_words(check_ins: Iterable[CheckIn]) -> str:
    """How somebody was lately, the latest last: `pulse 3 4 4 2`; nothing where nobody asked."""
    from aligntui.domain.check_in import pulses

    latest = pulses(check_ins)[-PULSES_SHOWN:]
    return f"pulse {' '.join(map(str, latest))}" if latest else ""


def _ago(days: int) -> str:
    return f"{counted_days(days)} ago" if days > 0 else "today"
