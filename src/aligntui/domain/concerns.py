"""Points of a brief that are problems: differences, off track, risks, stale sections."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from aligntui.domain.alignment import Alignment, section_state
from aligntui.domain.details import Risk, RiskState
from aligntui.domain.glance import section_facts
from aligntui.domain.item import Item, Revision
from aligntui.domain.person import Person
from aligntui.domain.point import Kind, Need, Point, carried, times
from aligntui.domain.section import Section
from aligntui.domain.stance import View

RISES = 3
"""An unmitigated risk needs a question from its third check-in on."""


def concerns(person: Person, today: date) -> Iterator[Point]:
    """Differences, expectations off track and what they dim, risks, sections to review again."""
    yield from _differences(person)
    yield from _off_track(person)
    yield from _dimmed(person)
    yield from _risks(person)
    yield from _sections(person, today)


def _differences(person: Person) -> Iterator[Point]:
    found = [(i.disputed_since, i) for i in person.items if i.open and i.disputed_since]
    for since, item in sorted(found, key=lambda pair: pair[0]):
        they = item.now.theirs.view is View.DIFFER
        mine = item.now.mine.view is View.DIFFER
        who = Need.BOTH if they and mine else Need.THEIRS if they else Need.MINE
        need = carried(times(person, since)) or who
        yield _item_point(Kind.DIFFERENCE, person, item, since, need)


def _off_track(person: Person) -> Iterator[Point]:
    for item in _all_off(person):
        need = Need.AGAIN if len(item.misses) > 1 else Need.FRESH
        yield _item_point(Kind.OFF_TRACK, person, item, _since(item, _is_off_track), need)


def _dimmed(person: Person) -> Iterator[Point]:
    off = _all_off(person)
    waiting = person.open_items(Section.OPPORTUNITIES)
    if off and waiting:
        yield Point(
            kind=Kind.DIMMED,
            text=", ".join(item.handle for item in waiting),
            since=min(_since(item, _is_off_track) for item in off),
            section=Section.OPPORTUNITIES,
            private=all(item.now.private for item in off),
            because=tuple(item.handle for item in off),
        )


def _risks(person: Person) -> Iterator[Point]:
    for item in person.open_items(Section.RISKS):
        details = item.now.details
        bare = _unmitigated(item.now)
        since = _since(item, _unmitigated) if bare else item.added_on
        cause = details.cause if isinstance(details, Risk) else None
        rises = bare and times(person, since) >= RISES
        yield _item_point(
            Kind.RISK, person, item, since, (cause or Need.UNKNOWN) if rises else None
        )


def _sections(person: Person, today: date) -> Iterator[Point]:
    for section in Section:
        cadence = person.cadences.of(section)
        facts, worked = section_facts(person, section), person.calendar.workdays
        stands = section_state(facts, cadence, today, person.days_off, worked)
        if stands.state in (Alignment.NEVER, Alignment.STALE, Alignment.CHANGED):
            since = person.added if stands.age is None else today - timedelta(days=stands.age)
            yield Point(
                kind=Kind.SECTION,
                text=section.title,
                since=since,
                section=section,
                need=stands.state,
            )


def _item_point(kind: Kind, person: Person, item: Item, since: date, need: StrEnum | None) -> Point:
    return Point(
        kind=kind,
        text=item.text,
        since=since,
        handle=item.handle,
        section=item.section,
        times=times(person, since),
        private=item.now.private,
        need=need,
        thing=item,
    )


def _all_off(person: Person) -> tuple[Item, ...]:
    return tuple(item for item in person.open_items(Section.EXPECTATIONS) if item.now.off_track)


def _is_off_track(revision: Revision) -> bool:
    return revision.off_track


def _unmitigated(revision: Revision) -> bool:
    details = revision.details
    return (
        isinstance(details, Risk)
        and not details.mitigation
        and details.risk_state is RiskState.OPEN
    )


def _since(item: Item, holds: Callable[[Revision], bool]) -> date:
    """The first day of the unbroken run, up to now, of revisions for which `holds` is true."""
    since = item.now.on
    for revision in reversed(item.revisions):
        if not holds(revision):
            break
        since = revision.on
    return since
