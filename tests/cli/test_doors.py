"""One line means the same wherever it is typed: in a note, a command, a section as text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.capture import asked_line, capture, section_line
from aligntui.domain.commands.capturing import Capture
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.rewriting import Line, RewriteSection
from aligntui.domain.details import Expectation
from aligntui.domain.line_kinds import SECTIONS, Kind, known
from aligntui.domain.section import Section
from aligntui.text.section_markdown import read
from tests.cli.conftest import HIDDEN, TODAY
from tests.people import after, expectation, somebody

if TYPE_CHECKING:
    from aligntui.domain.person import Person
    from tests.cli.conftest import Shell

COMMANDS = {
    Kind.FOCUS: "focus",
    Kind.EXPECTATION: "expect",
    Kind.OPPORTUNITY: "opportunity",
    Kind.RISK: "risk",
    Kind.ACTION: "action",
}
LINES = [
    (Kind.FOCUS, "Ship billing v2 %20"),
    (Kind.FOCUS, "%30, then rest"),
    (Kind.FOCUS, "Ship it by fri"),
    (Kind.FOCUS, "Ship 60% of it @team"),
    (Kind.EXPECTATION, "Owns on-call :: no page unanswered"),
    (Kind.EXPECTATION, "Owns “it”\u00a0:: no page"),
    (Kind.EXPECTATION, "Owns it ::no page"),
    (Kind.OPPORTUNITY, "Run the review @Readiness, @team."),
    (Kind.OPPORTUNITY, "Talk @nobody"),
    (Kind.RISK, "New schema @new-challenge ~E1"),
    (Kind.RISK, "New schema (@skill_gap) ~e1"),
    (Kind.RISK, "New schema @dependency"),
    (Kind.ACTION, "@them send it by Friday."),
    (Kind.ACTION, "write it - @Ines - Due: 2026-12-04"),
    (Kind.ACTION, "stand by soonish"),
]
"""What stands behind the mark of a kind, as people type it."""


def whom() -> Person:
    return after(somebody(), expectation("Answers mail"))


def became(person: Person, kind: Kind) -> Any:
    """What there is last of a kind, without what differs by where it was typed."""
    if kind is Kind.ACTION:
        action = person.actions[-1]
        return action.text, action.owner, action.by, action.private
    now = person.open_items(SECTIONS[kind])[-1].now
    return now.text, now.details, now.private


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_a_line_becomes_the_same_through_every_door(kind: Kind, line: str) -> None:
    person = whom()
    noted = Capture(person=person.id, text=f"{kind}: {line}", on=TODAY).apply(person)
    expected = became(noted, kind)
    held = RecordCheckIn(person=person.id, notes=f"Hello\n{kind}: {line}", on=TODAY).apply(person)
    assert became(held, kind) == expected
    if kind is Kind.ACTION:
        asked = [
            asked_line(typed, (Kind.ACTION,), TODAY, known(person))
            for typed in (line, f"[ ] {line}")
        ]
        assert [(each.text, each.owner, each.by, False) for each in asked] == [expected] * 2
        return
    asked = [
        section_line(typed, SECTIONS[kind], TODAY, known(person))
        for typed in (line, f"{kind}: {line}")
    ]
    assert [(each.text, each.details, False) for each in asked] == [expected] * 2
    found = read(SECTIONS[kind], f"- {line}", known=known(person), today=TODAY)
    (typed,) = found.lines
    assert (typed.text, typed.details, typed.private) == expected
    assert [each.why for each in found.unread] == list(asked[0].unread)


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_a_line_typed_into_the_shell_becomes_the_same(shell: Shell, kind: Kind, line: str) -> None:
    for name in ("Ines Okafor", "Ines Roe"):
        shell.say("add", name, "--on", "2026-03-16")
        shell.say("expect", name, "Answers mail")
    noted = shell.run("note", "ines o", f"{kind}: {line}")
    asked = shell.run(COMMANDS[kind], "ines r", *line.split(" "))
    assert noted.err.replace("line 1: ", "") == asked.err
    marked = shell.run(COMMANDS[kind], "ines r", f"{kind}: {line}")
    assert marked.err == asked.err
    shapes = []
    for name in ("ines o", "ines r"):
        shown = shell.json("show", name)
        things = shown["actions"] if kind is Kind.ACTION else shown["sections"][SECTIONS[kind]]
        shapes += [{**each, "name": "", "handle": "", "uid": ""} for each in things]
    made = [each for each in shapes if each["text"] != "Answers mail"]
    assert made == [made[0]] * 3


@pytest.mark.parametrize(
    ("typed", "text", "details"),
    [
        ("not: Production database changes", "Production database changes", {"excluded": True}),
        ("E not: Vendors", "Vendors", {"excluded": True}),
        ("not\uff1aVendors", "Vendors", {"excluded": True}),
        ("Owns it :: no page", "Owns it", {"success": "no page"}),
        (".E: Owns it", "Owns it", {}),
    ],
)
def test_what_is_not_theirs_never_becomes_theirs(
    typed: str, text: str, details: dict[str, object]
) -> None:
    (line,) = read(Section.EXPECTATIONS, f"- {typed}").lines
    expected = replace(Expectation(), **details)  # type: ignore[arg-type]  # fields of a table
    assert line == Line(text=text, details=expected, private=typed[0] == ".")


def test_a_line_in_a_section_as_text_that_was_not_changed_stays_word_for_word() -> None:
    person = whom()
    text = "Reach %60 of it :: R: @team"
    seen = (Line(handle=person.items[0].handle, text=text, details=person.items[0].now.details),)
    same = read(Section.EXPECTATIONS, f"- E1 {text}", seen=seen)
    assert (same.lines[0].text, same.unread) == (text, ())
    changed = read(Section.EXPECTATIONS, f"- E1 Soon {text} @more", seen=seen)
    assert changed.lines[0].text == f"Soon {text} @more"
    assert [str(each) for each in changed.unread] == [
        "line 1: '@more' stays text; an expectation has no @"
    ]


def test_a_mark_in_a_reworded_line_of_a_section_is_read_once() -> None:
    seen = read(Section.FOCUS, "- F1 Ship it\n- F2 Rest\n  share: 20").lines
    text = "- F1 Ship it now %60\n- F2 Rest %30\n  share: 20"
    found = read(Section.FOCUS, text, seen=seen)
    assert (found.lines[0].text, found.lines[0].details.weight) == (  # type: ignore[union-attr]
        "Ship it now",
        60,
    )
    assert [str(each) for each in found.problems] == [
        "line 3: 'share: 20' says again what stands above it"
    ]


def test_what_an_option_says_holds_and_the_word_stays_text(priya: Shell) -> None:
    shown = priya.run("focus", "priya", "Ship it %60", "--weight", "40", "--json")
    assert (shown.json["text"], shown.json["weight"]) == ("Ship it %60", 40)
    assert shown.err == "'%60' stays text; the share is 40 already\n"
    shown = priya.run("action", "priya", "@me call by fri", "--theirs", "--by", "mon", "--json")
    assert (shown.json["text"], shown.json["owner"]) == ("@me call by fri", "them")
    assert "'by fri' stays text; the day is 6 Jul" in shown.err
    assert "'@me' stays text; it is theirs already" in shown.err


def test_a_command_keeps_what_it_can_not_read_as_text_and_says_so(priya: Shell) -> None:
    ended = priya.run("risk", "priya", "New schema ~E9")
    assert (ended.code, ended.out) == (0, "added R1 of Priya Raman: New schema ~E9\n")
    assert ended.err == "kept as text: there is no E9\n"
    ended = priya.run("action", "priya", "@them call by 30 feb")
    assert ended.out == "added A1 of Priya Raman: call by 30 feb\n"
    assert "kept as text: there is no day" in ended.err
    assert priya.json("show", "priya")["actions"][0]["owner"] == "them"
    ended = priya.run("focus", "priya", "%60")
    assert ended.out == "added F1 of Priya Raman: %60\n"


def test_feedback_is_about_what_its_words_name_and_its_mark_says_which_kind(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns it")
    made = priya.json("feedback", "priya", "Late twice ~e1", "--corrective")
    assert (made["text"], made["about"], made["private"]) == ("Late twice", "E1", True)
    made = priya.json("feedback", "priya", "/B+: Calm under fire")
    assert (made["kind"], made["text"], made["private"]) == ("praise", "Calm under fire", False)
    assert "--praise, --corrective or --received" in priya.refusal("feedback", "priya", "Late")


def test_hidden_words_are_not_said_again(priya: Shell) -> None:
    ended = priya.run("--hide", "note", "priya", "A: call @mallory")
    assert ended.err == f"something that looks like a mark stays text\n{HIDDEN}"


TYPED = st.lists(
    st.sampled_from(
        ["%60", "%600", "@me", "@them", "@team", "@skill-gap", "@x", "~E1", "~E9", "~R1", "::",
         "by", "fri", "30", "feb", "-", "not:", "Due:", "(", ")", "fri.", "word", "“q”", "\u3000",
         "@Ines:", "📅", "2026-12-04", "~x", "B+:", "A:", "[ ]", ",", "…"]
    )
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=6),
    max_size=8,
).map(" ".join)  # fmt: skip


@given(TYPED, st.sampled_from([kind for kind in Kind if kind]))
def test_whatever_is_typed_each_word_is_text_or_was_read(typed: str, kind: Kind) -> None:
    person = whom()
    (line,) = capture(f"{kind}: {typed}", TODAY, known(person))
    if kind in SECTIONS:
        asked = section_line(typed, SECTIONS[kind], TODAY, known(person))
    elif kind is Kind.ACTION:
        asked = asked_line(typed, (Kind.ACTION,), TODAY, known(person))
    else:
        asked = asked_line(typed, (Kind.PRAISE,), TODAY, known(person))
    for read_as in (line, asked):
        if read_as.kind is Kind.NOTE:
            assert read_as.problem
            continue
        kept = "".join(f"{read_as.text}{getattr(read_as.details, 'success', '')}".split())
        assert _in_order("".join(kept), f"{kind}: {typed}"), "nothing is added"
        unsigned = re.sub(r"\A\s*[./]", "", typed)  # who may see it
        words = [word for word in unsigned.split() if not re.match(MAY_BE_READ, word)]
        assert _in_order("".join(words), kept), (read_as, words)


MAY_BE_READ = (
    r"[(\[{\"']*[@%~📅]|(?:by|fri|30|feb|Due:|2026-12-04)[.]?\Z|[^\w…“”]+\Z|(?:A|B.|not):\Z"
)
"""A word that a mark may be made of, or that only holds marks apart."""


def _in_order(characters: str, text: str) -> bool:
    """Whether some characters stand in a text in their order."""
    rest = iter(text)
    return all(character in rest for character in characters)


def test_lines_of_one_text_may_name_each_other_wherever_they_stand() -> None:
    person = whom()
    text = "B-: Late ~R1\nR: New schema ~E2\nE: Owns the schema\nR: Another ~E1\nR: No ~E4"
    noted = Capture(person=person.id, text=text, on=TODAY).apply(person)
    risks = noted.open_items(Section.RISKS)
    assert [getattr(risk.now.details, "threatens", None) for risk in risks] == ["E2", "E1"]
    assert noted.feedback[-1].about == "R1"
    assert noted.item(risks[0].now.details.threatens).text == "Owns the schema"  # type: ignore[union-attr, arg-type]
    assert [note.text for note in noted.notes] == ["R: No ~E4"]


def test_a_closed_line_is_not_said_to_be_unknown(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns it")
    priya.say("close", "priya", "e1")
    ended = priya.run("note", "priya", "R: New ~E1")
    assert ended.err == "line 1 stays a note: E1 is closed\n"


def test_a_rewritten_section_names_what_stays_text_and_keeps_the_rest(priya: Shell) -> None:
    person = whom()
    found = read(Section.RISKS, "- New ~E1\n- Other ~E7", known=known(person), today=TODAY)
    command = RewriteSection(
        person=person.id, section=Section.RISKS, seen=(), lines=found.lines, on=TODAY
    )
    kept = command.apply(person).open_items(Section.RISKS)
    assert [item.text for item in kept] == ["New", "Other ~E7"]
    assert [str(each) for each in found.unread] == ["line 2: kept as text: there is no E7"]


def test_a_rewording_says_the_same_as_a_new_line_and_what_stood_there_stays_text(
    priya: Shell,
) -> None:
    priya.say("focus", "priya", "Reach it", "--weight", "20")
    assert priya.say("reword", "priya", "f1", "Reach it soon %40") == (
        "reworded F1 of Priya Raman: Reach it soon\n"
    )
    assert priya.json("focus", "priya")[0]["weight"] == 40
    priya.say("expect", "priya", "Owns it")
    priya.say("reword", "priya", "e1", "Owns all of it :: no page")
    item = priya.json("expect", "priya")[0]
    assert (item["text"], item["success"]) == ("Owns all of it", "no page")
    ended = priya.run("reword", "priya", "e1", "Owns it @them")
    assert ended.err == "'@them' stays text; an expectation has no @\n"
    assert priya.say("reword", "priya", "e1", "Owns it now @them") == (
        "reworded E1 of Priya Raman: Owns it now @them\n"
    )
    assert priya.json("expect", "priya")[0]["success"] == "no page"
    assert priya.say("undo") == "Undone: reword E1 of Priya Raman\n"
