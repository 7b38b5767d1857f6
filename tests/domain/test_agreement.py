"""Who agrees with what, and what going through a section again does to it."""

from dataclasses import replace
from datetime import date

import pytest

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import CloseItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.details import Focus
from aligntui.domain.due import Alignment
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Agreement, Party, View
from aligntui.text.past import life
from tests.people import (
    EXPECTATIONS,
    FOCUS,
    INES,
    ME,
    THEM,
    after,
    day,
    expectation,
    first,
    focus,
    somebody,
    with_focus,
)

F1, F2 = Handle("F1"), Handle("F2")


def agree(*handles: Handle, on: date) -> Agree:
    return Agree(person=INES, handles=handles, on=on)


def differ(handle: Handle, on: date, who: Party = THEM) -> Differ:
    return Differ(person=INES, handle=handle, how="too early", on=on, who=who)


def resync(on: date, *sections: Section) -> ResyncSections:
    return ResyncSections(person=INES, sections=frozenset(sections or (FOCUS,)), on=on)


def agreements(person: Person) -> list[Agreement]:
    return [item.agreement for item in person.items]


def test_what_nobody_was_asked_about_is_not_discussed() -> None:
    assert agreements(with_focus("One")) == [Agreement.NOT_DISCUSSED]


def test_agreeing_touches_the_named_items_alone() -> None:
    person = after(with_focus("One", "Two"), agree(F2, on=day(1)))
    assert agreements(person) == [Agreement.NOT_DISCUSSED, Agreement.AGREED]
    assert person.resynced_on(FOCUS) is None


def test_agreeing_settles_a_difference() -> None:
    person = after(with_focus("One"), differ(F1, day(1)), agree(F1, on=day(2)))
    assert agreements(person) == [Agreement.AGREED]
    assert first(person).now.theirs == AGREE


@pytest.mark.parametrize("who", Party)
def test_one_party_who_differs_is_enough(who: Party) -> None:
    person = after(with_focus("One"), agree(F1, on=day(0)), differ(F1, day(1), who))
    assert agreements(person) == [Agreement.DIFFERS]
    now = first(person).now
    assert (now.mine.view is View.DIFFER) == (who is ME)
    assert (now.theirs.view is View.DIFFER) == (who is THEM)


def test_both_may_differ_each_in_their_own_words() -> None:
    person = after(with_focus("One"), differ(F1, day(1), ME), differ(F1, day(1), THEM))
    now = first(person).now
    assert [now.mine.view, now.theirs.view] == [View.DIFFER, View.DIFFER]


def test_an_edit_of_what_was_agreed_is_changed_until_both_agree_again() -> None:
    reword = RewordItem(person=INES, handle=F1, text="Other", on=day(2))
    person = after(with_focus("One"), agree(F1, on=day(1)), reword)
    assert agreements(person) == [Agreement.CHANGED]
    assert agreements(after(person, agree(F1, on=day(3)))) == [Agreement.AGREED]


def test_an_edit_never_agrees_for_the_other() -> None:
    reword = RewordItem(person=INES, handle=F1, text="Other", on=day(2), by=THEM)
    now = first(after(with_focus("One"), agree(F1, on=day(1)), reword)).now
    assert now.mine.view is View.NOT_DISCUSSED
    assert now.theirs.view is View.AGREE


def worded(by: Party, text: str = "Other") -> RewordItem:
    return RewordItem(person=INES, handle=F1, text=text, on=day(2), by=by)


A_TERM = EditItem(person=INES, handle=F1, details=Focus(weight=60), on=day(2))
ELSEWHERE = MoveToSection(person=INES, handle=F1, to=EXPECTATIONS, on=day(2))


@pytest.mark.parametrize(
    ("who", "commands", "agreement", "about_this"),
    [
        (THEM, [worded(ME)], Agreement.DIFFERS, False),
        (ME, [worded(THEM)], Agreement.DIFFERS, False),
        (THEM, [A_TERM], Agreement.DIFFERS, False),
        (THEM, [worded(ME), worded(ME, "Third")], Agreement.DIFFERS, False),
        (THEM, [worded(ME), resync(day(3))], Agreement.DIFFERS, False),
        (THEM, [worded(ME), worded(ME, "One")], Agreement.DIFFERS, True),
        (THEM, [worded(ME), differ(F1, day(3))], Agreement.DIFFERS, True),
        (THEM, [ELSEWHERE], Agreement.DIFFERS, True),
        (ME, [ELSEWHERE], Agreement.DIFFERS, True),
        (THEM, [worded(ME), ELSEWHERE], Agreement.DIFFERS, False),
        (THEM, [worded(ME), agree(F1, on=day(3))], Agreement.AGREED, None),
        (THEM, [worded(THEM)], Agreement.CHANGED, None),
        (ME, [worded(ME)], Agreement.CHANGED, None),
    ],
)
def test_who_differs_does_so_until_they_agree_whoever_words_the_line_anew(
    who: Party, commands: list[Command], agreement: Agreement, about_this: bool | None
) -> None:
    before = (agree(F1, on=day(0)), differ(F1, day(1), who))
    person = after(with_focus("One"), *before, *commands)
    now = person.items[-1].now
    assert person.items[-1].agreement is agreement
    assert now.disputed is (about_this is not None)
    assert now.differing == ((who,) if about_this else ())
    assert now.overtaken == ({who} if about_this is False else set())
    if now.disputed:
        assert now.stance(who).how == "too early"
        assert now.stance(who.other).view is not View.DIFFER


def test_words_of_one_day_about_which_nobody_differs_are_typed_over() -> None:
    person = after(with_focus("One"), differ(F1, day(2)), worded(ME, "Two"), worded(ME, "Three"))
    assert [each.text for each in first(person).revisions][-2:] == ["One", "Three"]
    assert first(person).disputed_since == day(2)


def test_agreeing_to_nothing_and_agreeing_again_are_refused() -> None:
    person = after(with_focus("One", "Two"), agree(F1, on=day(0)))
    with pytest.raises(Refused, match="name the items"):
        after(person, agree(on=day(1)))
    with pytest.raises(Refused, match="F1: already agreed"):
        after(person, agree(F1, on=day(1)))
    assert agreements(after(person, agree(F1, F2, on=day(1)))) == [Agreement.AGREED] * 2


def test_a_difference_needs_words() -> None:
    with pytest.raises(Refused, match="how they differ is empty"):
        after(with_focus("One"), Differ(person=INES, handle=F1, how=" \n", on=day(1)))


def test_a_resync_agrees_to_what_nobody_disputes() -> None:
    person = after(with_focus("One", "Two"), differ(F2, day(1)), resync(day(7)))
    assert agreements(person) == [Agreement.AGREED, Agreement.DIFFERS]
    assert person.resynced_on(FOCUS) == day(7)
    assert first(person).now.on == day(7)


def test_a_resync_leaves_other_sections_and_closed_items_alone() -> None:
    person = after(
        with_focus("One"),
        expectation("Owns on-call"),
        CloseItem(person=INES, handle=F1, on=day(1)),
        resync(day(2)),
    )
    e1, f1 = person.items
    assert e1.agreement is Agreement.NOT_DISCUSSED
    assert f1.now.on == day(1)
    assert person.resynced_on(EXPECTATIONS) is None


def test_what_was_agreed_already_gets_no_new_revision_but_a_new_day() -> None:
    person = after(with_focus("One"), agree(F1, on=day(1)), resync(day(9)))
    assert len(first(person).revisions) == 2
    assert first(person).agreed_since == day(1)
    assert person.agreed_on(first(person)) == day(9)


def test_what_is_not_agreed_has_no_day_of_agreement_whatever_the_resyncs() -> None:
    person = after(with_focus("One"), differ(F1, day(1)), resync(day(9)))
    assert person.agreed_on(first(person)) is None


def test_a_backdated_resync_leaves_later_changes_as_they_are() -> None:
    person = after(with_focus("One"), focus("Two", on=day(5)), resync(day(3)))
    assert agreements(person) == [Agreement.AGREED, Agreement.NOT_DISCUSSED]
    assert [item.now.on for item in person.items] == [day(3), day(5)]


def test_a_backdated_resync_never_moves_the_clock_back() -> None:
    person = after(with_focus("One"), resync(day(9)), resync(day(3)))
    assert [each.on for each in person.resyncs] == [day(3), day(9)]
    assert person.resynced_on(FOCUS) == day(9)


def test_a_check_in_may_go_through_sections_and_says_which_it_was() -> None:
    person = after(
        with_focus("One"),
        RecordCheckIn(person=INES, on=day(2), notes="Fine", sections=frozenset({FOCUS})),
    )
    assert agreements(person) == [Agreement.AGREED]
    assert [(each.on, each.check_in) for each in person.resyncs] == [(day(2), "C1")]


def test_a_check_in_alone_agrees_to_nothing() -> None:
    person = after(with_focus("One"), RecordCheckIn(person=INES, on=day(2)))
    assert agreements(person) == [Agreement.NOT_DISCUSSED]
    assert person.resyncs == ()


@pytest.mark.parametrize("command", [ResyncSections, RecordCheckIn])
def test_no_private_line_is_agreed_with_its_section(
    command: type[ResyncSections | RecordCheckIn],
) -> None:
    hide = EditItem(person=INES, handle=F2, private=True, on=day(1))
    person = after(with_focus("One", "Two"), agree(F2, on=day(1)), hide)
    person = after(person, replace(focus("Three"), private=True))
    then = after(person, command(person=INES, sections=frozenset({FOCUS}), on=day(2)))
    assert then.items[1:] == person.items[1:]
    assert [then.agreed_on(item) for item in then.items] == [day(2), day(1), None]
    assert [item.now.theirs for item in then.items] == [AGREE, AGREE, NOT_DISCUSSED]
    assert then.resynced_on(FOCUS) == day(2)
    assert [line.words for line in life(then, then.item(F2))][-1] == "private"


def test_a_private_line_is_agreed_by_name_only_where_it_is_theirs() -> None:
    own = replace(focus("One"), private=True)
    theirs = replace(focus("Two"), private=True, by=THEM)
    person = after(somebody(), focus("Three"), own, theirs)
    with pytest.raises(Refused, match="F2 is private and they have not seen it: share it first"):
        after(person, agree(F1, F2, on=day(1)))
    assert agreements(after(person, agree(Handle("F3"), on=day(1))))[2] is Agreement.AGREED


def shared_again(*before: EditItem | Agree | RewordItem) -> Person:
    return after(with_focus("One"), *before, private(on=day(9), private=False))


def private(on: date, *, private: bool = True) -> EditItem:
    return EditItem(person=INES, handle=F1, private=private, on=on)


def test_a_line_that_is_shared_later_is_agreed_only_by_who_has_seen_it() -> None:
    reword = RewordItem(person=INES, handle=F1, text="Other", on=day(3))
    assert agreements(shared_again(agree(F1, on=day(1)), private(day(2)))) == [Agreement.AGREED]
    assert agreements(shared_again(private(day(2)))) == [Agreement.NOT_DISCUSSED]
    reworded = shared_again(agree(F1, on=day(1)), private(day(2)), reword)
    assert agreements(reworded) == [Agreement.CHANGED]


def test_an_agreement_of_an_older_store_to_a_private_line_ends_where_it_is_shared() -> None:
    person = after(somebody(), replace(focus("One"), private=True))
    item = first(person).revise(day(1), theirs=AGREE)
    then = after(person.with_thing(item), private(on=day(2), private=False))
    assert first(then).now.mine == AGREE
    assert first(then).now.theirs == NOT_DISCUSSED


def test_a_section_of_private_lines_alone_counts_as_gone_through() -> None:
    person = after(somebody(), replace(focus("One"), private=True), resync(day(1)))
    glance = overview(person)
    assert glance.section(FOCUS, day(1)).state is Alignment.IN_SYNC
    assert glance.without_private().section(FOCUS, day(1)).state is Alignment.NEVER
    added = after(person, focus("Two", on=day(2)))
    assert overview(added).section(FOCUS, day(2)).state is Alignment.CHANGED
    differs = after(person, differ(F1, day(2)))
    assert overview(differs).section(FOCUS, day(2)).state is Alignment.DIFFERS


def test_resyncs_of_one_day_stand_in_one_order_whichever_came_first() -> None:
    one, two = resync(day(2)), resync(day(2))
    person = somebody()
    there, back = after(person, one, two), after(person, two, one)
    assert there.resyncs == back.resyncs
