"""A line typed in a section understands the words that its mark knows."""

from __future__ import annotations

from datetime import date

import pytest

from aligntui.domain.capture import asked_line, capture, reworded_line, section_line
from aligntui.domain.details import Cause, Details, Expectation, Focus, Helps, Opportunity, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.line_kinds import Kind, Known
from aligntui.domain.section import Section
from aligntui.domain.stance import Reason

TODAY = date(2026, 6, 29)


@pytest.mark.parametrize(
    ("section", "typed", "text", "details"),
    [
        (Section.FOCUS, "Ship it %60", "Ship it", Focus(weight=60)),
        (Section.FOCUS, "Ship it by fri :: @me", "Ship it by fri :: @me", Focus()),
        (Section.FOCUS, "R: is what it is called", "R: is what it is called", Focus()),
        (Section.EXPECTATIONS, "Owns it :: no page", "Owns it", Expectation(success="no page")),
        (Section.EXPECTATIONS, "not: Vendors", "Vendors", Expectation(excluded=True)),
        (Section.EXPECTATIONS, "E not: Vendors", "Vendors", Expectation(excluded=True)),
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
    line = section_line(typed, section, TODAY, Known(handles={"E2"}))
    assert (line.text, line.details, line.private, line.problem) == (text, details, None, "")


@pytest.mark.parametrize(
    ("typed", "text", "private"),
    [
        (".R: Tired", "Tired", True),
        (".Tired", "Tired", True),
        ("  .tired", "tired", True),
        (". Tired", "Tired", True),
        ("\uff0eTired", "Tired", True),
        (".r: tired", "r: tired", True),
        (".R:tired", "R:tired", True),
        (".B-: tired", "B-: tired", True),
        (".\u00c9puis\u00e9e ~E2", "\u00c9puis\u00e9e", True),
        (".Tired ~E9", "Tired ~E9", True),
        (".R: ~E2", ".R: ~E2", True),
        (".NET rewrite", "NET rewrite", True),
        ("..NET rewrite", ".NET rewrite", None),
        ("R: .NET rewrite", ".NET rewrite", None),
        (".5 FTE", ".5 FTE", None),
        ("... and then", "... and then", None),
        (".", ".", None),
        ("/etc is full", "/etc is full", None),
    ],
)
def test_a_dot_before_the_first_letter_of_a_line_makes_it_private(
    typed: str, text: str, private: bool | None
) -> None:
    line = section_line(typed, Section.RISKS, TODAY, Known(handles={"E2"}))
    assert (line.text, line.private) == (text, private)
    action = asked_line(typed.replace("R:", "A:"), (Kind.ACTION,), TODAY)
    assert action.private is private


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("..NET rewrite", "'.' and a letter"),
        (".5 FTE", "'.' and a letter"),
        (".(tired)", "'.' and a letter"),
        ("@new-challenge .5 FTE", "'.' and a letter"),
        ("R: .NET rewrite", "'.R: '"),
        ("R: . tired", "'.R: '"),
        ("R: @new-challenge .tired", "'.R: '"),
        ("R: @nobody .tired", "'.R: '"),
    ],
)
def test_a_first_dot_that_stays_text_is_said_with_what_a_private_line_begins_with(
    typed: str, how: str
) -> None:
    said = section_line(typed, Section.RISKS, TODAY).unread
    assert said[0].endswith(f"stays text; a private line begins with {how}")


@pytest.mark.parametrize(
    ("kind", "typed", "text", "private"),
    [
        (Kind.ACTION, "@them .ask HR", "ask HR", True),
        (Kind.ACTION, "by fri .ask HR", "ask HR", True),
        (Kind.ACTION, "@nobody .ask HR", "@nobody ask HR", True),
        (Kind.WIN, "@me . x", "x", True),
        (Kind.OPPORTUNITY, "@team .x", "x", True),
        (Kind.FOCUS, "%60 .x", "x", True),
        (Kind.RISK, "~E2 @skill-gap .x", "x", True),
        (Kind.RISK, "~E9 .x", "~E9 x", True),
        (Kind.EXPECTATION, "not: .x", "x", True),
        (Kind.TALKING_POINT, "@them .x", "x", True),
        (Kind.WIN, "@me. Hired two", "Hired two", None),
        (Kind.ACTION, "@them ... and then", "... and then", None),
        (Kind.ACTION, "@them ask .NET people", "ask .NET people", None),
    ],
)
def test_a_dot_behind_the_marks_of_a_line_makes_it_private_as_before_them(
    kind: Kind, typed: str, text: str, private: bool | None
) -> None:
    line = asked_line(typed, (kind,), TODAY, Known(handles={"E2"}))
    assert (line.text, line.private) == (text, private)
    assert not any("private line" in said for said in line.unread)


@pytest.mark.parametrize(
    ("typed", "success", "refused"),
    [
        ("Owns it :: .no page", ".no page", True),
        ("Owns it :: ...no page", "...no page", False),
        ("Owns it :: .5 pages", ".5 pages", False),
        ("Owns it :: ..NET", "..NET", False),
    ],
)
def test_what_success_looks_like_is_as_private_as_its_line(
    typed: str, success: str, refused: bool
) -> None:
    line = section_line(typed, Section.EXPECTATIONS, TODAY)
    assert line.details == Expectation(success=success)
    assert line.problem.startswith("the success is as private as its line:") is refused
    (noted,) = capture(f"E: {typed}", TODAY)
    assert (noted.kind is Kind.NOTE) is refused


@pytest.mark.parametrize(
    ("before", "typed", "text", "private"),
    [
        ("Tired", ".Tired of it", "Tired of it", True),
        (".NET rewrite", ".NET rewrite at last", ".NET rewrite at last", None),
        ("Tired", "Tired .NET", "Tired .NET", None),
    ],
)
def test_new_words_of_a_line_are_private_with_a_dot_that_was_no_text_before(
    before: str, typed: str, text: str, private: bool | None
) -> None:
    line = reworded_line(before, typed, Section.RISKS, TODAY)
    assert (line.text, line.private, line.unread) == (text, private, ())


@pytest.mark.parametrize(
    ("before", "typed", "text", "because"),
    [
        ("", "Owns it why: the SLA", "Owns it", Reason("the SLA")),
        ("", "Owns it :: no page why: .sick", "Owns it", Reason("sick", private=True)),
        ("", "Owns it WHY:.sick", "Owns it", Reason("sick", private=True)),
        ("", "Owns it (why: .sick)", "Owns it", Reason("sick", private=True)),
        ("", "Owns it why: .5 FTE", "Owns it", Reason(".5 FTE", private=True)),
        ("", "Owns it why: ..NET", "Owns it", Reason(".NET")),
        ("", "Owns it why: .a why: b", "Owns it", Reason("a why: b", private=True)),
        ("", "Owns it, why:not", "Owns it, why:not", None),
        ("", "Owns it why:", "Owns it why:", None),
        ("Owns", "why: .sick", "Owns", Reason("sick", private=True)),
        ("Owns why: .sick", "Owns it why: .sick", "Owns it why: .sick", None),
        ("Owns why: .sick", "Owns it why: .ill", "Owns it", Reason("ill", private=True)),
        ("Owns why: x", "why: .ill", "Owns why: x", Reason("ill", private=True)),
        ("Owns why: x", "Owns why: x why: x", "Owns why: x", Reason("x")),
    ],
)
def test_what_stands_behind_why_is_the_reason_unless_it_stood_there_before(
    before: str, typed: str, text: str, because: Reason | None
) -> None:
    line = reworded_line(before, typed, Section.EXPECTATIONS, TODAY)
    assert (line.text, line.because, line.problem) == (text, because, "")


def test_a_reason_in_the_line_of_another_kind_is_said_and_a_private_one_hides_the_line() -> None:
    said = "'why:' stays text; only a line of the four sections has a reason"
    for why, private in (("why: x", None), ("why: .x", True)):
        line = asked_line(f"Call {why}", (Kind.ACTION,), TODAY)
        assert (line.text, line.private, line.unread) == (f"Call {why}", private, (said,))


@pytest.mark.parametrize(
    ("typed", "text", "private"),
    [("/Calm", "Calm", False), (".Calm", "Calm", True), ("Calm", "Calm", None)],
)
def test_a_slash_shares_only_what_is_usually_private(
    typed: str, text: str, private: bool | None
) -> None:
    line = asked_line(typed, (Kind.PRAISE,), TODAY)
    assert (line.text, line.private) == (text, private)


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


@pytest.mark.parametrize(
    ("typed", "unread"),
    [
        ("60% Ship it", ("'60%' stays text; a share is typed %60",)),
        ("Ship it 60%", ("'60%' stays text; a share is typed %60",)),
        ("100% coverage", ("'100%' stays text; a share is typed %100",)),
        ("Reach 60% of them", ()),
        ("60%", ()),
        ("Cut it by 60% %40", ()),
    ],
)
def test_a_percentage_of_a_focus_stays_text_and_says_how_a_share_is_typed(
    typed: str, unread: tuple[str, ...]
) -> None:
    line = section_line(typed, Section.FOCUS, TODAY)
    assert line.unread == unread
    assert line.text == typed.removesuffix(" %40")
    assert section_line(typed, Section.RISKS, TODAY).details == Risk()
