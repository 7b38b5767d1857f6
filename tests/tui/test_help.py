from __future__ import annotations

import string
from datetime import date

import pytest
from textual.keys import _character_to_key

from aligntui.domain.commands.people import AddPerson
from aligntui.text import fields, words
from aligntui.text.manual import key_name
from aligntui.tui.base import AlignScreen
from aligntui.tui.screens.help import HelpScreen
from aligntui.tui.widgets.becoming import _TONES
from aligntui.tui.widgets.round_rows import _HELD, _SETTLED
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import TODAY, driving
from tests.tui.harness import SampleApp, resize, screen_lines, screen_text, settle


@pytest.mark.parametrize("key", ["question_mark", "f1"])
@pytest.mark.parametrize("close", ["q", "escape", "question_mark"])
async def test_help_opens_and_closes(key: str, close: str) -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await settle(pilot)
        assert screen_lines(app)[0].startswith(" Help › Team")
        await pilot.press(close)
        await settle(pilot)
        assert not isinstance(app.screen, HelpScreen)
        assert isinstance(app.focused, Rows)


async def test_every_key_in_force_is_explained_with_the_views_own_first_and_moving_last() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 50)) as pilot:
        app.first.HELP = "Everybody you keep aligned with."  # type: ignore[misc]
        await pilot.press("question_mark")
        await settle(pilot)
        shown = screen_text(app)
        places = [
            shown.index(place) for place in ("Everybody", "Team ─", "Everywhere", "Moving about")
        ]
        assert places == sorted(places)
        for said in ("Move to the next row.", "D              Erase somebody.", "?  f1"):
            assert said in shown


async def test_what_cannot_act_is_explained_with_its_reason() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        assert "z              (nobody is late) Postpone the day." in screen_text(app)


async def test_the_notes_explain_themselves_by_f1() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("a", "question_mark", "f1")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)
        shown = screen_text(app)
        assert "In the notes" in shown
        assert "Write in your own editor" in shown
        assert "Erase somebody" not in shown
        await pilot.press("q")
        await settle(pilot)
        assert app.drafts.get("note") == "?"


async def test_long_sentences_wrap_at_any_width() -> None:
    app = SampleApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        await resize(pilot, 44, 60)
        shown = " ".join(screen_text(app).split())
        assert "Go back to where you came from; on the first screen, quit." in shown


async def test_while_a_line_is_open_only_its_keys_are_named_and_help_can_be_had() -> None:
    async with driving() as d:
        await d.press("c", "s")
        assert "ctrl+s" not in d.text.splitlines()[-1]
        assert d.text.splitlines()[-1].endswith("f1 help")
        await d.press("f1")
        assert "Save the text." in d.text
        await d.press("escape", *"half")
        assert "half" in d.message


DRAWN = {
    (): {
        *words._MARKS.values(),
        "!!",
        *words._SECTION_WORDS.values(),
        "94d",
        "off",
        "2/1",
        "none",
        "held?",
        "+",
        "round back",
        "to settle",
    },
    ("enter",): {*fields._ITEM_MARKS.values(), words.PRIVATE, "*"} - {" "},
    ("c",): {*fields._ITEM_MARKS.values(), words.PRIVATE, "*", "/"} - {" "},
    ("o",): {*words._MARKS.values(), "!!", "=", "none", "held?"},
    ("p",): {words.PRIVATE, "/"},
    ("j", "j", "r"): {*_SETTLED.values(), *(mark for mark, _ in _HELD.values())} - {" "},
    ("t",): {"F.OR", "3", "-", "!", "+", words.PRIVATE},
    ("enter", "2", "h"): {*fields._ITEM_MARKS.values(), words.PRIVATE} - {" "},
    ("enter", "R"): {words.PRIVATE},
    ("enter", "number_sign"): {"▁ ▇", "JFM"},
    ("number_sign",): {"▁ ▇", "JFM"},
    ("enter", "2", "M", *" now", "ctrl+s"): {*_TONES},
    ("A",): {"!", "."},
    ("B",): {"-", "+", "/"},
    ("x",): {"x", "."},
}
"""What can be drawn in a view, by the keys that lead there."""


async def test_every_mark_that_can_be_drawn_is_in_the_legend() -> None:
    async with driving(size=(100, 150)) as d:
        team = d.app.screen
        for way, drawn in DRAWN.items():
            await d.press("g", *way)
            assert isinstance(d.app.screen, AlignScreen)
            assert set(d.app.screen.marks) == drawn, way
            marks = d.app.screen.marks
            await d.press("question_mark")
            legend = d.text.partition(" Marks ")[2]
            for mark, meaning in marks.items():
                assert f" {mark} " in legend, way
                assert meaning in legend, way
            assert d.text.index("Moving about") > d.text.index("Everywhere")
            while d.app.screen is not team:
                await d.press("escape")


async def test_a_day_that_is_not_the_clocks_stands_in_every_title() -> None:
    async with driving() as d:
        assert " on " not in d.text.splitlines()[0]
        d.app.session.today = lambda: date(2026, 8, 1)
        for keys in (("g",), ("enter",), ("question_mark",), ("q", "q", "p"), ("q", "c"),
                     ("escape", "t"), ("q", "o"), ("q", "A"), ("q", "e")):  # fmt: skip
            await d.press(*keys)
            d.app.screen.title_row.refresh()  # type: ignore[attr-defined]
            await d.settle()
            assert "on 1 Aug 2026" in d.text.splitlines()[0], keys


async def test_the_palette_finds_and_opens_who_is_archived() -> None:
    async with driving() as d:
        await d.press("D", "colon", *"priya", "enter")
        await d.settle()
        assert "Team › Priya Raman" in d.text.splitlines()[0]


async def test_why_most_keys_cannot_act_is_said_once_on_top() -> None:
    person = AddPerson(name="Ines Okafor", on=TODAY).apply(None)
    async with driving([person], size=(120, 100)) as d:
        await d.press("enter", "question_mark")
        said = " ".join(d.text.split())
        assert said.count("No line is selected") == 1
        assert "What stands in brackets below can't act until then" in said
        assert "(Close the line with an outcome; its history stays.)" in said


def test_each_key_is_called_by_its_character() -> None:
    for character in string.punctuation:
        assert key_name(_character_to_key(character)) == character
    for name in ("enter", "tab", "space", "delete", "home", "f1", "ctrl+s", "a", "A"):
        assert key_name(name) == name
