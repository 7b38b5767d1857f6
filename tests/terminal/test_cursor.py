"""The terminal's own cursor stands where the next letter comes; input methods follow it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

MOST = 1_200
"""Bytes for one letter, with whatever it sets off."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("cursor") / "home")
    home.say("add", "Asha Bell")
    home.say("expect", "asha", "Owns the importer")
    home.say("focus", "asha", "Ship billing")
    return home


@pytest.fixture
def home(template: Home, tmp_path: Path) -> Home:
    shutil.copytree(template.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def app(home: Home) -> Iterator[Terminal]:
    terminal = home.open()
    try:
        terminal.wait_for("Asha Bell")
        terminal.settle()
        yield terminal
    finally:
        terminal.close()


def before(app: Terminal) -> str:
    """What stands in the cursor's row before the cursor."""
    column, row = app.cursor
    return app.lines[row].ljust(column)[:column]


def types(app: Terminal, text: str) -> None:
    """Type letter by letter, with the cursor behind each as soon as it is there."""
    typed = ""
    for letter in text:
        count = app.answer(letter)
        typed += letter
        assert before(app).endswith(typed), (before(app), typed)
        assert count <= MOST


def at(app: Terminal, words: str) -> None:
    app.wait_until(lambda: before(app).rstrip().endswith(words.rstrip()), 20, repr(words))


@pytest.mark.parametrize(
    ("opening", "asked"),
    [
        ("a", "Note for Asha Bell:"),
        ("n", "Name:"),
        ("/", "Filter:"),
        ("\r2a", "Expectations:"),
        ("\r2x", "How do they differ on E1?"),
        ("\r5a", "Action:"),
    ],
)
def test_a_line_has_it_from_its_opening_on(app: Terminal, opening: str, asked: str) -> None:
    for key in opening:
        app.answer(key)
    at(app, asked)
    assert app.cursor == (len(f" {asked} "), 22)
    types(app, "ab c")
    app.answer("\x1b[D")
    assert before(app).endswith("ab ")


def test_a_line_that_holds_something_has_it_at_its_end(app: Terminal) -> None:
    for key in "\r2\r":
        app.answer(key)
    at(app, "E1: Owns the importer")
    assert app.cursor == (len(" E1: Owns the importer"), 22)
    types(app, "ne")


def test_wide_letters_count_as_the_terminal_draws_them(app: Terminal) -> None:
    app.answer("a")
    at(app, "Note for Asha Bell:")
    column = app.cursor[0]
    app.answer("日本")
    assert app.cursor == (column + 4, 22)
    app.answer("x")
    assert app.cursor == (column + 5, 22)


def test_a_line_longer_than_the_row_has_it_at_the_end_of_what_is_seen(app: Terminal) -> None:
    app.answer("a")
    app.send_much("x" * 100)
    app.wait_until(lambda: app.cursor[0] > 75, 20, "the end of the row")
    assert before(app).endswith("x" * 20)
    assert app.cursor[1] == 22


def test_the_palette_has_it(app: Terminal) -> None:
    app.answer(":")
    app.settle()
    app.answer("a")
    assert before(app).endswith("a")
    app.answer("s")
    assert before(app).endswith("as")


def test_notes_have_it_over_several_lines(app: Terminal) -> None:
    app.answer("c")
    app.wait_for("Check-in › Asha Bell")
    keys(app, "5", then="esc done")
    app.settle()
    column, row = app.cursor
    assert app.lines[row][column:].startswith("What was said")
    types(app, "so")
    app.answer("\r")
    assert app.cursor == (column, row + 1)
    types(app, "it")
    app.answer("\n")
    assert app.cursor == (column, row + 2)
    types(app, "goes")
    assert app.lines[row][column:] == "so"
    assert app.lines[row + 1][column:] == "it"
    assert app.read_for(2) < MOST  # the title says once that a draft waits
    assert app.read_for(2) == 0


def test_the_text_of_a_section_has_it(app: Terminal) -> None:
    for key in "\rM":
        app.answer(key)
    app.wait_for("Focus as text")
    app.settle()
    assert before(app).endswith("- F1 Ship billing")
    types(app, "!x")


def test_a_question_that_comes_with_an_error_above_has_it_in_its_line(app: Terminal) -> None:
    for key in "\rV":
        app.answer(key)
    at(app, "Review since: 6 months ago")
    app.send("of late\r")
    app.wait_for("is not a day")
    app.settle()
    assert before(app).endswith("Review since: of late")
    assert app.cursor[1] == 22
