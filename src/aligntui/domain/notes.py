"""What is kept beside the lines: notes, wins, points, promises and feedback."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from aligntui.domain.identity import Handle, Uid
from aligntui.domain.naming import folded
from aligntui.domain.stance import Party


class Earlier(NamedTuple):
    """What a field of a record was before it was edited; `on` is the day of the edit."""

    on: date
    field: str
    was: str
    """Its value as text; "" for none, and for what was shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A plain note of any number of lines, private unless marked shared."""

    uid: Uid
    handle: Handle
    on: date
    text: str
    private: bool = True
    edited: tuple[Earlier, ...] = ()
    """What it was before each edit, here and below in the order of the edits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Win(Note):
    """Something that went well and is not to be forgotten: a note of one line, usually shared."""

    owner: Party = Party.THEM
    """Whose win it is."""
    about: Handle | None = None
    ladder: str = ""
    """The line of the ladder that it is held against, with its words of then."""
    private: bool = False


class End(StrEnum):
    """What can end a promise, feedback or a talking point; its day is in the field `…_on`."""

    DONE = "done"
    DROPPED = "dropped"
    TOLD = "told"
    UNDERSTOOD = "understood"
    RAISED = "raised"

    @property
    def field(self) -> str:
        """The field with its day."""
        return f"{self.value}_on"


class Ended(NamedTuple):
    """An end that was taken back: what it was, its day, and the day of the reopening."""

    on: date
    end: End
    reopened_on: date
    because: str = ""
    """The reason for which a promise was dropped."""


class EarlierDay(NamedTuple):
    """A day on which a promise was due before; None is no day. `on` is the day of the change."""

    on: date
    was: date | None


class DayMoved(NamedTuple):
    """A move of the day on which a promise is due, on the day it was made; None is no day."""

    on: date
    was: date | None
    to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingPoint:
    """Something to bring up, private unless marked shared; `raised_on` is None until it was."""

    uid: Uid
    handle: Handle
    text: str
    owner: Party = Party.ME
    """Who wants to bring it up."""
    added_on: date
    raised_on: date | None = None
    ends: tuple[Ended, ...] = ()
    private: bool = True
    edited: tuple[Earlier, ...] = ()

    @property
    def open(self) -> bool:
        """True until it was raised."""
        return self.raised_on is None


class Written(NamedTuple):
    """Record that what happened on a day was written later; `minutes` of it had been made before.

    `private` where only something private in a record was written.
    """

    handle: Handle
    on: date
    recorded_on: date
    what: str
    minutes: bool = False
    private: bool = False

    @property
    def after_days(self) -> bool:
        """True when it was written days later, or after minutes of its day had been made."""
        return self.minutes or (self.recorded_on - self.on).days > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A promise with an owner, kept, dropped for a reason, or open; shared unless private."""

    uid: Uid
    handle: Handle
    text: str
    owner: Party
    made_on: date
    by: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None
    because: str = ""
    """The reason it was dropped."""
    moved: tuple[EarlierDay, ...] = ()
    """The days on which it was due before."""
    ends: tuple[Ended, ...] = ()
    private: bool = False
    edited: tuple[Earlier, ...] = ()

    @property
    def open(self) -> bool:
        """True while it is neither done nor dropped."""
        return self.done_on is None and self.dropped_on is None

    @property
    def moves(self) -> tuple[DayMoved, ...]:
        """The moves of its day, oldest first, one for each day on which it moved.

        What was put right on the day it was promised, or back by the evening, was no move.
        """
        days: dict[date, date | None] = {}
        for each in sorted(self.moved, key=lambda each: each.on):
            days.setdefault(each.on, each.was)
        days.pop(self.made_on, None)
        after = (*days.values(), self.by)[1:]
        moves = (DayMoved(on, was, to) for (on, was), to in zip(days.items(), after, strict=True))
        return tuple(each for each in moves if each.was != each.to)


class FeedbackKind(StrEnum):
    """Praise or corrective, which are to be told, or received."""

    PRAISE = "praise"
    CORRECTIVE = "corrective"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Feedback, private unless marked shared; `told_on` is None until it was told."""

    uid: Uid
    handle: Handle
    text: str
    kind: FeedbackKind
    source: str = ""
    """Who gave it, where it was received and not from the person."""
    noted_on: date
    about: Handle | None = None
    told_on: date | None = None
    understood_on: date | None = None
    ends: tuple[Ended, ...] = ()
    private: bool = True
    edited: tuple[Earlier, ...] = ()

    @property
    def told(self) -> bool:
        """True once it was told."""
        return self.told_on is not None

    @property
    def received(self) -> bool:
        """True for what was said to me, by the person or by somebody about them."""
        return self.kind is FeedbackKind.RECEIVED

    @property
    def untold(self) -> bool:
        """True until it was told; what was received is not to be told."""
        return self.told_on is None and not self.received

    @property
    def days_to_tell(self) -> int | None:
        """Days from noting to telling; None until it was told."""
        return (self.told_on - self.noted_on).days if self.told_on else None


Kept = Note | TalkingPoint | Feedback | Action
BECAME: dict[type[Kept], dict[str, str]] = {
    Note: {"on": "noted"},
    Win: {"on": "noted"},
    TalkingPoint: {"added_on": "noted", "raised_on": "brought up"},
    Feedback: {"noted_on": "noted", "told_on": "told", "understood_on": "understood"},
    Action: {"made_on": "promised", "done_on": "done", "dropped_on": "dropped"},
}
"""The fields with the days of each kind of record, each with the event of that day."""
_Ending = TypeVar("_Ending", bound=Action | Feedback | TalkingPoint)
_Kept = TypeVar("_Kept", bound=Kept)
EDITED: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "owner": lambda was: Party.THEM if was == Party.THEM else Party.ME,
    "kind": lambda was: FeedbackKind(was) if was in set(FeedbackKind) else FeedbackKind.CORRECTIVE,
    "source": str,
    "about": lambda was: Handle(was) if was else None,
    "ladder": str,
    "private": bool,
}
"""How to read each field that has a past in `edited`; a promise has its earlier days in `moved`."""
_UNKNOWN = "unknown"
"""Never kept: marks the day before which a record was private, where that is hidden."""


def value_text(name: str, value: Any) -> str:
    """A value as it stands in `Earlier`."""
    return str((name if value is True else value) or "")


def began(thing: Kept) -> date:
    """The day on which a record was written."""
    day: date = getattr(thing, next(iter(BECAME[type(thing)])))
    return day


def with_past(before: _Kept, after: _Kept, on: date) -> _Kept:
    """The record after an edit on a day, with what each field that changed was before.

    What was written on that day is replaced: it was a slip. No edit is before another one, so
    that words are never shared on a day on which they were private.
    """
    past = list(before.edited)
    on = max([on, *(each.on for each in past)])
    for name in EDITED:
        was, now = (value_text(name, getattr(each, name, "")) for each in (before, after))
        if was == now:
            continue
        if on > max([began(before), *(each.on for each in past if each.field == name)]):
            past.append(Earlier(on, name, was))
        elif (slip := Earlier(on, name, now)) in past:
            # it is again what it was before that day
            past.remove(slip)
    return replace(after, edited=tuple(past))


def worded(thing: _Kept, day: date | None) -> _Kept:
    """The record as it read at the end of `day`: its words, owner, day, kind, and who saw it."""
    changes: dict[str, Any] = {}
    if day and any(each.on > day for each in thing.edited):
        # of a day on which two machines edited it, the first past holds before that day
        for each in sorted(thing.edited, key=lambda each: each.on)[::-1]:
            if each.on > day and each.field in EDITED and hasattr(thing, each.field):
                changes[each.field] = EDITED[each.field](each.was)
        changes["edited"] = tuple(each for each in thing.edited if each.on <= day)
    if day and isinstance(thing, Action) and any(each.on > day for each in thing.moved):
        changes["by"] = next((each.was for each in thing.moves if each.on > day), thing.by)
        changes["moved"] = tuple(each for each in thing.moved if each.on <= day)
    return replace(thing, **changes) if changes else thing


def texts_of(thing: Kept) -> set[str]:
    """The words of a record, those it had before, too, as they are compared."""
    return {folded(thing.text), *(folded(e.was) for e in thing.edited if e.field == "text")}


def shared_since(thing: Kept) -> date | None:
    """The last day on which a record was made shared; None if it never was private.

    All that was edited by then is private.
    """
    return max((e.on for e in thing.edited if e.field == "private" and e.was), default=None)


def without_private_past(thing: _Kept) -> _Kept:
    """A shared record without what it was while it was private; before that day it is unknown."""
    since = shared_since(thing)
    if since is None:
        return thing
    past = (each for each in thing.edited if each.on > since)
    thing = replace(thing, edited=(Earlier(since, _UNKNOWN, ""), *past))
    if isinstance(thing, Action):
        return replace(thing, moved=tuple(each for each in thing.moved if each.on > since))
    return thing


def known_on(thing: Kept, day: date) -> bool:
    """True when a record existed at the end of `day`, as far as may be seen."""
    return known_since(thing) <= day


def known_since(thing: Kept) -> date:
    """The first day on which a record is known."""
    return max([began(thing), *(e.on for e in thing.edited if e.field == _UNKNOWN)])


def ended_by(thing: _Ending) -> tuple[End, ...]:
    """The ends that a thing has come to, in the order of `End`; empty while it is open."""
    return tuple(end for end in End if getattr(thing, end.field, None) is not None)


def restored(thing: _Ending, day: date) -> _Ending:
    """The thing with the ends that it had at the end of `day`, although they were taken back."""
    changes: dict[str, Any] = {}
    for each in thing.ends:
        # a file may have been edited by hand: promises are not told
        if each.on <= day < each.reopened_on and hasattr(thing, each.end.field):
            changes[each.end.field] = each.on
            if each.end is End.DROPPED:
                changes["because"] = each.because
    return replace(thing, **changes) if changes else thing


def as_of(thing: _Ending, day: date) -> _Ending:
    """The thing as it was at the end of `day`, on which it existed."""
    thing = restored(worded(thing, day), day)
    later: dict[str, Any] = {
        end.field: None for end in ended_by(thing) if getattr(thing, end.field) > day
    }
    if "dropped_on" in later:
        later["because"] = ""
    if any(e.reopened_on > day for e in thing.ends):
        later["ends"] = tuple(e for e in thing.ends if e.reopened_on <= day)
    return replace(thing, **later) if later else thing
