"""A section as Markdown: out and in again it is the same, and what can't be read says why."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.rewriting import Line, RewriteSection, line_of
from aligntui.domain.details import (
    EMPTY,
    Cause,
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
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section
from aligntui.text.section_markdown import Reading, read, written
from aligntui.tui.widgets.plain import clean
from tests.people import EXPECTATIONS, FOCUS, OPPORTUNITIES, RISKS, THEM, day, full
from tests.strategies import people

HOSTILE = (
    "- a list", "* E1 once more", "# Expectations", "> a remark", "private", "success: none",
    "state: off_track", "not theirs", "E2 E3", "\\E1", "\\", "-", "[link](x)", "`code`", "<!-- x",
    "--- a", "  ", "a\nb", "- E9 x\n  private", "\u200eturned\u200f", "\x1b[2J", "tab\there", "",
    "`", "1. one", "日本語", "a  b", "\xa0c\xa0", "E1:", ":", "x: y", "|", "%60", "~E2",
)  # fmt: skip
words = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def line_texts(*, clean_only: bool = False) -> st.SearchStrategy[str]:
    return words.filter(_is_line).map(clean_line) if clean_only else words


def _is_line(text: str) -> bool:
    try:
        return bool(clean_line(text))
    except Refused:
        return False


def _worded(item: Item, text: str, more: str) -> Item:
    """The item, open, with any words in all the places that take some."""
    details = item.now.details
    if isinstance(details, Expectation):
        details = replace(details, success=more)
    if isinstance(details, Risk):
        details = replace(details, mitigation=more)
    now = replace(item.now, text=text, details=details, outcome=None)
    return replace(item, revisions=(*item.revisions[:-1], now))


def reread(person: Person, section: Section) -> Reading:
    return read(section, written(section, person.open_items(section)))


def same(section: Section, text: str) -> tuple[Line, ...]:
    """The lines of a text that can be read whole."""
    found = read(section, text)
    assert found.problems == ()
    return found.lines


def whys(section: Section, text: str, *handles: str) -> list[str]:
    found = read(section, text, [Handle(each) for each in handles])
    return [str(each) for each in found.problems]


@given(people(number=1), st.data())
def test_out_and_in_again_is_the_same_whatever_is_in_the_store(
    person: Person, data: st.DataObject
) -> None:
    items = tuple(_worded(item, data.draw(words), data.draw(words)) for item in person.items)
    # an open round would remember which of its new lines stand here now
    person = replace(person, items=items, rounds=())
    for section in Section:
        there = person.open_items(section)
        text = written(section, there)
        assert clean(text, lines=True) == text, "a box shows it as it is"
        found = reread(person, section)
        assert found.problems == ()
        assert found.lines == tuple(map(line_of, there))
        command = RewriteSection(
            person=person.id, section=section, seen=found.lines, lines=found.lines, on=day(9)
        )
        assert command.apply(person) == person


@given(line_texts(clean_only=True).filter(lambda text: not set(text) & set("\u061c\u200e\u200f")))
def test_words_that_a_command_takes_come_back_character_by_character(text: str) -> None:
    (item,) = (item for item in full().items if item.handle == "E1")
    item = replace(item, revisions=(replace(item.now, text=text),))
    assert same(EXPECTATIONS, written(EXPECTATIONS, [item]))[0].text == text


@given(words)
def test_no_text_breaks_the_reader(text: str) -> None:
    for section in Section:
        found = read(section, text, [])
        assert found.problems or found.lines or text.strip() == f"# {section.title}" or ">" in text


def test_every_field_is_written_in_words_and_read() -> None:
    texts = {
        FOCUS: "- F1 Ship it\n  share: 60 %\n  private",
        EXPECTATIONS: "- E1 Vendors\n  not theirs\n  Success:  no: surprise \n  state: Off Track",
        OPPORTUNITIES: "* O1 Talk\n\tHELPS: readiness,team\n\tstate: pursuing",
        RISKS: "+ R1 New\n  cause: new challenge\n  likelihood: High\n  raised by: them\n"
        "  threatens: e2\n  mitigation: pair\n  owner: them\n  state: mitigating",
    }
    details = {
        FOCUS: Focus(weight=60),
        EXPECTATIONS: Expectation(excluded=True, success="no: surprise", state=Health.OFF_TRACK),
        OPPORTUNITIES: Opportunity(helps=frozenset(Helps), state=Pursuit.PURSUING),
        RISKS: Risk(
            cause=Cause.NEW_CHALLENGE,
            likelihood=Likelihood.HIGH,
            raised_by=THEM,
            threatens=Handle("E2"),
            mitigation="pair",
            owner=THEM,
            state=RiskState.MITIGATING,
        ),
    }
    for section, text in texts.items():
        (line,) = same(section, text)
        assert line.details == details[section]
        assert line.private is (section is FOCUS)


def test_a_line_without_a_handle_is_new_and_a_handle_can_be_a_word() -> None:
    new = [line.text for line in same(OPPORTUNITIES, "- Talk\n- \\O365 at last\n- A4 paper\n- \\x")]
    assert new == ["Talk", "O365 at last", "A4 paper", "\\x"]
    assert same(FOCUS, "- one")[0] == Line(text="one", details=EMPTY[FOCUS])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- E1 a\n- E1 b", "line 2: E1 is used twice; each line needs its own handle"),
        (
            "- E7 a",
            "line 1: there is no E7 here; a new line has no handle (as a word: \\E7)",
        ),
        ("- E1 a\nb", "line 2: 'b' is not a list line; an item begins with '- '"),
        (
            "- E1 a\n  wraps",
            ("line 2: 'wraps' is not a field; fields are not theirs, success, miss looks like, "
             "expected of you, "
            "state, private, not for review"),
        ),
        ("- E1 a\n  state: red", "line 2: 'red' is none of on_track, off_track"),
        (
            "- E1 a\n  success:",
            "line 2: nothing stands after success; remove the line, or add a value",
        ),
        (
            "- E1 a\n  private\n  private",
            "line 3: 'private' says again what stands above it",
        ),
        ("- E1 a\n  private: no", "line 2: the word stands alone, without a colon"),
        ("  private", "line 1: 'private' belongs to no item"),
        ("-", "line 1: the line is empty; type a text or remove it"),
        ("> mine", "line 1: '> mine' is not a list line; an item begins with '- '"),
        ("# Risks", "line 1: '# Risks' is not a list line; an item begins with '- '"),
        (" \n", "line 1: the text is empty; the section is unchanged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_which_line_and_why(text: str, why: str) -> None:
    assert whys(EXPECTATIONS, text, "E1") == [why]


def test_other_fields_that_cannot_be_read() -> None:
    assert whys(FOCUS, "- a\n  share: much") == ["line 2: 'much' is not a share; type 0 to 100"]
    assert whys(RISKS, "- a\n  threatens: it") == [
        "line 2: 'it' is not a handle; handles look like F2, E4, R1 or A3"
    ]
    assert whys(OPPORTUNITIES, "- a\n  helps: me") == ["line 2: 'me' is none of team, readiness"]
    as_its_line = "is as private as its line: leave the first dot out, or make the line private"
    assert whys(RISKS, "- a\n  mitigation: .pay") == [f"line 2: the mitigation {as_its_line}"]
    assert whys(EXPECTATIONS, "- a :: .pay") == [f"line 1: the success {as_its_line}"]
    kept = Line(handle=Handle("R1"), text="a", details=Risk(mitigation=".NET is left"))
    text = "- R1 a\n  mitigation: .NET is left"
    assert read(RISKS, text, [Handle("R1")], seen=[kept]).problems == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert len(whys(EXPECTATIONS, "oh\n- E1 a\n  x\n- E9 b\n- E1 c", "E1")) == 4


def test_the_words_on_editing_may_be_taken_out_or_wrapped_anew() -> None:
    text = written(RISKS, ())
    assert same(RISKS, text) == ()
    assert same(RISKS, text.replace("of risks", "") + "- a") != ()
    unwrapped = " ".join(line.removeprefix("> ") for line in text.splitlines() if line[:1] == ">")
    assert same(RISKS, "> " + unwrapped.replace(" closed ", "\n> closed ") + "\n- a")
    assert max(map(len, text.splitlines())) < 80


def test_what_is_not_for_review_says_so_comes_in_again_and_can_be_taken_back() -> None:
    person = full()
    first = person.open_items(EXPECTATIONS)[0]
    flagged = person.with_thing(first.revise(day(20), not_for_review=True))
    text = written(EXPECTATIONS, flagged.open_items(EXPECTATIONS))
    assert "  not for review" in text.splitlines()
    assert same(EXPECTATIONS, text)[0].not_for_review
    seen = tuple(map(line_of, flagged.open_items(EXPECTATIONS)))
    for written_anew, flag in (
        (text, True),
        (text.replace("  not for review\n", ""), False),
    ):
        lines = (*same(EXPECTATIONS, written_anew), *same(EXPECTATIONS, "- new\n  not for review"))
        after = RewriteSection(
            person=person.id, section=EXPECTATIONS, seen=seen, lines=lines, on=day(21)
        ).apply(flagged)
        assert after.item(first.handle).now.not_for_review is flag
        assert after.open_items(EXPECTATIONS)[-1].now.not_for_review


def test_a_dot_before_the_first_letter_makes_a_line_of_the_text_private() -> None:
    text = "- R1 .New\n- .Might leave\n- .R: Tired\n- ...or not\n- Old\n  private"
    seen = (Line(handle=Handle("R1"), text="New", details=EMPTY[RISKS]),)
    found = read(RISKS, text, seen=seen)
    assert [(line.text, line.private) for line in found.lines] == [
        ("New", True), ("Might leave", True), ("Tired", True), ("...or not", False), ("Old", True),
    ]  # fmt: skip
    assert found.lines[0].handle == "R1"
    assert (found.problems, found.unread) == ((), ())


@pytest.mark.parametrize(
    "typed", ["- R1\u00a0New", "-\u00a0R1 New", "– R1 New", "- R1: New", "- R1. New", "- Ｒ1 New"]
)
def test_a_handle_is_one_whatever_an_editor_made_of_the_signs_around_it(typed: str) -> None:
    found = read(RISKS, f"{typed}\n\u00a0\u00a0private", [Handle("R1")])
    assert [(line.handle, line.text, line.private) for line in found.lines] == [("R1", "New", True)]


@pytest.mark.parametrize("typed", ["- .R1 New", "- . R1 New", "- .R1 New ~E2", "- R1 .New"])
def test_a_dot_before_the_handle_makes_that_line_private_and_no_new_one(typed: str) -> None:
    seen = (Line(handle=Handle("R1"), text="New", details=EMPTY[RISKS]),)
    (line,) = read(RISKS, typed, [Handle("R1")], seen=seen).lines
    assert (line.handle, line.text, line.private) == ("R1", "New", True)
    assert whys(RISKS, "- .R7 New", "R1") == [
        "line 1: there is no R7 here; a new line has no handle (as a word: \\R7)"
    ]
