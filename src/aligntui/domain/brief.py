"""The brief: a minute's reading before a check-in, computed on demand and never stored."""

from collections.abc import Iterable, Iterator
from datetime import date

from aligntui.domain.concerns import Kind, Need, Point, carried, concerns, point_of, times
from aligntui.domain.events import Difference, differences
from aligntui.domain.events import Kind as Became
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


def brief(person: Person, today: date) -> tuple[Point, ...]:
    """All points to know, by kind in the order of `Kind`; within a kind the oldest first."""
    gathered = (
        _since_last_time,
        _notes,
        _focus,
        _promises,
        _untold,
        _told,
        _talking_points,
        concerns,
    )
    points = [point for gather in gathered for point in gather(person, today)]
    news = {point.handle for point in points if point.kind in (Kind.NEW, Kind.CHANGED)}
    # a risk that asks for nothing is not said twice
    points = [p for p in points if p.kind is not Kind.RISK or p.need or p.handle not in news]
    return _in_order(points)


def waiting(person: Person, today: date) -> tuple[Point, ...]:
    """Points waiting for the next check-in: new notes, untold feedback, talking points."""
    since = person.last_check_in
    return tuple(
        point
        for point in _in_order(
            point
            for gather in (_notes, _untold, _talking_points)
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
    """True for changes with a point of their own (disputes, off track), and of privacy or rank."""
    if change.kind is Became.STATE:
        return change.after.off_track
    return change.kind in (Became.DISPUTED, Became.PRIVACY, Became.MOVED)


def _kind(change: Difference) -> Kind:
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
            since=min(item.added_on for item in items),
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
        if feedback.told:
            continue
        count = times(person, feedback.noted_on)
        corrective = feedback.kind is FeedbackKind.CORRECTIVE
        kind = Kind.CORRECTIVE if corrective else Kind.PRAISE
        need = Need.CARRIED if count > 1 else Need.FRESH if corrective else None
        yield point_of(kind, feedback, feedback.noted_on, times=count, need=need)


def _told(person: Person, _: date) -> Iterator[Point]:
    """Corrective feedback not understood yet, until the first check-in after it was told."""
    for feedback in person.feedback:
        waits = feedback.kind is FeedbackKind.CORRECTIVE and feedback.understood_on is None
        if waits and feedback.told_on and times(person, feedback.told_on) == 1:
            yield point_of(Kind.TOLD, feedback, feedback.told_on, need=Need.UNKNOWN)


def _talking_points(person: Person, _: date) -> Iterator[Point]:
    for point in sorted(person.talking_points, key=lambda p: p.added_on):
        if point.open:
            count = times(person, point.added_on)
            need = carried(count)
            yield point_of(Kind.TALKING_POINT, point, point.added_on, times=count, need=need)
