"""Whole people for hypothesis: any value that the domain's types allow, not only the likely."""

from datetime import date
from itertools import accumulate
from typing import Any

from hypothesis import strategies as st

from aligntui.domain.action import Action
from aligntui.domain.away import Away
from aligntui.domain.cadence import Cadence, Ending, Unit
from aligntui.domain.cadences import Cadences, Level
from aligntui.domain.check_in import PULSES, Addendum, CheckIn, CheckInKind, Resync
from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Focus,
    Health,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.entry import Entry
from aligntui.domain.feedback import Feedback, FeedbackKind
from aligntui.domain.identity import Handle, PersonId, Uid, number_of
from aligntui.domain.item import Item, Outcome, Revision
from aligntui.domain.note import Note, TalkingPoint
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import clean_text
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Stance, View

days = st.dates()
maybe_days = st.none() | days
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
uids = st.integers(0, 2**128 - 1).map(lambda number: Uid(f"{number:032x}"))
numbers = st.integers(1, 999_999)
_units = st.sampled_from(Unit)
_plain = st.builds(Cadence, st.integers(1, 999), _units, weekday=st.none(), ending=st.none())
_weekdays = st.none() | st.integers(0, 6)
lasting = st.builds(
    lambda plain, on: plain if plain.unit is Unit.DAY else plain._replace(weekday=on),
    _plain,
    _weekdays,
)
reasons = texts.map(lambda text: " ".join(clean_text(text).split()))
endings = st.builds(Ending, days, reasons, lasting)
cadences = lasting | st.builds(lambda now, ending: now._replace(ending=ending), lasting, endings)
spans = st.tuples(days, days, reasons).map(lambda s: Away(min(s[:2]), max(s[:2]), s[2]))
parties = st.sampled_from(Party)
views = st.sampled_from(View)
stances = st.builds(Stance, views, texts)
expectation_handles = st.none() | numbers.map(lambda number: Handle(f"E{number}"))

_DETAILS: dict[Section, st.SearchStrategy[Details]] = {
    Section.FOCUS: st.builds(Focus, weight=st.none() | st.integers(0, 100)),
    Section.EXPECTATIONS: st.builds(
        Expectation, theirs=st.booleans(), success=texts, health=st.sampled_from(Health)
    ),
    Section.OPPORTUNITIES: st.builds(
        Opportunity, helps=st.frozensets(st.sampled_from(Helps)), pursuit=st.sampled_from(Pursuit)
    ),
    Section.RISKS: st.builds(
        Risk,
        cause=st.none() | st.sampled_from(Cause),
        raised_by=parties,
        mitigation=texts,
        owner=st.none() | parties,
        threatens=expectation_handles,
        risk_state=st.sampled_from(RiskState),
    ),
}


def _revision(section: Section, on: date) -> st.SearchStrategy[Revision]:
    return st.builds(
        Revision,
        on=st.just(on),
        by=parties,
        text=texts,
        details=_DETAILS[section],
        rank=st.integers(-5, 500),
        private=st.booleans(),
        mine=stances,
        theirs=stances,
        outcome=st.none() | st.sampled_from(Outcome),
        not_for_review=st.booleans(),
    )


def _handles_of(letters: str) -> st.SearchStrategy[Handle | None]:
    named = st.tuples(st.sampled_from(letters), numbers).map(lambda n: Handle(f"{n[0]}{n[1]}"))
    return st.none() | named


_entries = st.builds(
    Entry,
    uid=uids,
    on=days,
    text=texts,
    feedback=_handles_of("B"),
    origin=_handles_of("R"),
    private=st.booleans(),
)


@st.composite
def items(draw: st.DrawFn, handle: Handle, uid: Uid) -> Item:
    section = next(section for section in Section if section.letter == handle[0])
    when = sorted(draw(st.lists(days, min_size=1, max_size=3)))
    revisions = tuple(draw(_revision(section, on)) for on in when)
    return Item(
        uid=uid,
        handle=handle,
        section=section,
        revisions=revisions,
        entries=tuple(draw(st.lists(_entries, max_size=2))),
        origin=draw(_handles_of("FEOR")),
        # only what was closed has become something else
        became=draw(_handles_of("FEOR")) if revisions[-1].outcome else None,
    )


def _check_in(handle: Handle, uid: Uid) -> st.SearchStrategy[CheckIn]:
    return st.builds(
        CheckIn,
        uid=st.just(uid),
        handle=st.just(handle),
        on=days,
        kind=st.sampled_from(CheckInKind),
        notes=texts,
        because=texts,
        until=maybe_days,
        pulse=st.none() | st.sampled_from(PULSES),
        addenda=st.lists(st.builds(Addendum, days, texts), max_size=2).map(tuple),
    )


def _action(handle: Handle, uid: Uid) -> st.SearchStrategy[Action]:
    return st.builds(
        Action,
        uid=st.just(uid),
        handle=st.just(handle),
        text=texts,
        owner=parties,
        made_on=days,
        by=maybe_days,
        done_on=maybe_days,
        dropped_on=maybe_days,
        because=texts,
        private=st.booleans(),
    )


def _feedback(handle: Handle, uid: Uid) -> st.SearchStrategy[Feedback]:
    return st.builds(
        Feedback,
        uid=st.just(uid),
        handle=st.just(handle),
        text=texts,
        kind=st.sampled_from(FeedbackKind),
        noted_on=days,
        about=expectation_handles,
        told_on=maybe_days,
        understood_on=maybe_days,
        private=st.booleans(),
    )


def _note(handle: Handle, uid: Uid) -> st.SearchStrategy[Note]:
    return st.builds(
        Note,
        uid=st.just(uid),
        handle=st.just(handle),
        on=days,
        text=texts,
        private=st.booleans(),
    )


def _point(handle: Handle, uid: Uid) -> st.SearchStrategy[TalkingPoint]:
    return st.builds(
        TalkingPoint,
        uid=st.just(uid),
        handle=st.just(handle),
        text=texts,
        added_on=days,
        raised_on=maybe_days,
        private=st.booleans(),
    )


def _resync(check_in: Handle | None, uid: Uid) -> st.SearchStrategy[Resync]:
    return st.builds(
        Resync,
        uid=st.just(uid),
        on=days,
        sections=st.frozensets(st.sampled_from(Section)),
        check_in=st.just(check_in),
    )


def _in_order(handles: list[Handle]) -> list[Handle]:
    return sorted(handles, key=lambda handle: (handle[0], number_of(handle)))


@st.composite
def _handles(draw: st.DrawFn, letters: str) -> list[Handle]:
    named = st.tuples(st.sampled_from(letters), numbers).map(lambda n: Handle(f"{n[0]}{n[1]}"))
    return _in_order(draw(st.lists(named, max_size=4, unique=True)))


@st.composite
def _named(draw: st.DrawFn, letters: str, made_by: Any, start: int) -> tuple[Any, ...]:
    handles = draw(_handles(letters))
    uids_from = accumulate([1] * len(handles), initial=start)
    return tuple(
        draw(made_by(handle, Uid(f"{uid:032x}")))
        for handle, uid in zip(handles, uids_from, strict=False)
    )


@st.composite
def people(draw: st.DrawFn, number: int | None = None) -> Person:
    who = draw(st.integers(0, 2**128 - 1)) if number is None else number
    resyncs = draw(_named("C", _resync, 200))
    return Person(
        id=PersonId(f"{who:032x}"),
        name=draw(texts),
        added=draw(days),
        cadences=draw(st.builds(Cadences, **dict.fromkeys(("check_in", *Section), cadences))),
        relation=draw(st.sampled_from(Relation)),
        role=draw(texts),
        level=draw(st.none() | st.sampled_from(Level)),
        started=draw(maybe_days),
        archived=draw(maybe_days),
        away=tuple(sorted(draw(st.lists(spans, max_size=3)))),
        items=draw(_named("EFOR", items, 300)),
        check_ins=draw(_named("C", _check_in, 400)),
        resyncs=tuple(sorted(resyncs, key=lambda resync: (resync.on, resync.uid))),
        actions=draw(_named("A", _action, 500)),
        feedback=draw(_named("B", _feedback, 600)),
        talking_points=draw(_named("T", _point, 700)),
        notes=draw(_named("N", _note, 800)),
    )
