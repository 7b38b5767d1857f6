"""A line is read the same in every box, and what it will become stands above it."""

from __future__ import annotations

import pytest
from textual import events

from aligntui.domain.commands.items import AddItem
from aligntui.domain.details import Focus
from aligntui.domain.identity import Handle
from aligntui.domain.line_kinds import (
    Kind,
    marks_of_line,
    marks_of_note,
    marks_of_rewording,
    marks_of_section,
)
from aligntui.domain.section import Section
from aligntui.text.form import OWNER_WORDS
from aligntui.tui.base import AlignScreen
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.screens.help import HelpScreen
from tests.tui.driving import TODAY, Driver, driving


async def paste(d: Driver, text: str) -> None:
    """Paste as a terminal with bracketed paste does."""
    d.app.post_message(events.Paste(text))
    await d.settle()


def shows(d: Driver, words: str) -> bool:
    """Whether some words stand on the screen, wherever its lines end."""
    return words in " ".join(d.text.split())


async def test_a_note_in_the_one_line_box_shows_what_it_will_become() -> None:
    async with driving() as d:
        await d.press("a")
        await d.write("A: @pri write it Due: 2026-07-03")
        await d.settle()
        assert shows(d, "+ action of theirs, by 3 Jul: write it")
        await d.write(" @dependency")
        await d.settle()
        assert shows(d, "! '@dependency' stays text; it is not @me, @them or Priya Raman")
        await d.press("enter")
        assert d.message.startswith("Added A5 for Priya Raman; '@dependency' stays")
        assert not shows(d, "+ action of theirs")
        action = d.person("Priya").actions[-1]
        assert (action.text, action.owner) == ("write it @dependency", "them")
        await d.press("a")
        await d.write("R: new ~E77")
        await d.settle()
        assert shows(d, "! it stays a note: there is no E77")


async def test_several_lines_pasted_into_the_one_line_box_are_taken_apart_like_a_note() -> None:
    text = "Good talk\r\nA: @them write it by fri\nand ↵ more\n"
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("a")
        await paste(d, text)
        assert "Good talk⏎A: @them write it by fri⏎and ↵ more" in d.text
        assert shows(d, "+ action of theirs, by 3 Jul: write it")
        assert shows(d, "+ note of 2 lines: Good talk")
        await d.press("escape")
        box = f"note:{d.person('Priya').id}"
        assert drafts.get(box) == "Good talk\nA: @them write it by fri\nand ↵ more"
    async with driving(drafts=drafts) as d:
        await d.press("a", "enter")
        priya = d.person("Priya")
        assert [note.text for note in priya.notes] == ["Good talk\nand ↵ more"]
        assert priya.actions[-1].text == "write it"
        await d.press("u")
        assert d.person("Priya").notes == ()


async def test_the_end_of_a_line_that_is_pasted_later_is_no_character_of_the_text() -> None:
    async with driving() as d:
        await d.press("a")
        await paste(d, "one\ntwo")
        await paste(d, " ↵ three\nfour")
        await d.press("enter")
        assert d.person("Priya").notes[-1].text == "one\ntwo ↵ three\nfour"


async def test_where_one_line_is_asked_for_pasted_lines_become_one() -> None:
    async with driving() as d:
        await d.press("enter", "a")
        await paste(d, "Ship\nit ↵ now %40")
        await d.press("enter")
        item = d.person("Priya").open_items(Section.FOCUS)[-1]
        assert (item.text, item.now.details) == ("Ship it ↵ now", Focus(weight=40))


async def test_new_lines_and_new_words_show_what_they_say_on_the_page_and_in_a_check_in() -> None:
    async with driving() as d:
        await d.press("enter", "a")
        await d.write("Ship it %40 by fri")
        await d.settle()
        assert shows(d, "+ focus, share: 40%: Ship it by fri")
        assert shows(d, "! 'by fri' stays text; only an action has a day")
        await d.press("ctrl+u", "escape", "g", "enter", "end")
        await d.write(" at last %50")
        await d.settle()
        assert shows(d, "share: 50%: Ship billing v2 cutover at last")
        await d.press("enter")
        first = d.person("Priya").open_items(Section.FOCUS)[0]
        assert (first.text, first.now.details) == (
            "Ship billing v2 cutover at last",
            Focus(weight=50),
        )
        await d.press("c", "2", "a")
        await d.write("not: Vendors :: none of it")
        await d.settle()
        assert shows(d, "+ expectation, is not responsible for, success: none of it: Vendors")
        await d.press("enter")
        assert d.person("Priya").open_items(Section.EXPECTATIONS)[-1].text == "Vendors"


async def test_an_action_shows_its_owner_and_its_day_while_it_is_typed() -> None:
    async with driving() as d:
        await d.press("enter", "5", "a")
        await d.write("call them @them by Friday.")
        await d.settle()
        assert shows(d, "+ action of theirs, by 3 Jul: call them.")
        await d.press("enter")
        assert d.person("Priya").actions[-1].text == "call them."


async def test_a_check_in_that_is_taken_up_again_finds_the_handles_it_found_before() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("c", "5")
        await d.write("R: new schema ~E1")
        await d.press("enter")
        await d.write("B-: late ~R9")
        await d.settle()
        assert shows(d, "threatens: E1: new schema")
        assert shows(d, "! line 2 stays a note: there is no R9")
        await d.press("escape", "escape")
    async with driving(drafts=drafts) as d:
        await d.press("c", "5")
        assert shows(d, "threatens: E1: new schema")
        assert shows(d, "! line 2 stays a note: there is no R9")
        priya = d.person("Priya")
        add = AddItem(person=priya.id, section=Section.RISKS, text="another", on=TODAY)
        for _ in range(9):
            await d.app.session.do(
                AddItem(person=add.person, section=add.section, text="x", on=TODAY)
            )
        await d.settle()
        assert not shows(d, "there is no R9")


async def test_many_lines_show_the_newest_and_how_many_more_there_are() -> None:
    async with driving() as d:
        await d.press("a")
        await paste(d, "\n".join(f"T: point {number}" for number in range(9)))
        assert shows(d, "5 more above")
        assert shows(d, "+ talking point: point 8")
        assert not shows(d, "+ talking point: point 4")
        await d.press("enter")
        assert d.message.startswith("Added T2, T3, T4, T5, T6, T7, T8, T9, T10 for Priya")


BOXES = {
    "note": (("a",), marks_of_note(), "A: action  B-: feedback  T: next time"),
    "a focus": (("enter", "1", "a"), marks_of_section(Section.FOCUS), "%60 share  . private"),
    "an expectation": (
        ("enter", "2", "a"),
        marks_of_section(Section.EXPECTATIONS),
        "not: not theirs  :: success  mine: yours  . private",
    ),
    "an opportunity": (
        ("enter", "3", "a"),
        marks_of_section(Section.OPPORTUNITIES),
        "@team helps the team  @readiness helps readiness  f1 more",
    ),
    "a risk": (
        ("enter", "4", "a"),
        marks_of_section(Section.RISKS),
        "@skill-gap cause  ~E2 threatens it  . private",
    ),
    "an action": (
        ("enter", "5", "a"),
        marks_of_line(Kind.ACTION),
        "@them theirs  by fri its day  . private",
    ),
    "other words": (
        ("enter", "2", "j", "e"),
        marks_of_rewording(Section.EXPECTATIONS),
        "ctrl+t their words  why: the reason",
    ),
    "a promise": (
        ("enter", "5", "enter"),
        marks_of_line(Kind.ACTION),
        "@them theirs  by fri its day",
    ),
    "a mitigation": (
        ("enter", "4", "m"),
        OWNER_WORDS,
        "@them they own it  @me you own it",
    ),
    "notes": (("c", *["space"] * 5), marks_of_note(), "A: action  B-: feedback  T: next time"),
    "a line in a check-in": (
        ("c", "space", "a"),
        marks_of_section(Section.FOCUS),
        "%60 share  . private",
    ),
    "a section as text": (
        ("enter", "4", "M"),
        marks_of_section(Section.RISKS),
        "@skill-gap cause  ~E2 threatens it  . private",
    ),
}
"""Where marks are understood: the keys that lead there, which, and the hint at 80 columns."""


async def test_each_box_names_its_marks_in_one_line_and_its_help_names_all_of_them() -> None:
    async with driving() as d:
        team = d.app.screen
        for place, (keys, marks, hint) in BOXES.items():
            await d.press(*keys)
            await d.settle()
            (named,) = (line for line in d.text.splitlines() if hint in line)
            assert "…" not in named, place
            await d.press("f1")
            await d.press("pagedown", "pagedown", "pagedown")
            assert isinstance(d.app.screen, HelpScreen)
            assert d.app.screen._legends["Marks to type"] == marks, place
            await d.press("escape", "escape")
            while d.app.screen is not team:
                await d.press("escape")


@pytest.mark.parametrize("place", ["a focus", "notes", "note", "a section as text", "other words"])
async def test_a_hint_takes_no_row_from_what_stands_above_it(place: str) -> None:
    async with driving() as d:
        await d.press(*BOXES[place][0])
        await d.settle()
        assert isinstance(d.app.screen, AlignScreen)
        assert d.app.screen.query_one("#content").size.height == 24 - 3


async def test_no_mark_is_named_where_none_is_understood() -> None:
    async with driving() as d:
        await d.press("enter", "2", "x", "f1")
        assert "Marks to type" not in d.text
        await d.press("escape", "escape", "a", "escape", "f1")
        assert "Marks to type" not in d.text


@pytest.mark.parametrize("closes", ["escape", "enter"])
async def test_after_a_line_with_words_the_keys_of_the_notes_name_no_marks(closes: str) -> None:
    async with driving() as d:
        await d.press("c", "5")
        before = d.text.splitlines()[-1]
        await d.press("escape", "2", "e", closes, "5")
        assert d.text.splitlines()[-1] == before


async def test_a_promise_that_is_typed_as_private_is_kept_as_private() -> None:
    async with driving() as d:
        await d.press("enter", "5", "enter", "home")
        await d.write(".A: ")
        assert shows(d, "private: conference budget")
        await d.press("enter")
        assert d.person("Priya").action(Handle("A2")).private is True
        await d.press("enter", "end")
        await d.write(" now")
        await d.press("enter")
        action = d.person("Priya").action(Handle("A2"))
        assert (action.text, action.private) == ("conference budget now", True)


async def test_warnings_come_first_and_none_is_out_of_sight() -> None:
    async with driving() as d:
        await d.press("c", "5")
        for number in range(9):
            await d.write("A: bring it by soonish" if number == 1 else f"T: point {number}")
            await d.press("enter")
        assert shows(d, "! line 2: ")
        assert shows(d, "+ talking point: point 8")


async def test_of_many_warnings_the_last_row_counts_those_out_of_sight() -> None:
    async with driving() as d:
        await d.press("c", "5")
        for number in range(9):
            await d.write(f"A: bring {number} by soonish")
            await d.press("enter")
        assert shows(d, "! line 3: ")
        assert shows(d, "! 6 more lines need a look")


async def test_the_preview_says_of_each_line_who_may_see_it() -> None:
    async with driving() as d:
        await d.press("c", "5")
        for typed in ("A: do it", ".R: leaving", "T: load", "/B+: well done", "And this"):
            await d.write(typed)
            await d.press("enter")
        found = {
            words: row.rstrip(" │").split()[-1]
            for row in d.text.splitlines()
            for words in ("do it", "leaving", "load", "well done", "And this")
            if f": {words}" in row and "+ " in row
        }
        assert found == {
            "do it": "(shared)", "leaving": "(private)", "load": "(private)",
            "well done": "(shared)", "And this": "(private)",
        }  # fmt: skip


@pytest.mark.parametrize("place", ["a risk", "an action", "other words", "a promise"])
async def test_a_dot_before_the_first_letter_makes_a_line_private_and_the_box_says_so(
    place: str,
) -> None:
    async with driving() as d:
        await d.press(*BOXES[place][0], "home")
        await d.write(".might leave ")
        await d.settle()
        (row,) = (row for row in d.text.splitlines() if "+ " in row and "might leave" in row)
        assert ", private" in row
        assert row.rstrip(" │").endswith("(private)")
        await d.press("enter")
        priya = d.person("Priya")
        lines = {each.now.text: each.now.private for each in priya.items}
        lines |= {each.text: each.private for each in priya.actions}
        assert [lines[text] for text in lines if text.startswith("might leave")] == [True]


@pytest.mark.parametrize(
    ("keys", "typed", "what"),
    [
        (("2", "m"), ".zqx", "what was missed"),
        (("3", "m"), ".zqx", "the evidence"),
        (("4", "m"), ".zqx", "the mitigation"),
        (("2", "x"), ".zqx", "how they differ"),
        (("2", "X"), ".zqx", "how they differ"),
        (("2", "a"), "Owns it :: .zqx", "the success"),
        (("2", "D", "4"), ".zqx", "the new text"),
        (("4", "i", "j", "enter"), ".zqx", "the mitigation"),
        (("c", "1", "percent_sign"), "40 .zqx", "what pulled it away"),
    ],
)
async def test_what_goes_with_a_line_is_refused_with_a_first_dot_and_stays_in_the_box(
    keys: tuple[str, ...], typed: str, what: str
) -> None:
    async with driving() as d:
        await d.press("enter", *keys, "ctrl+u")
        before = d.person("Priya")
        await d.write(typed)
        await d.press("enter")
        assert shows(d, f"{what} is as private as its line: leave the first dot out")
        assert shows(d, typed)
        assert d.person("Priya") == before


async def test_a_dot_behind_a_mark_makes_a_line_private_and_is_previewed() -> None:
    async with driving() as d:
        await d.press("enter", "4", "a")
        await d.write("@skill-gap .zqx")
        await d.settle()
        assert shows(d, "zqx (private)")
        await d.press("enter")
        now = d.person("Priya").items[-1].now
        assert (now.text, now.private) == ("zqx", True)
