"""A line typed in a section understands the words that its mark knows."""

from __future__ import annotations

from datetime import date

import pytest

from aligntui.domain.capture import section_line
from aligntui.domain.details import Cause, Details, Expectation, Focus, Helps, Opportunity, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.section import Section

TODAY = date(2026, 6, 29)


@pytest.mark.parametrize(
    ("section", "typed", "text", "details"),
    [
        (Section.FOCUS, "Ship it %60", "Ship it", Focus(weight=60)),
        (Section.FOCUS, "Ship it by fri :: @me", "Ship it by fri :: @me", Focus()),
        (Section.FOCUS, "R: is what it is called", "R: is what it is called", Focus()),
        (Section.EXPECTATIONS, "Owns it :: no page", "Owns it", Expectation(success="no page")),
        (Section.EXPECTATIONS, "not: Vendors", "Vendors", Expectation(theirs=False)),
        (Section.EXPECTATIONS, "E not: Vendors", "Vendors", Expectation(theirs=False)),
        (Section.EXPECTATIONS, "E: Owns it", "Owns it", Expectation()),
        (Section.EXPECTATIONS, "not today: tomorrow", "not today: tomorrow", Expectation()),
        (Section.OPPORTUNITIES, "@team Talk", "Talk", Opportunity(helps=frozenset({Helps.TEAM}))),
        (
            Section.RISKS,
            "New schema @new-challenge ~E2",
            "New schema",
            Risk(cause=Cause.NEW_CHALLENGE, threatens=Handle("E2")),
        ),
    ],
)
def test_a_line_is_read_by_the_words_of_its_section(
    section: Section, typed: str, text: str, details: Details
) -> None:
    line = section_line(typed, section, TODAY, {"E2"})
    assert (line.text, line.details, line.private, line.problem) == (text, details, None, "")


def test_with_its_whole_mark_a_line_says_who_may_see_it() -> None:
    assert section_line(".R: Tired", Section.RISKS, TODAY).private is True


@pytest.mark.parametrize(
    ("section", "typed", "problem"),
    [
        (Section.FOCUS, "Ship it %600", "a share of 600 % can't be; 0 to 100 can"),
        (Section.RISKS, "New schema ~E9", "there is no E9"),
        (Section.RISKS, "New schema ~F1", "a risk threatens an expectation; F1 is none"),
        (Section.EXPECTATIONS, "not: ", "there is no text after the mark"),
    ],
)
def test_what_can_not_be_is_said(section: Section, typed: str, problem: str) -> None:
    assert section_line(typed, section, TODAY).problem == problem
