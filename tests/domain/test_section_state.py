"""A section's state is the first that applies: differs, changed, stale, never, in sync."""

from datetime import date

import pytest
from hypothesis import given

from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Agree, ResyncSections
from aligntui.domain.commands.items import CloseItem, RewordItem
from aligntui.domain.due import Alignment, SectionFacts, section_state
from aligntui.domain.glance import in_trouble_since, section_facts, section_standing
from aligntui.domain.identity import Handle
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from tests.people import FOCUS, INES, after, day, focus, somebody, with_focus
from tests.strategies import days, people

WEEKLY = parse("weekly")
F1 = Handle("F1")


@pytest.mark.parametrize(
    ("facts", "number", "state"),
    [
        (SectionFacts(), 0, Alignment.NEVER),
        (SectionFacts(items=2, waiting=2), 0, Alignment.NEVER),
        (SectionFacts(items=2, differs=1, waiting=1), 0, Alignment.DIFFERS),
        (SectionFacts(items=1, agreed_on=day(0)), 7, Alignment.IN_SYNC),
        (SectionFacts(items=1, agreed_on=day(0)), 8, Alignment.STALE),
        (SectionFacts(items=2, waiting=1, agreed_on=day(0)), 1, Alignment.CHANGED),
        (SectionFacts(items=2, waiting=1, resynced_on=day(0)), 90, Alignment.CHANGED),
        (SectionFacts(items=2, waiting=1, differs=1, resynced_on=day(0)), 90, Alignment.DIFFERS),
        (SectionFacts(resynced_on=day(0)), 3, Alignment.IN_SYNC),
        (SectionFacts(agreed_on=day(0), resynced_on=day(30)), 37, Alignment.IN_SYNC),
    ],
)
def test_the_first_state_that_applies_is_the_one(
    facts: SectionFacts, number: int, state: Alignment
) -> None:
    assert section_state(facts, WEEKLY, day(number)).state is state


def test_the_clock_starts_at_the_first_agreement_and_anew_with_each_resync() -> None:
    facts = SectionFacts(items=1, agreed_on=day(0))
    first = section_state(facts, WEEKLY, day(10))
    assert (first.due_on, first.age, first.resynced_on) == (day(7), 10, None)
    again = SectionFacts(items=1, agreed_on=day(0), resynced_on=day(8))
    then = section_state(again, WEEKLY, day(10))
    assert (then.due_on, then.age, then.resynced_on) == (day(15), 2, day(8))


def test_what_was_never_agreed_has_no_day() -> None:
    state = section_state(SectionFacts(items=3, waiting=3), WEEKLY, day(400))
    assert (state.due_on, state.age) == (None, None)


def test_a_section_never_falls_due_after_the_last_day_there_is() -> None:
    facts = SectionFacts(items=1, agreed_on=date.max)
    state = section_state(facts, WEEKLY, date.max)
    assert (state.state, state.due_on, state.age) == (Alignment.IN_SYNC, date.max, 0)


def test_facts_count_open_items_only_but_remember_that_something_was_agreed() -> None:
    person = after(
        with_focus("One", "Two"),
        Agree(person=INES, handles=(F1,), on=day(1)),
        CloseItem(person=INES, handle=F1, on=day(2)),
    )
    facts = section_facts(person, FOCUS)
    assert facts == SectionFacts(items=1, waiting=1, new=1, agreed_on=day(1))


@given(people(), days)
def test_the_row_and_the_list_of_concerns_name_the_same(person: Person, today: date) -> None:
    found = {item.section for item in person.items if in_trouble_since(item, today)}
    states = {each: section_standing(person, each, today) for each in Section}
    off, risks = states[Section.EXPECTATIONS].off_track, states[Section.RISKS].open_for
    assert (Section.EXPECTATIONS in found) == (off > 0)
    assert (Section.RISKS in found) == (risks is not None)


def test_adding_and_rewording_change_a_section_and_a_resync_settles_it() -> None:
    def state(*commands: ResyncSections | RewordItem) -> Alignment:
        person = after(agreed, *commands)
        return section_state(section_facts(person, FOCUS), WEEKLY, day(3)).state

    everything = frozenset(Section)
    agreed = after(with_focus("One"), ResyncSections(person=INES, sections=everything, on=day(0)))
    reword = RewordItem(person=INES, handle=F1, text="Other", on=day(2))
    again = ResyncSections(person=INES, sections=everything, on=day(3))
    assert state() is Alignment.IN_SYNC
    assert state(reword) is Alignment.CHANGED
    assert state(reword, again) is Alignment.IN_SYNC
    added = after(agreed, focus("Two", on=day(2)))
    assert section_state(section_facts(added, FOCUS), WEEKLY, day(3)).state is Alignment.CHANGED


def test_a_section_without_a_line_is_in_sync_only_if_it_ever_held_one() -> None:
    gone_through = ResyncSections(person=INES, sections=frozenset({FOCUS}), on=day(0))
    closed = after(with_focus("One"), gone_through, CloseItem(person=INES, handle=F1, on=day(1)))
    for person, state in ((after(somebody(), gone_through), Alignment.NEVER),
                          (closed, Alignment.IN_SYNC)):  # fmt: skip
        facts = section_facts(person, FOCUS)
        assert section_state(facts, WEEKLY, day(7)).state is state
    assert section_state(section_facts(closed, FOCUS), WEEKLY, day(8)).state is Alignment.STALE
