"""Telling what happened with one person, by days before today, as commands."""

from collections.abc import Callable
from datetime import date, timedelta

from aligntui.domain import cadence
from aligntui.domain.cadences import Level
from aligntui.domain.commands.actions import AddAction, FinishAction
from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.feedback import AddFeedback, TellFeedback
from aligntui.domain.commands.items import AddItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.details import Details, Expectation, Focus
from aligntui.domain.feedback import FeedbackKind
from aligntui.domain.identity import Handle, PersonId, Uid
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


class Story:
    """What happened with one person, told in any order, by days before today."""

    def __init__(self, today: date, number: int) -> None:
        self._today = today
        self._number = number
        self._count = 0
        self._steps: list[tuple[int, Callable[[date], Command]]] = []
        self._id = PersonId(f"{number:032x}")

    def starts(
        self,
        ago: int,
        name: str,
        role: str,
        level: Level,
        check_in: str = "every 2 weeks",
        **cadences: str,
    ) -> None:
        """Add the person."""
        named = {section: cadence.parse(words) for section, words in cadences.items()}
        choice = CadenceChoice(check_in=cadence.parse(check_in), **named)
        add = AddPerson(
            name=name,
            role=role,
            level=level,
            cadences=choice,
            on=self._day(ago),
            person=self._id,
            started=self._day(ago + 200),
        )
        self._steps.append((ago, lambda on: add))

    def item(self, ago: int, section: Section, text: str, details: Details | None = None) -> None:
        """Write a line into a section."""
        uid = self._uid()
        self._then(
            ago,
            lambda on: AddItem(
                person=self._id, section=section, text=text, details=details, on=on, uid=uid
            ),
        )

    def focus(self, ago: int, *lines: tuple[str, int | None]) -> None:
        """Write lines into the focus, each with its share."""
        for text, weight in lines:
            self.item(ago, Section.FOCUS, text, Focus(weight=weight))

    def expect(self, ago: int, text: str, success: str = "", *, theirs: bool = True) -> None:
        """Write an expectation."""
        self.item(ago, Section.EXPECTATIONS, text, Expectation(theirs=theirs, success=success))

    def reword(self, ago: int, handle: str, text: str) -> None:
        """Reword an item."""
        self._then(
            ago, lambda on: RewordItem(person=self._id, handle=Handle(handle), text=text, on=on)
        )

    def becomes(self, ago: int, handle: str, details: Details) -> None:
        """Change an item's details."""
        self._then(
            ago, lambda on: EditItem(person=self._id, handle=Handle(handle), details=details, on=on)
        )

    def agree(self, ago: int, *handles: str) -> None:
        """Both agree on items."""
        named = tuple(Handle(handle) for handle in handles)
        self._then(ago, lambda on: Agree(person=self._id, handles=named, on=on))

    def differ(self, ago: int, handle: str, how: str) -> None:
        """They differ on an item."""
        self._then(ago, lambda on: Differ(person=self._id, handle=Handle(handle), how=how, on=on))

    def meet(self, ago: int, notes: str, sections: frozenset[Section] = frozenset()) -> None:
        """Hold a check-in."""
        uid, resync = self._uid(), self._uid()
        self._then(
            ago,
            lambda on: RecordCheckIn(
                person=self._id, on=on, notes=notes, sections=sections, uid=uid, resync_uid=resync
            ),
        )

    def action(self, ago: int, text: str, *, theirs: bool = False, due: int | None = None) -> None:
        """Promise something; `due` is days from today."""
        uid = self._uid()
        by = None if due is None else self._day(-due)
        owner = Party.THEM if theirs else Party.ME
        self._then(
            ago,
            lambda on: AddAction(person=self._id, text=text, owner=owner, by=by, on=on, uid=uid),
        )

    def done(self, ago: int, handle: str) -> None:
        """Finish an action."""
        self._then(ago, lambda on: FinishAction(person=self._id, handle=Handle(handle), on=on))

    def miss(self, ago: int, handle: str, text: str) -> None:
        """An expectation was missed, which is feedback still to be told."""
        uid, led_to = self._uid(), self._uid()
        self._then(
            ago,
            lambda on: NoteMiss(
                person=self._id, handle=Handle(handle), text=text, on=on, uid=uid,
                feedback_uid=led_to,
            ),
        )  # fmt: skip

    def tell(self, ago: int, handle: str) -> None:
        """Tell feedback."""
        self._then(ago, lambda on: TellFeedback(person=self._id, handle=Handle(handle), on=on))

    def evidence(self, ago: int, handle: str, text: str) -> None:
        """Something came of an opportunity."""
        uid = self._uid()
        self._then(
            ago,
            lambda on: AddEvidence(
                person=self._id, handle=Handle(handle), text=text, on=on, uid=uid
            ),
        )

    def feedback(self, ago: int, text: str, kind: FeedbackKind, about: str | None = None) -> None:
        """Note feedback that was not told yet."""
        uid = self._uid()
        named = Handle(about) if about else None
        self._then(
            ago,
            lambda on: AddFeedback(
                person=self._id, text=text, kind=kind, about=named, on=on, uid=uid
            ),
        )

    def point(self, ago: int, text: str) -> None:
        """Keep a talking point."""
        uid = self._uid()
        self._then(ago, lambda on: AddTalkingPoint(person=self._id, text=text, on=on, uid=uid))

    def told(self) -> Person:
        """The person after all of it, in order of days."""
        person: Person | None = None
        for ago, step in sorted(self._steps, key=lambda step: -step[0]):
            person = step(self._day(ago)).apply(person)
        assert person is not None
        return person

    def _then(self, ago: int, step: Callable[[date], Command]) -> None:
        self._steps.append((ago, step))

    def _day(self, ago: int) -> date:
        return self._today - timedelta(days=ago)

    def _uid(self) -> Uid:
        self._count += 1
        return Uid(f"{self._number:016x}{self._count:016x}")
