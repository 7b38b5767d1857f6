"""Names that terminals measure differently shift no column, on no screen and in no terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pyte
import pytest
from pyte import screens
from rich.cells import cell_len
from rich.console import Console
from textual._compositor import LayoutUpdate
from wcwidth import wcwidth

from aligntui.domain.commands.items import AddItem
from aligntui.domain.section import Section
from aligntui.tui.terminal.output import Canvas, Difference
from tests.people import after
from tests.tui.crowd import crowd
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.strip import Strip

    from aligntui.domain.person import Person

WIDE = ("👩‍👩‍👧", "👍🏽", "1️⃣", "❤️", "🇩🇪", "🏴‍☠️", "❤️‍🔥", "☎️")
NAMES = (
    *(f"{each} Heart Ana" for each in WIDE),
    *(f"Ana{each}" for each in WIDE),
    "Zalgo o" + "\u0301\u0323\u0334" * 12,
    "José Ångström …★→●",
    "Дмитрий Ильич",
    "\u1112\u1161\u11ab\u1100\u1173\u11af Ko",
    "김민준",
    "李小龍",
    "שלום Cohen",
    "नमस्ते Rao",
    "ශ්‍රී Perera",
    "ก็ Thai",
    "ｗｉｄｅ",
    "a\u200db\u200d",
    "\u200d❤\ufe0f\ufe0f",
    "🇩🇪🇫🇷🇩",
    "👩‍👩‍👧" * 9,
)


def _as_pyte(character: str) -> int:
    return wcwidth(character)


def _as_one(character: str) -> int:
    """A terminal that knows marks, and no picture newer than itself."""
    return min(1, _as_pyte(character)) if character > "\uffff" else _as_pyte(character)


def _ambiguous_as_two(character: str) -> int:
    """A terminal set up for East Asian letters; it has its own strokes for boxes and rules."""
    wide = unicodedata.east_asian_width(character) == "A" and not "\u2500" <= character <= "\u257f"
    return 2 if wide and not unicodedata.combining(character) else _as_pyte(character)


def _marks_take_room(character: str) -> int:
    """A terminal that gives marks, joiners and selectors a cell each."""
    return 1 if character in "\ufe0f\u20e3\u200d" else _as_pyte(character)


TERMINALS = (_as_pyte, _as_one, _ambiguous_as_two, _marks_take_room)


def team() -> tuple[Person, ...]:
    """People who are called so, with lines that read so."""
    return tuple(
        after(
            replace(person, name=name),
            AddItem(person=person.id, section=Section.FOCUS, text=f"{name} and more", on=TODAY),
        )
        for person, name in zip(crowd(len(NAMES)), NAMES, strict=True)
    )


class Shown:
    """What a terminal with its own idea of widths shows of what the app draws."""

    def __init__(self, driver: Driver, measure: Callable[[str], int]) -> None:
        self._driver = driver
        self._measure = measure
        self.canvas = Canvas()
        self.console = Console(color_system="truecolor", force_terminal=True)
        self.screen = pyte.Screen(*driver.app.size)
        self.screen.reset_mode(7, private=True)
        self._stream = pyte.Stream(self.screen)
        self._laid_out: list[tuple[int, int, str]] = []

    def take(self, strips: list[Strip], monkeypatch: pytest.MonkeyPatch) -> None:
        """Draw what has changed."""
        monkeypatch.setattr(screens, "wcwidth", self._measure)
        screen = self._driver.app.screen
        update = LayoutUpdate([iter([each]) for each in strips], screen.region)
        found = self.canvas.difference(update, self.console)
        self._stream.feed(
            found.render_segments(self.console) if isinstance(found, Difference) else ""
        )
        self._laid_out = [(x, y, c) for y, strip in enumerate(strips) for x, c in _letters(strip)]

    def displaced(self) -> list[str]:
        """The letters that do not stand where they were laid out."""
        there = self.screen.buffer
        wrong = [(x, y, c) for x, y, c in self._laid_out if _bare(there[y][x].data) != c]
        return [f"{c!r} at {x},{y}: {there[y][x].data!r}" for x, y, c in wrong]


def _bare(drawn: str) -> str:
    """A letter without its marks, which pyte makes one with it."""
    return unicodedata.normalize("NFD", drawn)[:1]


def _letters(strip: Strip) -> Iterator[tuple[int, str]]:
    """The letters of ASCII in a strip, each with the cell that it was laid out for."""
    x = 0
    for text, _style, _control in strip:
        for at, character in enumerate(text):
            cell = cell_len(text[:at])
            if character.isascii() and character.strip() and cell_len(text[: at + 1]) > cell:
                yield x + cell, character
        x += cell_len(text)


WALK = ("j", "j", "j", "G", "g", "enter", "j", "t", "q", "p", "q", "q", "A", "q", "colon", "a",
        "down", "escape")  # fmt: skip
"""Over the team, a person's page, the timeline, the brief, the promises and the palette."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (50, 20)])
async def test_no_letter_is_displaced_by_what_a_name_is_made_of(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with driving(team(), size=size) as driver:
        shown = [Shown(driver, measure) for measure in TERMINALS]
        for key in ("", *WALK):
            if key:
                await driver.press(key)
            strips = driver.app.screen._compositor.render_strips()
            for each in shown:
                each.take(strips, monkeypatch)
                assert each.displaced() == [], key
