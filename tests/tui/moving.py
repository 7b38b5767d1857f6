"""The moving picture at the top of the README: a check-in, from real keys in a real terminal.

Every frame is what the terminal showed after a key. They stand below each other as on a film, and
a style sheet pulls the film past a window: no script, and a still where motion is not wanted.
"""

from __future__ import annotations

import sys
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.terminal.pty import Cell

FILE = Path(__file__).parents[2] / "screenshots" / "check-in.svg"
COLUMNS, ROWS = 80, 24
CELL, LINE, BASE, BELOW = 8.4, 17, 13, 30
WIDTH, HEIGHT = COLUMNS * CELL, ROWS * LINE + BELOW
APP = "from tests.tui.pictures import Picture, app_for; app_for(Picture('moving')).run()"


class Step(NamedTuple):
    """Keys, what stands on the screen once they are done, and how long it is looked at."""

    keys: str
    shows: str
    seconds: float
    words: str
    """What is said of the keys below the screen."""


WRITING = "type notes as they come"
STEPS = (
    Step("", "Priya Raman", 2, "aligntui: Priya is the most overdue"),
    Step("c", "Since 27 May", 2.2, "c: check in; what is open since last time"),
    Step(" ", "1 Focus ━", 1.2, "space: still holds, next"),
    Step(" ", "2 Expectations ━", 1, "space: still holds, next"),
    Step("j", ">= E2", 0.3, "j: down"),
    Step("j", ">~ E4", 0.3, "j: down"),
    Step("j", ">x E5", 1, "j: down, to what she does not agree with"),
    Step("=", "agreed 29 Jun", 1.6, "=: now both agree"),
    Step(" ", "3 Opportunities ━", 0.8, "space: still holds, next"),
    Step(" ", "4 Risks ━", 0.8, "space: still holds, next"),
    Step(" ", "What was said", 0.6, WRITING),
    Step("Headcount ", "Headcount", 0.4, WRITING),
    Step("is through", "is through", 0.4, WRITING),
    Step("\r", "note: Headcount is through", 0.4, WRITING),
    Step("A: @them ", "A: @them", 0.5, f"{WRITING}; A: makes a promise"),
    Step("the runbook ", "theirs: the runbook", 0.5, f"{WRITING}; A: makes a promise"),
    Step("by fri", "theirs, by 3 Jul: the runbook", 1.4, f"{WRITING}; A: makes a promise"),
    Step("\x13", "To share, word for word", 2.4, "ctrl+s: the minutes, and what stays private"),
    Step("\r", "2 overdue", 2.2, "enter: done, in twenty seconds"),
)
STILL = next(at for at, step in enumerate(STEPS) if step.keys == "\x13")
"""The frame that stands where motion is not wanted."""


def opened() -> Terminal:
    """The app on the sample team and its day, in a terminal."""
    return Terminal([sys.executable, "-c", APP], columns=COLUMNS, rows=ROWS)


def frames() -> Iterator[list[list[Cell]]]:
    """What the terminal shows after each step, when nothing more comes."""
    with opened() as app:
        for step in STEPS:
            app.send(step.keys)
            app.wait_for(step.shows)
            app.quiet(1.5)  # a draft is kept, and said to be, a second after the last key
            yield app.styled


class _Drawn:
    """Rows and styles, each drawn once, however many frames show them."""

    def __init__(self, ground: str) -> None:
        self.ground = ground
        self.rows: dict[str, str] = {}
        self.styles: dict[str, str] = {}

    def style(self, rule: str) -> str:
        """The class for a rule."""
        return self.styles.setdefault(rule, f"s{len(self.styles)}")

    def row(self, cells: Sequence[Cell]) -> str:
        """The name of a row that looks so; "" where nothing is in it."""
        drawn = "".join((*self._grounds(cells), *self._words(cells)))
        return self.rows.setdefault(drawn, f"r{len(self.rows)}") if drawn else ""

    def _grounds(self, cells: Sequence[Cell]) -> Iterator[str]:
        for color, found in groupby(range(len(cells)), lambda x: cells[x].ground):
            if color != self.ground:
                first, *more = found
                at, wide = first * CELL, (1 + len(more)) * CELL
                kind = self.style(f"fill:#{color}")
                yield f'<rect class="{kind}" x="{at:.1f}" width="{wide:.1f}" height="{LINE}"/>'

    def _words(self, cells: Sequence[Cell]) -> Iterator[str]:
        look = [(each.color, each.bold) if each.sign != " " else None for each in cells]
        for x, each in enumerate(look[1:-1], 1):  # one blank between words alike joins them
            if each is None and look[x - 1] == look[x + 1]:
                look[x] = look[x - 1]
        for found, places in groupby(range(len(cells)), lambda x: look[x]):
            if found:
                first, *more = places
                text = escape("".join(cells[x].sign for x in (first, *more)))
                kind = self.style(f"fill:#{found[0]}{';font-weight:bold' if found[1] else ''}")
                at, wide = first * CELL, (1 + len(more)) * CELL
                place = f'x="{at:.1f}" y="{BASE}" textLength="{wide:.1f}"'
                yield f'<text class="{kind}" {place}>{text}</text>'


def drawn(shown: Sequence[Sequence[Sequence[Cell]]]) -> str:
    """The picture of all frames."""
    ground = shown[0][1][0].ground
    draw = _Drawn(ground)
    film = []
    for at, (step, screen) in enumerate(zip(STEPS, shown, strict=True)):
        lines = ((y, draw.row(cells)) for y, cells in enumerate(screen))
        used = "".join(f'<use href="#{row}" y="{y * LINE}"/>' for y, row in lines if row)
        below = f'<text class="below" x="{CELL}" y="{HEIGHT - 9}">{escape(step.words)}</text>'
        film.append(f'<g transform="translate(0 {at * HEIGHT})">{used}{below}</g>')
    whole = sum(step.seconds for step in STEPS)
    starts = accumulate((step.seconds for step in STEPS[:-1]), initial=0.0)
    roll = "".join(
        f"{100 * start / whole:.2f}%{{transform:translateY(-{at * HEIGHT}px)}}"
        for at, start in enumerate(starts)
    )
    motion = f"animation:roll {whole:.1f}s step-end infinite"
    looks = "\n".join(f".{name}{{{rule}}}" for rule, name in draw.styles.items())
    rows = "\n".join(f'<g id="{name}">{row}</g>' for row, name in draw.rows.items())
    strip = "\n".join(film)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 {WIDTH + 16:.0f} {HEIGHT + 16}" role="img">
<title>A check-in with aligntui, in twenty seconds</title>
<style>
text{{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}}
.below{{fill:#7fcbc0;font-weight:bold}}
.film{{transform:translateY(-{STILL * HEIGHT}px)}}
@media (prefers-reduced-motion:no-preference){{.film{{{motion}}}}}
@keyframes roll{{{roll}}}
{looks}
</style>
<defs>
{rows}
</defs>
<rect x="-8" y="-8" width="{WIDTH + 16:.0f}" height="{HEIGHT + 16}" rx="8" fill="#{ground}"/>
<svg width="{WIDTH:.0f}" height="{HEIGHT}"><g class="film">
{strip}
</g></svg>
</svg>
"""


def write() -> None:
    """Take the picture anew."""
    FILE.write_text(drawn(list(frames())), encoding="utf-8")
