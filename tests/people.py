"""Made-up people for tests, built by the commands that a front end would use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from aligntui.domain.check_in import Resync
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.commands.meetings import PostponeCheckIn, RecordCheckIn
from aligntui.domain.commands.notes import (
    AddAction,
    AddFeedback,
    AddNote,
    AddTalkingPoint,
    AddWin,
)
from aligntui.domain.commands.people import AddPerson, SetAway
from aligntui.domain.commands.rounds import AnswerRound, ReceiveRound, StartRound
from aligntui.domain.details import (
    Cause,
    Expectation,
    Focus,
    Health,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
)
from aligntui.domain.identity import Handle, PersonId, Uid
from aligntui.domain.item import Item
from aligntui.domain.notes import Action, End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.round import Answer
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.round_file import asked_of

MONDAY = date(2026, 3, 16)
"""The day on which nearly everything begins."""
NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)
ME, THEM = Party.ME, Party.THEM
FOCUS, EXPECTATIONS, OPPORTUNITIES, RISKS = Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Command):
    """A command that puts a whole person into a store."""

    whole: Person
    LABEL = "put {after.name} there"

    def apply(self, before: Person | None) -> Person:
        """The person."""
        return self.whole


def put(person: Person) -> Whole:
    """Put a whole person into a store."""
    return Whole(person=person.id, whole=person)


def day(number: int) -> date:
    """So many days after the Monday; day(0) is the Monday itself."""
    return MONDAY + timedelta(days=number)


def person_id(number: int = 1) -> PersonId:
    return PersonId(f"{number:032x}")


INES = person_id(1)


def somebody(name: str = "Ines Okafor", number: int = 1, on: date = MONDAY) -> Person:
    """A person of whom only the name is known."""
    return AddPerson(name=name, on=on, person=person_id(number)).apply(None)


def after(person: Person, *commands: Command) -> Person:
    """The person after some commands, whoever they were made out to."""
    for command in commands:
        person = command.apply(person)
    return person


def focus(text: str, on: date = MONDAY, by: Party = ME) -> AddItem:
    return AddItem(person=INES, section=FOCUS, text=text, on=on, by=by)


def expectation(
    text: str, on: date = MONDAY, state: Health = Health.ON_TRACK, *, excluded: bool = False
) -> AddItem:
    details = Expectation(success="nobody has to ask", state=state, excluded=excluded)
    return AddItem(person=INES, section=EXPECTATIONS, text=text, on=on, details=details)


@cache
def with_focus(*texts: str) -> Person:
    """Somebody with a few focus items F1, F2 and so on, written on the Monday."""
    return after(somebody(), *(focus(text) for text in texts))


def first(person: Person) -> Item:
    return person.items[0]


@cache
def full(name: str = "Tomás Oliveira", number: int = 2) -> Person:
    """Somebody of whom one thing of every kind is kept, in every state worth keeping."""
    person = AddPerson(
        name=name, on=day(-40), person=person_id(number), role="staff engineer", started=day(-900)
    ).apply(None)
    e1, e2 = Handle("E1"), Handle("E2")
    who = person.id
    person = after(
        person,
        expectation("Owns the on-call rota", day(-39)),
        expectation("Raises a slip two days before the date", day(-39), Health.OFF_TRACK),
        AddItem(person=who, section=FOCUS, text="Cut over", on=day(-39), details=Focus(weight=60)),
        AddItem(person=who, section=FOCUS, text="Hand over the pager", on=day(-38), by=THEM),
        AddItem(
            person=who,
            section=OPPORTUNITIES,
            text="Run the incident review",
            on=day(-38),
            details=Opportunity(helps=frozenset(Helps), state=Pursuit.PURSUING),
        ),
        AddItem(
            person=who,
            section=RISKS,
            text="New ledger schema",
            on=day(-38),
            details=Risk(cause=Cause.NEW_CHALLENGE, owner=THEM, threatens=e2, raised_by=THEM),
            private=True,
        ),
        Agree(person=who, handles=(e1, e2), on=day(-37)),
        RewordItem(person=who, handle=e2, text="Raises a slip at once", on=day(-20), by=THEM),
        Differ(person=who, handle=e2, how="two days is soon enough", on=day(-19), who=ME),
        RecordCheckIn(
            person=who, on=day(-14), notes="Long talk.\n\nGood.", sections=frozenset({FOCUS})
        ),
        MoveItem(person=who, handle=Handle("F2"), down=False, on=day(-13)),
        EditItem(person=who, handle=Handle("F1"), on=day(-12), private=True),
        CloseItem(person=who, handle=Handle("O1"), on=day(-11)),
    )
    person = after(
        person,
        AddAction(person=who, text="Send the ladder", on=day(-14), by=day(4)),
        AddAction(person=who, text="Write the plan", on=day(-14), owner=THEM, private=True),
        EndKept(end=End.DONE, person=who, handle=Handle("A2"), on=day(-2)),
        AddFeedback(
            person=who, text="Slipped twice", kind=FeedbackKind.CORRECTIVE, on=day(-9), about=e2
        ),
        AddFeedback(person=who, text="Calm in the outage", kind=FeedbackKind.PRAISE, on=day(-9)),
        EndKept(end=End.TOLD, person=who, handle=Handle("B2"), on=day(-7)),
        AddTalkingPoint(person=who, text="How is the on-call load?", on=day(-6)),
        AddWin(person=who, text="Cut the deploy to 4 minutes", on=day(-8), about=Handle("O1")),
        AddNote(person=who, text="Wants to mentor.\nAsk again in May.", on=day(-5)),
        ResyncSections(person=who, sections=frozenset({RISKS, FOCUS}), on=day(-1)),
        SetAway(person=who, first=day(20), last=day(30), because="leave"),
    )
    return with_round(with_skipped(person))


def with_round(person: Person) -> Person:
    """The person with a round that both have answered."""
    uid = Uid(f"{int(person.id, 16):030x}d3")
    start = StartRound(
        person=person.id, lines=asked_of(person), on=day(-1), key="5eed5eed", uid=uid
    )
    person = start.apply(person)
    handles = [line.handle for line in person.rounds[0].lines]
    mine = tuple(Answer(handle=handle, holds=True) for handle in handles)
    theirs = (
        Answer(handle=handles[0], holds=False, how="later", said="and more"),
        Answer(section=RISKS, text="The vendor is slow"),
    )
    back = ReceiveRound(person=person.id, answers=theirs, words=("Dear all",), on=day(-1))
    return after(person, back, AnswerRound(person=person.id, answers=mine, on=day(-1)))


def with_skipped(person: Person) -> Person:
    """The person with a check-in that was put off."""
    uid = Uid(f"{int(person.id, 16):030x}c2")
    put_off = PostponeCheckIn(
        person=person.id, on=day(-1), until=day(6), because="on a plane", uid=uid
    )
    return put_off.apply(person)


@cache
def team(size: int = 3) -> tuple[Person, ...]:
    """People of whom something of every kind is kept."""
    names = ("Tomás Oliveira", "Priya Raman", "Dana Lindqvist", "Łukasz Nowak", "Mei Tanaka")
    return tuple(full(names[at], number=at + 2) for at in range(size))


def texts(items: Iterable[Item | Action]) -> list[str]:
    return [item.text for item in items]


def resync(on: date, *sections: Section, number: int = 1) -> Resync:
    return Resync(uid=Uid(f"{number:032x}"), on=on, sections=frozenset(sections))
