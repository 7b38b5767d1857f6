"""The past in spans, from check-in to check-in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.meetings import RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.events import between, differences
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End
from aligntui.domain.section import Section
from aligntui.domain.timeline import NOW, compared, promises, quiet_since, spans
from tests.people import INES, after, day, expectation, focus, somebody
from tests.strategies import days, people

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.person import Person


@given(people(), st.lists(days, max_size=6))
def test_one_walk_finds_what_each_two_days_differ_in(person: Person, some: list[date]) -> None:
    # days on which something happened are the ones that could be wrong by one
    own = [day for item in person.items for day in item.days]
    asked = sorted([*some, *own])
    assert between(person, asked) == [
        differences(person, since, until) for since, until in pairwise([None, *asked]) if until
    ]


@given(people(), days)
def test_each_span_goes_on_where_the_one_before_ended(person: Person, today: date) -> None:
    both = spans(person, today)
    touches = {c.handle for c in person.check_ins if c.touch}
    assert all(not span.changes for span in both if span.key in touches)
    found = [span for span in both if span.key not in touches]
    assert [span.key for span in both[:1]] == [NOW]
    assert found[-1].since is None
    assert [newer.since for newer in found[:-1]] == [older.until for older in found[1:]]
    assert {c.handle for c in person.check_ins} == {span.key for span in both[1:]}
    for span in found:
        assert span.changes == differences(person, span.since, span.until)


def met() -> Person:
    """Somebody met three times, once not, with a promise of each kind."""
    return after(
        somebody(),
        focus("Ship it", on=day(1)),
        AddAction(person=INES, text="kept", on=day(2)),
        AddAction(person=INES, text="dropped", on=day(2)),
        AddAction(person=INES, text="carried", on=day(2)),
        RecordCheckIn(person=INES, on=day(5)),
        expectation("Owns it", on=day(6)),
        EndKept(end=End.DONE, person=INES, handle=Handle("A1"), on=day(8)),
        AddAction(person=INES, text="new", on=day(8)),
        SkipCheckIn(person=INES, on=day(9), because="ill"),
        EndKept(
            end=End.DROPPED, person=INES, handle=Handle("A2"), on=day(10), because="not needed"
        ),
        RecordCheckIn(person=INES, on=day(12)),
    )


def test_a_promise_is_made_and_ends_in_its_spans_and_is_carried_through_those_between() -> None:
    person = met()
    said = {
        span.key: [(p.action.text, p.made, p.ended_on) for p in promises(person.actions, span)]
        for span in spans(person, day(12))
    }
    assert said["C1"] == [(text, True, None) for text in ("kept", "dropped", "carried")]
    assert said["C2"] == [
        ("new", True, None),
        ("kept", False, day(8)),
        ("dropped", False, None),
        ("carried", False, None),
    ]
    assert said["C3"] == [
        ("dropped", False, day(10)), ("carried", False, None), ("new", False, None)
    ]  # fmt: skip


def test_two_spans_are_compared_from_the_older_to_the_newer_whichever_comes_first() -> None:
    person = met()
    now, newest, _, oldest = spans(person, day(20))
    both = compared(person, newest, oldest)
    assert both == compared(person, oldest, newest)
    assert (both.key, both.since, both.until) == ("C3", day(5), day(12))
    assert [d.after.text for d in both.changes] == ["Owns it"]
    assert compared(person, oldest, now).key == NOW


def test_a_section_is_quiet_since_something_last_became_of_it() -> None:
    person = met()
    assert quiet_since(person, Section.FOCUS, day(12)) == day(1)
    assert quiet_since(person, Section.EXPECTATIONS, day(5)) is None
    assert quiet_since(person, Section.EXPECTATIONS, day(6)) == day(6)
