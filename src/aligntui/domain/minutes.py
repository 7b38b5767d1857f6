"""The minutes of a check-in, computed from the histories and never stored."""

from dataclasses import dataclass
from datetime import date

from aligntui.domain.action import Action
from aligntui.domain.check_in import CheckIn
from aligntui.domain.difference import Difference, differences
from aligntui.domain.feedback import Feedback
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.note import TalkingPoint
from aligntui.domain.person import Person
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Everything that changed since the previous check-in, up to the end of this one's day.

    Nothing that was done on a later day has any effect on it.
    """

    check_in: CheckIn
    one_with: tuple[Handle, ...]
    """Other check-ins of the same day: all show its changes, as histories have only days."""
    changes: tuple[Difference, ...]
    gone_through: tuple[Section, ...]
    """The sections that both reviewed and that had a line to review."""
    promised: tuple[Action, ...]
    """New actions that were still open at the end of the day."""
    ended: tuple[Action, ...]
    told: tuple[Feedback, ...]
    noted: tuple[Feedback, ...]
    """New feedback that was not told on that day."""
    untold: tuple[Feedback, ...]
    """All feedback, new or older, that was not told on that day."""
    raised: tuple[TalkingPoint, ...]
    carried: tuple[TalkingPoint, ...]
    """Open talking points, for the next time."""


def minutes(person: Person, handle: Handle) -> Minutes:
    """The minutes of a check-in; refuses a handle that doesn't exist."""
    check_in = person.check_in(handle)
    held = [c for c in person.check_ins if c.held and c.on <= check_in.on]
    since = max((c.on for c in held if c.on < check_in.on), default=None)
    same_day = tuple(c.handle for c in held if c.on == check_in.on and c.uid != check_in.uid)
    then = person.as_of(check_in.on)

    def new(on: date | None) -> bool:
        return on is not None and (since is None or on > since)

    resynced = {s for r in person.resyncs if r.check_in == handle for s in r.sections}
    return Minutes(
        check_in=check_in,
        one_with=same_day,
        changes=differences(person, since, check_in.on),
        gone_through=tuple(
            section
            for section in Section
            if section in resynced and _had_lines(then, section, check_in.on)
        ),
        promised=tuple(a for a in then.actions if a.open and new(a.made_on)),
        ended=tuple(a for a in then.actions if new(a.done_on) or new(a.dropped_on)),
        told=tuple(f for f in then.feedback if new(f.told_on)),
        noted=tuple(f for f in then.feedback if new(f.noted_on) and not f.told),
        untold=tuple(f for f in then.feedback if not f.told),
        raised=tuple(p for p in then.talking_points if new(p.raised_on)),
        carried=tuple(p for p in then.talking_points if p.open),
    )


def _had_lines(person: Person, section: Section, day: date) -> bool:
    return any(item.section is section and _was_reviewed(item, day) for item in person.items)


def _was_reviewed(item: Item, day: date) -> bool:
    """True when an item was open as the day began, or was discussed on the day while open.

    A review settles all that is open: an item not settled that day was added after it.
    """
    before = [revision for revision in item.revisions if revision.on < day][-1:]
    settled = [r for r in item.revisions if r.on == day and (r.agreed or r.disputed)]
    return any(each.outcome is None for each in (*before, *settled))
