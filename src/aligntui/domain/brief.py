"""The brief: a minute's reading before a check-in, computed on demand and never stored."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter

from aligntui.domain.details import Risk
from aligntui.domain.due import Alignment
from aligntui.domain.events import Difference, differences
from aligntui.domain.events import Kind as Became
from aligntui.domain.glance import section_standing
from aligntui.domain.item import Item
from aligntui.domain.notes import Feedback, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.points import Kind, Need, Point, carried, point_of, times
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, View
from aligntui.domain.templates import NO_TEMPLATES, Templates

RISES = 3
"""An unmitigated risk needs a question from its third check-in on."""


def concerns(person: Person, today: date, templates: Templates = NO_TEMPLATES) -> Iterator[Point]:
    """Differences, expectations off track and what they dim, risks, sections to review again."""
    yield from _differences(person)
    yield from _off_track(person)
    yield from _risks(person)
    yield from _sections(person, today, templates)


def _differences(person: Person) -> Iterator[Point]:
    found = [(i.disputed_since, i) for i in person.items if i.open and i.disputed_since]
    for since, item in sorted(found, key=lambda pair: pair[0]):
        they = item.now.theirs.view is View.DIFFER
        mine = item.now.mine.view is View.DIFFER
        who = Need.BOTH if they and mine else Need.THEIRS if they else Need.MINE
        need = carried(times(person, since)) or who
        yield _item_point(Kind.DIFFERENCE, person, item, since, need)


def _off_track(person: Person) -> Iterator[Point]:
    off = [item for item in person.open_items(Section.EXPECTATIONS) if item.now.off_track]
    since = [item.first(attrgetter("off_track")).on for item in off]
    for item, day in zip(off, since, strict=True):
        need = Need.AGAIN if len(item.misses) > 1 else Need.FRESH
        yield _item_point(Kind.OFF_TRACK, person, item, day, need)
    waiting = person.open_items(Section.OPPORTUNITIES)
    if off and waiting:
        yield Point(
            kind=Kind.DIMMED,
            text=", ".join(item.handle for item in waiting),
            since=min(since),
            section=Section.OPPORTUNITIES,
            private=all(item.now.private for item in off),
            because=tuple(item.handle for item in off),
        )


def _risks(person: Person) -> Iterator[Point]:
    for item in person.open_items(Section.RISKS):
        details = item.now.details
        bare = item.now.unmitigated
        since = max(item.first(attrgetter("unmitigated")).on if bare else date.min, item.opened_on)
        cause = details.cause if isinstance(details, Risk) else None
        rises = bare and times(person, since) >= RISES
        need = (cause or Need.UNKNOWN) if rises else None
        point = _item_point(Kind.RISK, person, item, since, need)
        named = details.threatens if isinstance(details, Risk) else None
        yield point if named is None or person.is_open(named) else point._replace(because=(named,))


def _sections(person: Person, today: date, templates: Templates) -> Iterator[Point]:
    for section in Section:
        if found := _to_look_at(person, section, today):
            need, since = found
            # own questions take turns with the one built in, from meeting to meeting
            asked = templates.question(section, times(person, date.min) - 1)
            before = tuple(e for e in person.open_items(section) if e.agreed_before)
            yield Point(
                kind=Kind.SECTION,
                text=section.title,
                since=since,
                section=section,
                need=need,
                thing=before or None,
                asked=asked,
                days=(today - since).days,
            )


LONG_MISSING = 120
"""Days without a line in a section after which the brief asks for one."""


def _to_look_at(person: Person, section: Section, today: date) -> tuple[StrEnum, date] | None:
    """Why a section has to be looked at again, and since when.

    Without a line, it is when that is so for long or its clock is over, or if nobody ever did;
    never on the day on which both went through it.
    """
    stands = section_standing(person, section, today)
    if person.open_items(section):
        since = person.added if stands.age is None else today - timedelta(days=stands.age)
        if stands.state is Alignment.NEVER:
            return Need.UNAGREED, min(item.added_on for item in person.open_items(section))
        needed = stands.state in (Alignment.STALE, Alignment.CHANGED)
        return (stands.state, since) if needed else None
    ended = (item.now.on for item in person.items if item.section is section)
    since = max(ended, default=person.added)
    late = stands.due_on is not None and today > stands.due_on
    if late or ((today - since).days >= LONG_MISSING and stands.resynced_on != today):
        return Need.MISSING, since
    return (stands.state, since) if stands.age is None else None


def _item_point(kind: Kind, person: Person, item: Item, since: date, need: StrEnum | None) -> Point:
    return point_of(kind, item, since, times=times(person, since), need=need)


def brief(person: Person, today: date, templates: Templates = NO_TEMPLATES) -> tuple[Point, ...]:
    """All points to know, by kind in the order of `Kind`; within a kind the oldest first."""
    gathered = (
        _since_last_time,
        _notes,
        _focus,
        _received,
        _wins,
        _promises,
        _untold,
        _told,
        _talking_points,
        _round,
    )
    points = [point for gather in gathered for point in gather(person, today)]
    points += concerns(person, today, templates)
    news = {point.handle for point in points if point.kind in (Kind.NEW, Kind.CHANGED)}
    # a risk that asks for nothing is not said twice
    points = [p for p in points if p.kind is not Kind.RISK or p.need or p.handle not in news]
    return _in_order((*_own(person, today, templates), *points))


def _round(person: Person, today: date) -> Iterator[Point]:
    found = person.open_round
    if found is None:
        return
    from aligntui.domain.rounds import compared, open_rows  # few people have a round

    left = ", ".join(row.handle or "new" for row in open_rows(compared(person, found)))
    states = (
        (Need.BOTH, found.ready_on),
        (Need.MINE, found.theirs.on if found.theirs else None),
        (Need.UNKNOWN, found.on if found.state == "asked" else None),
        (Need.THEIRS, found.answer_by if found.answer_by and found.answer_by < today else None),
    )
    need, since = next(((need, on) for need, on in states if on), (None, today))
    if need:
        yield Point(
            kind=Kind.ROUND,
            text=left,
            since=since,
            times=times(person, since),
            private=found.private,
            need=need,
        )


def _own(person: Person, today: date, templates: Templates) -> Iterator[Point]:
    """The card, where nobody has met them yet, and the user's own agenda."""
    if person.last_check_in is None:
        for line in person.card.splitlines():
            yield Point(kind=Kind.CARD, text=line, since=today, private=True)
    for line in templates.points(person.relation):
        yield Point(kind=Kind.AGENDA, text=line, since=today, private=True)


def waiting(person: Person, today: date) -> tuple[Point, ...]:
    """Points waiting for the next check-in: new notes, untold feedback, talking points."""
    since = person.last_check_in
    return tuple(
        point
        for point in _in_order(
            point
            for gather in (_notes, _received, _wins, _untold, _talking_points)
            for point in gather(person, today)
        )
        if not (since and point.handle == since.handle)
    )


def _in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    order = tuple(Kind)
    return tuple(sorted(points, key=lambda point: order.index(point.kind)))


def _since_last_time(person: Person, today: date) -> Iterator[Point]:
    last = person.last_check_in
    if last is None:
        return
    for change in differences(person, last.on, max(today, last.on)):
        if not _said_elsewhere(change):
            since = max(change.after.on, *(entry.on for entry in change.entries), last.on)
            yield point_of(_kind(change), change.item, since, change=change)
    for action in person.actions:
        ended = action.done_on or action.dropped_on
        if ended and ended > last.on:
            yield point_of(Kind.RESOLVED, action, ended)


def _said_elsewhere(change: Difference) -> bool:
    """True for changes with a point of their own: disputes, off track, shares, privacy, rank."""
    if change.kind is Became.STATE:
        return change.after.off_track
    return change.kind in (Became.DISPUTED, Became.SHARE, Became.PRIVACY, Became.MOVED)


def _kind(change: Difference) -> Kind:
    if change.item.goes_on_as:
        return Kind.CHANGED
    if change.after.outcome is not None or change.kind is Became.AGREED:
        return Kind.RESOLVED
    return Kind.NEW if change.kind is Became.ADDED else Kind.CHANGED


def _notes(person: Person, _: date) -> Iterator[Point]:
    """The notes of the last check-in, and those written since."""
    last = person.last_check_in
    if last and last.notes:
        yield Point(
            kind=Kind.NOTE, text=last.notes, since=last.on, handle=last.handle, private=True
        )
    for note in person.notes:
        if last is None or note.on >= last.on:
            yield point_of(Kind.NOTE, note, note.on)


def _focus(person: Person, _: date) -> Iterator[Point]:
    """All focus items as one point: background that asks for nothing."""
    items = person.open_items(Section.FOCUS)
    if items:
        yield Point(
            kind=Kind.FOCUS,
            text=", ".join(f"{item.handle} {item.text}" for item in items),
            since=min(item.opened_on for item in items),
            section=Section.FOCUS,
            private=any(item.now.private for item in items),
            thing=items,
        )


def _promises(person: Person, today: date) -> Iterator[Point]:
    open_ones = (action for action in person.actions if action.open)
    for action in sorted(open_ones, key=lambda a: a.by or a.made_on):
        late = action.by is not None and action.by < today
        count = times(person, action.made_on)
        kind = Kind.PROMISE if action.owner is Party.ME else Kind.THEIR_PROMISE
        need = Need.LATE if late else carried(count)
        yield point_of(kind, action, action.made_on, times=count, need=need)


def _untold(person: Person, _: date) -> Iterator[Point]:
    for feedback in sorted(person.feedback, key=lambda f: f.noted_on):
        if not feedback.untold:
            continue
        count = times(person, feedback.noted_on)
        corrective = feedback.kind is FeedbackKind.CORRECTIVE
        kind = Kind.CORRECTIVE if corrective else Kind.PRAISE
        need = Need.CARRIED if count > 1 else Need.FRESH if corrective else None
        yield point_of(kind, feedback, feedback.noted_on, times=count, need=need)


def _received(person: Person, _: date) -> Iterator[Point]:
    """Feedback received since the last check-in, to be thanked for and thought about."""
    last = person.last_check_in
    for feedback in sorted(person.feedback, key=lambda f: f.noted_on):
        if feedback.received and (last is None or feedback.noted_on >= last.on):
            yield point_of(Kind.RECEIVED, feedback, feedback.noted_on)


def _wins(person: Person, _: date) -> Iterator[Point]:
    """The wins since the last check-in; for theirs they are to be thanked."""
    last = person.last_check_in
    for win in sorted(person.wins, key=lambda w: w.on):
        if last is None or win.on >= last.on:
            need = Need.FRESH if win.owner is Party.THEM else None
            yield point_of(Kind.WIN, win, win.on, need=need)


def _told(person: Person, _: date) -> Iterator[Point]:
    """Corrective feedback not understood yet, until the first check-in after it was told."""
    for feedback in person.feedback:
        if feedback.told_on and waits(person, feedback):
            yield point_of(Kind.TOLD, feedback, feedback.told_on, need=Need.UNKNOWN)


def waits(person: Person, feedback: Feedback) -> bool:
    """True for feedback to be told, and for what was just told and may not be understood."""
    if feedback.told_on is None:
        return feedback.untold
    corrective = feedback.kind is FeedbackKind.CORRECTIVE and feedback.understood_on is None
    return corrective and times(person, feedback.told_on) == 1


def _talking_points(person: Person, _: date) -> Iterator[Point]:
    for point in sorted(person.talking_points, key=lambda p: p.added_on):
        if point.open:
            count = times(person, point.added_on)
            need = carried(count)
            kind = Kind.TALKING_POINT if point.owner is Party.ME else Kind.THEIR_POINT
            yield point_of(kind, point, point.added_on, times=count, need=need)
