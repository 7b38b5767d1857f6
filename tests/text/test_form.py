"""What an item's form asks, and what it makes of the answers."""

from __future__ import annotations

from datetime import date

import pytest

from aligntui.domain.details import (
    EMPTY,
    Cause,
    Details,
    Expectation,
    Focus,
    Health,
    Helps,
    Opportunity,
    Risk,
    RiskState,
)
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.item import Item, Revision
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.form import FormField, form


def expectation(number: int, text: str = "Owns it") -> Item:
    now = Revision(on=date(2026, 6, 1), by=Party.ME, text=text, details=Expectation(), rank=number)
    return Item(
        uid=Uid(f"{number:032x}"),
        handle=Handle(f"E{number}"),
        section=Section.EXPECTATIONS,
        revisions=(now,),
    )


def field(details: Details, name: str, *expectations: Item) -> FormField:
    return next(each for each in form(details, expectations) if each.name == name)


@pytest.mark.parametrize("section", Section)
def test_every_field_of_a_section_is_asked_once(section: Section) -> None:
    details = EMPTY[section]
    assert {each.name for each in form(details)} == set(type(details).__dataclass_fields__)


@pytest.mark.parametrize(("typed", "share"), [("60", 60), ("60 %", 60), (" 0", 0), ("", None)])
def test_a_share_is_read_with_or_without_its_sign(typed: str, share: int | None) -> None:
    assert field(Focus(weight=5), "weight").read(typed) == Focus(weight=share)


@pytest.mark.parametrize("typed", ["101", "-1", "six", "1000", "٣", "1.5"])
def test_a_share_that_cannot_be_gets_one_line(typed: str) -> None:
    complaint = field(Focus(), "weight").complaint(typed)
    assert complaint is not None
    assert "0 to 100" in complaint
    assert len(complaint) <= 40, "it stands beside what was typed"


def test_a_choice_is_read_by_its_words_their_beginning_or_its_number() -> None:
    cause = field(Risk(), "cause")
    for typed in ("new challenge", "new-challenge", "New", "4"):
        assert cause.read(typed) == Risk(cause=Cause.NEW_CHALLENGE)
    assert field(Risk(cause=Cause.AMBIGUITY), "cause").read("") == Risk()
    with pytest.raises(Refused, match=r"Cause is 'ambiguity', 'skill gap', .* or 'unreal"):
        cause.read("bad luck")


@pytest.mark.parametrize("section", Section)
def test_a_value_that_is_refused_says_which_there_are(section: Section) -> None:
    for each in form(EMPTY[section], (expectation(2), expectation(4))):
        values = [option.words for option in each.options if option.words]
        complaint = each.complaint("zzz")
        if values or each.name == "weight":
            assert complaint is not None
            assert [value for value in values if value not in complaint] == []


def test_what_has_no_empty_value_is_not_emptied() -> None:
    assert field(Expectation(), "excluded").complaint("") is not None
    assert "0" not in {option.key for option in field(Expectation(), "excluded").options}


def test_every_key_of_a_field_stands_for_words_that_it_reads() -> None:
    known = [expectation(1), expectation(4)]
    for section in Section:
        for each in form(EMPTY[section], known):
            read = [each.read(option.words) for option in each.options]
            assert len(set(read)) == len(each.options)
            keys = [option.key for option in each.options]
            assert len(set(keys)) == len(keys)


def test_a_value_reads_as_itself() -> None:
    risk = Risk(
        cause=Cause.SKILL_GAP,
        raised_by=Party.THEM,
        mitigation="pair on it",
        owner=Party.THEM,
        threatens=Handle("E4"),
        state=RiskState.MITIGATING,
    )
    opportunity = Opportunity(helps=frozenset(Helps))
    expected = Expectation(excluded=True, success="none", state=Health.OFF_TRACK)
    for details in (risk, opportunity, expected, Focus(weight=0)):
        for each in form(details, (expectation(4),)):
            assert each.read(each.value) == details


def test_a_threatened_expectation_has_the_key_of_its_handle() -> None:
    threatens = field(Risk(), "threatens", expectation(2), expectation(12, "Twelve"))
    assert [(o.key, o.words) for o in threatens.options] == [("2", "E2"), ("", "E12"), ("0", "")]
    for typed in ("E12", "e12", "12"):
        assert threatens.read(typed) == Risk(threatens=Handle("E12"))
    assert threatens.complaint("E3") == "there is no open expectation E3; E2, E12 are open"
    assert threatens.complaint("R1") == "there is no open expectation R1; E2, E12 are open"


def test_what_is_threatened_already_may_stay_though_it_was_closed() -> None:
    threatens = field(Risk(threatens=Handle("E7")), "threatens")
    assert threatens.complaint("E7") is None


def test_text_is_one_clean_line_and_may_be_emptied() -> None:
    success = field(Expectation(success="fast"), "success")
    assert success.read(" no  page \x1b[31m ") == Expectation(success="no page \ufffd[31m")
    assert success.read("  ") == Expectation()
