"""One-line summaries of sections and promises."""

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
    """The state of a section: `3 agreed, 1 changed, 33d ago, every 2 weeks: late`."""
    items = tuple(items)
    counts = f"{_shares(items)}{_long_open(items, today)}{agreement_counts(items)}"
    if state.age is None:
        return f"{counts}, {cadence}"
    late = ": late" if state.state is Alignment.STALE else ""
    return f"{counts}, {_ago(state.age)}, {cadence}{late}"


def resynced_words(before: Iterable[Item], after: Iterable[Item]) -> str:
    """The result of going through a section's open lines: `agreed again, except disputed lines`."""
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
    """Private lines left unagreed in sections that were gone through; empty without any."""
    found = [
        item.handle
        for section in Section
        if section in sections
        for item in person.open_items(section)
        if item.now.private and not item.now.agreed
    ]
    return f"private lines are not agreed: {', '.join(found)}" if found else ""


def _shares(items: Iterable[Item]) -> str:
    """A remark where the focus shares add up to more than 100 %; otherwise empty."""
    details = (item.now.details for item in items)
    total = sum(each.weight or 0 for each in details if isinstance(each, Focus))
    return f"shares: {total} %, " if total > 100 else ""


def _long_open(items: Iterable[Item], today: date) -> str:
    """The longest open risk, if it is open for long: `R2 open 61d; `."""
    from aligntui.domain.numbers import LONG_OPEN

    risks = (item for item in items if isinstance(item.now.details, Risk))
    oldest = min(risks, key=lambda risk: risk.added_on, default=None)
    days = (today - oldest.added_on).days if oldest else 0
    return f"{oldest.handle} open {counted_days(days)}; " if oldest and days > LONG_OPEN else ""


def action_words(action: Action, today: date) -> str:
    """The due day or the age of a promise: `by 3 Jul`, `2d late`, `33d`."""
    if action.by is None:
        return ago(action.made_on, today) if action.made_on < today else "new"
    late = (today - action.by).days
    return f"{counted_days(late)} late" if late > 0 else f"by {day_words(action.by, today)}"


def promise_words(person: Person, action: Action, today: date) -> str:
    """The same, preceded by the number of check-ins it has stayed open through: `3rd time, 33d`."""
    from aligntui.domain.point import times

    return nth_time(times(person, action.made_on), action_words(action, today))


def nth_time(count: int, old: str) -> str:
    """An age, preceded by an ordinal from the second time on."""
    if count < 2:
        return old
    from aligntui.text.recurrence import ordinal

    return f"{ordinal(count)} time, {old}"


def pulse_words(check_ins: Iterable[CheckIn]) -> str:
    """The latest pulses, the newest last: `pulse 3 4 4 2`; empty without any."""
    from aligntui.domain.check_in import pulses

    latest = pulses(check_ins)[-PULSES_SHOWN:]
    return f"pulse {' '.join(map(str, latest))}" if latest else ""


def _ago(days: int) -> str:
    return f"{counted_days(days)} ago" if days > 0 else "today"
