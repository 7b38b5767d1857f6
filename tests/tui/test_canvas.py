from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyte
import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from aligntui.tui.terminal.output import DEFAULT, Canvas, Difference, Pen, pen_of
from tests.tui.harness import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual._compositor import CompositorUpdate

WIDTH, HEIGHT = 30, 6
STYLES = (
    Style(),
    Style(color="#ff0000", bgcolor="#000011"),
    Style(color="#ff0000", bgcolor="#000011", bold=True),
    Style(color="#00ff00", bgcolor="#000011", underline=True),
    Style(color="#00ff00", bgcolor="#112233", reverse=True),
)
TEXTS = ("abc", "Tomás", "── 3 ──", "日本語", "e\u0301x", "  ", "x", "Kovač ok", "")


class Shown:
    """A canvas with a terminal behind it."""

    def __init__(self) -> None:
        self.canvas = Canvas()
        self.console = Console(color_system="truecolor", force_terminal=True)
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)

    def send(self, update: CompositorUpdate) -> str:
        found = self.canvas.difference(update, self.console)
        output = found.render_segments(self.console) if isinstance(found, Difference) else ""
        self.stream.feed(output)
        return output


def strip_of(*parts: tuple[str, Style]) -> Strip:
    strip = Strip([Segment(text, style) for text, style in parts])
    return strip.adjust_cell_length(WIDTH, STYLES[1])


def layout(strips: Sequence[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, HEIGHT))


def random_strip(rng: random.Random) -> Strip:
    return strip_of(*((rng.choice(TEXTS), rng.choice(STYLES)) for _ in range(rng.randint(0, 5))))


def whole(strips: Sequence[Strip]) -> pyte.Screen:
    """What a terminal shows that gets everything at once."""
    fresh = Shown()
    fresh.send(layout(strips))
    return fresh.screen


@pytest.mark.parametrize("seed", range(60))
def test_differences_add_up_to_what_would_be_drawn_whole(seed: int) -> None:
    rng = random.Random(seed)
    shown = Shown()
    strips = [random_strip(rng) for _ in range(HEIGHT)]
    shown.send(layout(strips))
    for _ in range(8):
        changed = rng.sample(range(HEIGHT), rng.randint(1, 3))
        for y in changed:
            strips[y] = random_strip(rng)
        if rng.random() < 0.5:
            shown.send(layout(strips))
        else:
            shown.send(chops(strips, changed, rng))
        expected = whole(strips)
        assert shown.screen.display == expected.display
        for y in range(HEIGHT):
            for x in range(WIDTH):
                assert shown.screen.buffer[y][x] == expected.buffer[y][x], (x, y)


def chops(strips: Sequence[Strip], lines: Sequence[int], rng: random.Random) -> ChopsUpdate:
    """Cut lines at random places, as the borders of widgets do."""
    cut = [
        # A border never falls into a wide letter.
        sorted({0, WIDTH, *(rng.randrange(1, WIDTH) for _ in range(3 * strip.text.isascii()))})
        for strip in strips
    ]
    pieces = [
        dict(zip(at[:-1], strip.divide(at[1:]), strict=True))
        for at, strip in zip(cut, strips, strict=True)
    ]
    spans = [(y, 0, WIDTH) for y in sorted(lines)]
    return ChopsUpdate(pieces, spans, [at[1:] for at in cut])


def test_nothing_new_sends_nothing() -> None:
    shown = Shown()
    strips = [strip_of(("same", STYLES[1])) for _ in range(HEIGHT)]
    assert shown.send(layout(strips))
    assert shown.send(layout(strips)) == ""
    assert shown.canvas.difference(None, shown.console) is None


def test_one_letter_costs_a_few_bytes() -> None:
    shown = Shown()
    strips = [strip_of(("some words", STYLES[1])) for _ in range(HEIGHT)]
    shown.send(layout(strips))
    strips[2] = strip_of(("some wards", STYLES[1]))
    output = shown.send(layout(strips))
    assert output.count("a") == 1
    assert len(output) < 60


def test_after_forgetting_all_is_sent_again() -> None:
    shown = Shown()
    strips = [strip_of(("some words", STYLES[1])) for _ in range(HEIGHT)]
    first = shown.send(layout(strips))
    shown.canvas.forget()
    assert shown.send(layout(strips)) == first


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_steers_a_terminal_gets_through(text: str) -> None:
    shown = Shown()
    strips = [Strip([Segment(text, STYLES[1])])] * HEIGHT
    output = shown.send(layout(strips))
    left = output
    for known in ("\x1b[",):
        left = left.replace(known, "")
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in left)
    assert not set(left) & set("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    left.encode()
    begun = [piece.split("m")[0].split("G")[0].split("H")[0] for piece in output.split("\x1b[")[1:]]
    assert all(set(piece) <= set("0123456789;") for piece in begun)


def test_a_pen_changes_only_what_differs() -> None:
    red = pen_of(STYLES[1], ColorSystem.TRUECOLOR)
    bold = pen_of(STYLES[2], ColorSystem.TRUECOLOR)
    assert red.after(DEFAULT) == "\x1b[38;2;255;0;0;48;2;0;0;17m"
    assert bold.after(red) == "\x1b[1m"
    assert red.after(bold) == "\x1b[0;38;2;255;0;0;48;2;0;0;17m"
    assert DEFAULT.after(red) == "\x1b[39;49m"
    assert Pen("31", "", "").after(Pen("31", "41", "")) == "\x1b[49m"


def test_a_letter_with_very_many_marks_is_cut_short() -> None:
    shown = Shown()
    output = shown.send(layout([strip_of(("o" + "\u0301" * 100_000, STYLES[1]))] * HEIGHT))
    assert len(output) < 3000
