"""Move a check-in to another day, with everything its minutes show for the old day."""

from dataclasses import replace
from datetime import date

from aligntui.domain.action import Action
from aligntui.domain.check_in import Addendum, CheckIn
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import Feedback
from aligntui.domain.identity import Uid
from aligntui.domain.item import Item
from aligntui.domain.note import TalkingPoint
from aligntui.domain.person import Person

_MOST_LINES = 100_000


def moved_check_in(person: Person, check_in: CheckIn, to: date, on: date) -> Person:
    """The person with a check-in and everything done in it on another day, and an addendum.

    Refuses a day that would change the order of an item's history. If there were two check-ins
    on the old day, only the check-in moves: nobody can tell what was done in which.
    """
    trail = Addendum(on, f"moved from {check_in.on}")
    there = replace(check_in, on=to, addenda=(*check_in.addenda, trail))
    resyncs = (
        replace(each, on=to) if each.check_in == check_in.handle else each
        for each in person.resyncs
    )
    person = replace(
        person,
        check_ins=tuple(there if c.uid == check_in.uid else c for c in person.check_ins),
        resyncs=tuple(sorted(resyncs, key=lambda each: (each.on, each.uid))),
    )
    if any(each.on == check_in.on for each in person.check_ins if each.uid != check_in.uid):
        return person
    redated = _Redated(check_in, to)
    return replace(
        person,
        items=tuple(map(redated.item, person.items)),
        actions=tuple(map(redated.action, person.actions)),
        feedback=tuple(map(redated.feedback, person.feedback)),
        talking_points=tuple(map(redated.point, person.talking_points)),
    )


class _Redated:
    """Moves the day of things from a check-in's old day, if their own days stay in order."""

    def __init__(self, check_in: CheckIn, to: date) -> None:
        self._check_in = check_in
        self._to = to

    def item(self, item: Item) -> Item:
        """Move an item's revisions and entries; refuses if they would change their order."""
        if self._check_in.on not in item.days:
            return item
        revisions = tuple(replace(each, on=self._day(each.on)) for each in item.revisions)
        entries = tuple(replace(each, on=self._day(each.on)) for each in item.entries)
        days = [each.on for each in revisions]
        if days != sorted(days) or any(each.on < days[0] for each in entries):
            between = sorted(item.days - {self._check_in.on})
            near = min(between, key=lambda day: abs(day - self._to)) if between else days[0]
            raise Refused(
                f"{item.handle} was changed on {near}, too; "
                f"{self._check_in.handle} can't be put beyond that day"
            )
        return replace(
            item, revisions=revisions, entries=tuple(sorted(entries, key=lambda each: each.on))
        )

    def action(self, action: Action) -> Action:
        """Move an action made or ended that day."""
        ended = action.done_on or action.dropped_on
        made = self._day(action.made_on)
        if ended and made > self._day(ended):
            return action
        return replace(
            action,
            made_on=made,
            done_on=action.done_on and self._day(action.done_on),
            dropped_on=action.dropped_on and self._day(action.dropped_on),
        )

    def feedback(self, feedback: Feedback) -> Feedback:
        """Move feedback told that day, or noted in the check-in."""
        noted = self._day(feedback.noted_on) if self._holds(feedback.uid) else feedback.noted_on
        told = feedback.told_on and self._day(feedback.told_on)
        understood = feedback.understood_on and self._day(feedback.understood_on)
        days = [day for day in (noted, told, understood) if day]
        if days != sorted(days):
            return feedback
        return replace(feedback, noted_on=noted, told_on=told, understood_on=understood)

    def point(self, point: TalkingPoint) -> TalkingPoint:
        """Move a talking point raised that day, or noted in the check-in."""
        added = self._day(point.added_on) if self._holds(point.uid) else point.added_on
        raised = point.raised_on and self._day(point.raised_on)
        if raised and raised < added:
            return point
        return replace(point, added_on=added, raised_on=raised)

    def _day(self, day: date) -> date:
        return self._to if day == self._check_in.on else day

    def _holds(self, uid: Uid) -> bool:
        """True when a thing with this uid was captured from the notes of the check-in."""
        try:
            beyond = (int(uid, 16) - int(self._check_in.uid, 16)) % 16**32
        except ValueError:  # a uid of another program
            return False
        return 0 < beyond < _MOST_LINES
