"""An item is its history: what is typed over, what never is, and what it was on a day."""

from dataclasses import replace
from datetime import date

import pytest

from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.items import CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.details import Expectation, Focus, Health
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item, Outcome
from aligntui.domain.person import Person
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Agreement, Party
from tests.people import (
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
    texts,
    with_focus,
)

F1 = Handle("F1")


def reword(text: str, on: date, by: Party = ME) -> RewordItem:
    return RewordItem(person=INES, handle=F1, text=text, on=on, by=by)


def agree(on: date) -> Agree:
    return Agree(person=INES, handles=(F1,), on=on)


def differ(on: date, how: str = "too early") -> Differ:
    return Differ(person=INES, handle=F1, how=how, on=on)


def wordings(person: Person) -> list[str]:
    return [revision.text for revision in first(person).revisions]


def test_a_new_line_is_agreed_to_by_whoever_wrote_it_and_by_nobody_else() -> None:
    mine = first(with_focus("Ship billing")).now
    theirs = first(after(somebody(), focus("Ship billing", by=THEM))).now
    assert (mine.mine, mine.theirs) == (AGREE, NOT_DISCUSSED)
    assert (theirs.mine, theirs.theirs) == (NOT_DISCUSSED, AGREE)


def test_an_undiscussed_line_of_the_same_day_is_typed_over() -> None:
    person = after(with_focus("Ship biling"), reword("Ship billing", day(0)))
    assert wordings(person) == ["Ship billing"]


def test_the_next_day_a_new_wording_is_a_new_revision() -> None:
    person = after(with_focus("Ship billing"), reword("Ship billing v2", day(1)))
    assert wordings(person) == ["Ship billing", "Ship billing v2"]
    assert first(person).worded_on == day(1)
    assert first(person).added_on == day(0)


def test_what_the_other_wrote_on_the_same_day_is_kept() -> None:
    person = after(with_focus("Ship billing"), reword("Ship the ledger", day(0), THEM))
    assert wordings(person) == ["Ship billing", "Ship the ledger"]
    assert first(person).now.by is THEM
    assert (first(person).now.mine, first(person).now.theirs) == (NOT_DISCUSSED, AGREE)


def test_an_agreed_wording_is_never_typed_over() -> None:
    person = after(with_focus("Ship billing"), agree(day(0)), reword("Ship it all", day(0)))
    assert wordings(person)[-2:] == ["Ship billing", "Ship it all"]
    assert first(person).revisions[-2].agreed
    assert first(person).agreement is Agreement.CHANGED


def test_a_disputed_wording_is_never_typed_over() -> None:
    person = after(with_focus("Ship billing"), differ(day(0)), reword("Ship some", day(0)))
    assert wordings(person)[-2:] == ["Ship billing", "Ship some"]
    assert first(person).revisions[-2].disputed
    assert first(person).agreement is Agreement.DIFFERS


def test_each_way_of_differing_on_one_day_is_kept() -> None:
    person = after(with_focus("Ship"), differ(day(0), "too early"), differ(day(0), "too much"))
    assert [revision.theirs.how for revision in first(person).revisions] == [
        "", "too early", "too much",
    ]  # fmt: skip


def test_the_same_words_again_change_nothing() -> None:
    person = with_focus("Ship billing")
    assert first(after(person, reword("Ship  billing ", day(3)))) is first(person)


def test_a_new_rank_on_the_same_day_leaves_an_agreed_line_agreed_and_adds_nothing() -> None:
    person = after(with_focus("One", "Two"), agree(day(0)))
    moved = after(person, MoveItem(person=INES, handle=F1, down=True, on=day(0)))
    assert len(first(moved).revisions) == len(first(person).revisions)
    assert first(moved).agreement is Agreement.AGREED
    assert texts(moved.open_items(FOCUS)) == ["Two", "One"]


def test_a_new_rank_on_another_day_is_a_revision_and_no_rewording() -> None:
    person = after(with_focus("One", "Two"), agree(day(0)))
    moved = after(person, MoveItem(person=INES, handle=F1, down=True, on=day(5)))
    assert first(moved).now.on == day(5)
    assert first(moved).worded_on == day(0)
    assert first(moved).agreed_since == day(0)
    assert texts(moved.as_of(day(4)).open_items(FOCUS)) == ["One", "Two"]


def test_changed_terms_are_a_rewording_and_a_changed_state_is_none() -> None:
    person = after(
        somebody(),
        expectation("Owns on-call"),
        Agree(person=INES, handles=(Handle("E1"),), on=day(0)),
    )
    details = first(person).now.details
    assert isinstance(details, Expectation)
    late = EditItem(
        person=INES,
        handle=Handle("E1"),
        on=day(1),
        details=replace(details, state=Health.OFF_TRACK),
    )
    other = EditItem(
        person=INES,
        handle=Handle("E1"),
        on=day(1),
        details=replace(details, success="no page missed"),
    )
    assert first(after(person, late)).agreement is Agreement.AGREED
    assert first(after(person, other)).agreement is Agreement.CHANGED


def test_a_weight_is_agreed_on_with_the_words() -> None:
    person = after(with_focus("Ship billing"), agree(day(0)))
    heavier = EditItem(person=INES, handle=F1, on=day(1), details=Focus(weight=60))
    assert first(after(person, heavier)).agreement is Agreement.CHANGED


def test_a_mark_of_privacy_keeps_the_agreement() -> None:
    person = after(with_focus("Ship billing"), agree(day(0)))
    hidden = after(person, EditItem(person=INES, handle=F1, on=day(1), private=True))
    assert first(hidden).now.private
    assert first(hidden).agreed_since == day(0)


@pytest.mark.parametrize(
    "command",
    [
        reword("Other", day(1)),
        agree(day(1)),
        differ(day(1)),
        EditItem(person=INES, handle=F1, on=day(1), private=True),
        CloseItem(person=INES, handle=F1, on=day(1)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_can_be_put_before_the_last_change(command: RewordItem | CloseItem) -> None:
    person = after(with_focus("Ship"), reword("Ship billing", day(2)))
    with pytest.raises(Refused, match="F1 was last changed on 18 Mar"):
        command.apply(person)


def test_as_of_shows_the_last_wording_of_that_day_and_nothing_before_it_was_written() -> None:
    person = after(with_focus("One"), reword("Two", day(4)), agree(day(4)), reword("Three", day(9)))
    item = first(person)
    assert item.as_of(day(-1)) is None
    assert [_text(item, number) for number in (0, 3, 4, 8, 9, 400)] == [
        "One", "One", "Two", "Two", "Three", "Three",
    ]  # fmt: skip
    assert item.as_of(day(9)) is item


def _text(item: Item, number: int) -> str:
    past = item.as_of(day(number))
    assert past is not None
    return past.text


def test_agreed_since_counts_from_the_first_day_of_this_wording() -> None:
    person = after(with_focus("One"), agree(day(1)), reword("Two", day(3)), agree(day(5)))
    assert first(person).agreed_since == day(5)
    again = after(person, differ(day(6)), agree(day(8)))
    assert first(again).agreed_since == day(8)
    assert first(after(again, reword("Three", day(9)))).agreed_since is None


def test_worded_on_ignores_stances_and_ranks() -> None:
    person = after(with_focus("One"), reword("Two", day(2)), differ(day(4)), agree(day(6)))
    assert first(person).worded_on == day(2)


def test_a_closed_item_keeps_its_history_and_its_section_forgets_it() -> None:
    person = after(with_focus("One", "Two"), CloseItem(person=INES, handle=F1, on=day(3)))
    assert first(person).now.outcome is Outcome.DONE
    assert not first(person).open
    assert texts(person.open_items(FOCUS)) == ["Two"]
    assert texts(person.as_of(day(2)).open_items(FOCUS)) == ["One", "Two"]


def test_closing_on_the_day_of_writing_keeps_the_line_as_it_was_open() -> None:
    person = after(with_focus("One"), CloseItem(person=INES, handle=F1, on=day(0)))
    assert [revision.outcome for revision in first(person).revisions] == [None, Outcome.DONE]
