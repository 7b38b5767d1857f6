"""Whole people for hypothesis: any value that the domain's types allow, not only the likely."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from aligntui.domain.cadence import Cadence, Ending, Unit
from aligntui.domain.cadences import Cadences, Level
from aligntui.domain.check_in import PULSES, Addendum, CheckIn, CheckInKind, Resync
from aligntui.domain.days import Away
from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Focus,
    Health,
    Helps,
    Likelihood,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.identity import Handle, PersonId, Uid, number_of
from aligntui.domain.item import Before, Entry, Item, Outcome, Revision
from aligntui.domain.notes import (
    Action,
    Earlier,
    EarlierDay,
    End,
    Ended,
    Feedback,
    FeedbackKind,
    Note,
    TalkingPoint,
    Win,
    Written,
    ended_by,
)
from aligntui.domain.person import Moved, Person, Relation, Touches
from aligntui.domain.plain import clean_text
from aligntui.domain.round import Answer, Asked, Back, Promised, Round, Said
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason, Stance, View


def times(number: float) -> settings:
    """So many times the examples that other tests have; in `make quick` all have fewer."""
    return settings(max_examples=round(number * settings().max_examples))


_MILLENNIUM = date(2000, 1, 1).toordinal()
days = st.integers(1 - _MILLENNIUM, date.max.toordinal() - _MILLENNIUM).map(
    lambda number: date.fromordinal(_MILLENNIUM + number)
)
maybe_days = st.none() | days
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
uids = st.integers(0, 2**128 - 1).map(lambda number: Uid(f"{number:032x}"))
numbers = st.integers(1, 999_999)
_units = st.sampled_from(Unit)
_plain = st.builds(
    lambda every, unit, more: Cadence(every, unit, most=every + more if more else None),
    st.integers(1, 900),
    _units,
    st.integers(0, 99),
)
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
ladder_lines = st.just("") | reasons.filter(bool).map("senior.3 {}".format)
"""A line of a ladder with its words of then."""
expectation_handles = st.none() | numbers.map(lambda number: Handle(f"E{number}"))

_DETAILS: dict[Section, st.SearchStrategy[Details]] = {
    Section.FOCUS: st.builds(Focus, weight=st.none() | st.integers(0, 100)),
    Section.EXPECTATIONS: st.builds(
        Expectation,
        excluded=st.booleans(),
        of_me=st.booleans(),
        success=texts,
        miss_looks_like=texts,
        state=st.sampled_from(Health),
    ),
    Section.OPPORTUNITIES: st.builds(
        Opportunity,
        helps=st.frozensets(st.sampled_from(Helps)),
        ladder=ladder_lines,
        state=st.sampled_from(Pursuit),
    ),
    Section.RISKS: st.builds(
        Risk,
        cause=st.none() | st.sampled_from(Cause),
        likelihood=st.none() | st.sampled_from(Likelihood),
        raised_by=parties,
        mitigation=texts,
        owner=st.none() | parties,
        threatens=expectation_handles,
        state=st.sampled_from(RiskState),
    ),
}


def _fields(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a value by name; made once, for making a strategy takes longer than drawing."""
    return st.fixed_dictionaries(fields)


def _handles_of(letters: str) -> st.SearchStrategy[Handle]:
    named = st.tuples(st.sampled_from(letters), numbers)
    return named.map(lambda n: Handle(f"{n[0]}{n[1]}"))


def _in_order(handles: list[Handle]) -> list[Handle]:
    return sorted(handles, key=lambda handle: (handle[0], number_of(handle)))


def _named(
    kind: Callable[..., Any], start: int, **fields: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[tuple[Any, ...]]:
    """What is known by a handle, in order; the fields of each stand under the handle's letter."""
    handles = st.lists(_handles_of("".join(fields)), max_size=4, unique=True).map(_in_order)

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[Any, ...]:
        return tuple(
            kind(uid=Uid(f"{uid:032x}"), handle=handle, **draw(fields[handle[0]]))
            for uid, handle in enumerate(draw(handles), start)
        )

    return drawn()


_revisions = {
    section: _fields(
        by=parties,
        text=texts,
        details=details,
        rank=st.integers(-5, 500),
        private=st.booleans(),
        mine=stances,
        theirs=stances,
        overtaken=st.frozensets(parties),
        outcome=st.none() | st.sampled_from(Outcome),
        not_for_review=st.booleans(),
        because=st.none() | st.builds(Reason, texts, st.booleans()),
    )
    for section, details in _DETAILS.items()
}
_entries = st.builds(
    Entry,
    uid=uids,
    on=days,
    text=texts,
    feedback=st.none() | _handles_of("B"),
    origin=st.none() | _handles_of("R"),
    private=st.booleans(),
    wrong=st.booleans(),
    share=st.none() | st.integers(0, 100),
    ladder=ladder_lines,
    off_before=st.booleans(),
)
_trails = st.none() | _handles_of("FEOR")


def _item(
    handle: Handle, drawn: list[tuple[date, Any]], became: Handle | None, **fields: Any
) -> Item:
    when = sorted(on for on, _ in drawn)
    revisions = [Revision(on=on, **said) for on, (_, said) in zip(when, drawn, strict=True)]
    closed = [at for at, revision in enumerate(revisions, start=1) if revision.outcome]
    return Item(
        handle=handle,
        section=next(section for section in Section if section.letter == handle[0]),
        revisions=tuple(revisions),
        # only what was closed once, and for good, has become something else
        became=became if closed == [len(revisions)] else None,
        **fields,
    )


_items = _named(
    _item,
    300,
    **{
        section.letter: _fields(
            drawn=st.lists(st.tuples(days, revision), min_size=1, max_size=3),
            entries=st.lists(_entries, max_size=2).map(tuple),
            origin=_trails,
            became=_trails,
            handed=st.none() | st.builds(Before, days, texts),
        )
        for section, revision in _revisions.items()
    },
)
_resyncs = _named(
    lambda handle, **fields: Resync(check_in=handle, **fields),
    200,
    C=_fields(
        on=days,
        sections=st.frozensets(st.sampled_from(Section)),
        again=st.lists(uids, max_size=2).map(tuple),
        without=st.lists(uids, max_size=2).map(tuple),
    ),
)
_check_ins = _named(
    CheckIn,
    400,
    C=_fields(
        on=days,
        kind=st.sampled_from(CheckInKind),
        notes=texts,
        because=texts,
        until=maybe_days,
        pulse=st.none() | st.sampled_from(PULSES),
        addenda=st.lists(st.builds(Addendum, days, texts), max_size=2).map(tuple),
    ),
)


def _reopened(*possible: End) -> st.SearchStrategy[tuple[Ended, ...]]:
    """Ends that were taken back, one after the other."""

    def pairs(found: list[date], end: End, because: str) -> tuple[Ended, ...]:
        past = sorted(found)
        return tuple(map(Ended, past[::2], [end] * 2, past[1::2], [because] * 2))

    sorts = st.sampled_from(possible)
    return st.builds(pairs, st.lists(days, max_size=4, unique=True), sorts, reasons)


def _once_ended(things: tuple[Any, ...]) -> tuple[Any, ...]:
    """Things without ends taken back later than they ended for good, or a reason of no drop."""
    kept = (replace(each, ends=_before(each)) for each in things)
    return tuple(replace(t, because="") if _reason_of_none(t) else t for t in kept)


def _reason_of_none(thing: Action | Feedback | TalkingPoint) -> bool:
    return isinstance(thing, Action) and thing.dropped_on is None and bool(thing.because)


def _before(thing: Action | Feedback | TalkingPoint) -> tuple[Ended, ...]:
    ends = [getattr(thing, end.field) for end in ended_by(thing)]
    return thing.ends if all(e.reopened_on <= day for e in thing.ends for day in ends) else ()


_WAS: dict[str, st.SearchStrategy[Any]] = {
    "text": texts, "source": texts, "owner": parties, "kind": st.sampled_from(FeedbackKind),
    "ladder": texts,
    "about": numbers.map(lambda number: f"E{number}"), "private": st.sampled_from(("", "private")),
}  # fmt: skip


def _edited(*names: str) -> st.SearchStrategy[tuple[Earlier, ...]]:
    """What a record was before its edits, in the order of their days."""
    each = st.one_of([st.builds(Earlier, days, st.just(n), _WAS[n].map(str)) for n in names])
    in_order = st.lists(each, max_size=3).map(lambda found: sorted(found, key=lambda e: e.on))
    return in_order.map(tuple)


_moved = st.lists(st.builds(EarlierDay, days, maybe_days), max_size=2).map(tuple)
_actions = _named(
    Action,
    500,
    A=_fields(
        text=texts,
        owner=parties,
        made_on=days,
        by=maybe_days,
        done_on=maybe_days,
        dropped_on=maybe_days,
        because=texts,
        moved=_moved,
        ends=_reopened(End.DONE, End.DROPPED),
        private=st.booleans(),
        edited=_edited("text", "owner", "private"),
    ),
)
_feedback = _named(
    Feedback,
    600,
    B=_fields(
        text=texts,
        kind=st.sampled_from(FeedbackKind),
        source=texts,
        noted_on=days,
        about=expectation_handles,
        told_on=maybe_days,
        understood_on=maybe_days,
        ends=_reopened(End.TOLD),
        private=st.booleans(),
        edited=_edited("text", "kind", "source", "about", "private"),
    ),
)
_points = _named(
    TalkingPoint,
    700,
    T=_fields(
        text=texts,
        owner=parties,
        added_on=days,
        raised_on=maybe_days,
        ends=_reopened(End.RAISED),
        private=st.booleans(),
        edited=_edited("text", "owner", "private"),
    ),
)
_notes = _named(
    Note,
    800,
    N=_fields(on=days, text=texts, private=st.booleans(), edited=_edited("text", "private")),
)
_wins = _named(
    Win,
    900,
    W=_fields(
        on=days,
        text=texts,
        owner=parties,
        about=expectation_handles,
        ladder=ladder_lines,
        private=st.booleans(),
        edited=_edited("text", "owner", "about", "ladder", "private"),
    ),
)
_lines = _handles_of("FEOR").map(lambda handle: Handle(f"{handle}000000"))
"""Handles of no item: what was private then is tested by itself."""
_answers = st.lists(
    st.builds(
        Answer,
        handle=st.none() | _lines,
        section=st.none() | st.sampled_from(Section),
        holds=st.none() | st.booleans(),
        on_track=st.none() | st.booleans(),
        how=texts,
        text=texts,
        said=texts,
    ),
    max_size=2,
).map(tuple)
_backs = st.builds(
    Back,
    on=days,
    answers=_answers,
    words=st.lists(texts, max_size=2).map(tuple),
    open=st.just(True),
)


def _returned(found: Round, backs: list[Back]) -> Round:
    """The round with what came back, the last of it in force."""
    in_order = sorted(backs, key=lambda back: back.on)
    theirs = in_order[-1] if in_order else None
    return replace(found, theirs=theirs, earlier=tuple(in_order[:-1]))


_rounds = st.lists(
    st.builds(
        lambda backs, **drawn: _returned(Round(**drawn), backs),
        backs=st.lists(_backs, max_size=2),
        uid=uids,
        number=numbers,
        key=st.sampled_from(("0a1b2c3d4e5f", "99c5175f3b0c")),
        on=days,
        answer_by=maybe_days,
        lines=st.lists(
            st.builds(
                Asked,
                handle=_lines,
                section=st.sampled_from(Section),
                text=texts,
                terms=texts,
                wording=st.sampled_from(("", "4b8739e4")),
                here=st.none() | uids,
            ),
            max_size=2,
        ).map(tuple),
        mine=_answers,
        filled_on=maybe_days,
        looked_on=maybe_days,
        seen_on=maybe_days,
        ended_on=maybe_days,
        said=st.lists(st.builds(Said, _lines, parties), max_size=2).map(tuple),
        by=parties,
        left=st.lists(_lines, max_size=2).map(tuple),
        told_at=st.sampled_from(("", "20260629T140509Z")),
        promised=st.lists(
            st.builds(
                Promised,
                st.just(Handle("A1")),
                uids,
                st.sampled_from(("", "4b8739e4")),
                parties,
                maybe_days,
            ),
            max_size=2,
        ).map(tuple),
    ),
    max_size=2,
    unique_by=(lambda each: each.uid, lambda each: each.number),
).map(lambda found: tuple(sorted(found, key=lambda each: each.number)))
_person = _fields(
    name=texts,
    added=days,
    cadences=st.builds(Cadences, **dict.fromkeys(("check_in", *Section), cadences)),
    relation=st.sampled_from(Relation),
    role=texts,
    card=texts,
    touches=st.sampled_from(Touches),
    reports_to=st.just("") | uids.map(str),
    email=texts,
    events=st.lists(st.sampled_from(("+0a1b2c3d", "-4e5f6a7b")), max_size=2, unique=True).map(
        tuple
    ),
    level=st.none() | st.sampled_from(Level),
    started=maybe_days,
    archived=maybe_days,
    away=st.lists(spans, max_size=3).map(lambda away: tuple(sorted(away))),
    items=_items,
    check_ins=_check_ins,
    resyncs=_resyncs.map(lambda found: tuple(sorted(found, key=lambda r: (r.on, r.uid)))),
    actions=_actions.map(_once_ended),
    feedback=_feedback.map(_once_ended),
    talking_points=_points.map(_once_ended),
    notes=_notes,
    wins=_wins,
    rounds=_rounds,
    written=st.lists(
        st.builds(
            Written, _handles_of("ABCEFNORTW"), days, days, texts, st.booleans(), st.booleans()
        ),
        max_size=3,
    ).map(tuple),
    moved=st.lists(st.builds(Moved, _handles_of("ABNTW"), days, st.booleans()), max_size=3).map(
        tuple
    ),
)
_ids = st.integers(0, 2**128 - 1)


@st.composite
def people(draw: st.DrawFn, number: int | None = None) -> Person:
    who = draw(_ids) if number is None else number
    return Person(id=PersonId(f"{who:032x}"), **draw(_person))
