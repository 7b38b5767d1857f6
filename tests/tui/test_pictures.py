"""The looks of every screen, at both sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.tui.pictures import PICTURES, Picture, golden, screenshot, taken

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY = [
    pytest.param(picture, size, id=f"{picture.name}-{size[0]}x{size[1]}")
    for picture in PICTURES
    for size in picture.sizes
]


TEXTS = {
    *("handoff", "help", "locked", "packet", "recovery", "round-out", "section-preview"),
    *("section-text", "summary", "welcome"),
}
"""Pictures of a text: what stands before its words are keys or Markdown, no marks."""
_DRAWN = re.compile(r"[─━▏│╭╮╰╯▂▄▅▆▇▁▃█]")
_SIGNS = re.compile(r"(?<!\S)[^\w\s\"'(){}\[\]›…]+(?=\s|\w|$)")


def unexplained(text: str, marks: Mapping[str, str]) -> set[str]:
    """The signs before words, or alone, between the title and the keys, that no legend has."""
    rows = (re.sub(r"(^|[▏│]) ?>", r"\1 ", row) for row in text.splitlines()[1:-2])
    found = {sign for row in rows for sign in _SIGNS.findall(_DRAWN.sub(" ", row))}
    known = {letter for mark in marks for letter in mark}
    return {sign for sign in found if not set(sign) <= known}


def test_a_sign_that_no_legend_has_is_found() -> None:
    text = "title\n> = E1  agreed\n│> x E2  no\n -!--!\n\n keys"
    assert unexplained(text, {}) == {"=", "-!--!"}
    assert unexplained(text, {"=": "agreed", "-": "in time"}) == {"-!--!"}
    assert unexplained(text, {"=": "agreed", "-": "in time", "!": "late"}) == set()


@pytest.fixture(autouse=True)
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize(("picture", "size"), EVERY)
async def test_a_screen_looks_as_its_golden_and_its_picture_is_up_to_date(
    picture: Picture, size: tuple[int, int]
) -> None:
    text, svg, marks = await taken(picture, size)
    assert picture.name in TEXTS or unexplained(text, marks) == set()
    again = "run `make screenshots`, and look at what changed"
    assert text == golden(picture, size).read_text(encoding="utf-8"), again
    assert svg == screenshot(picture, size).read_text(encoding="utf-8"), again


@pytest.mark.parametrize(("picture", "size"), EVERY)
def test_a_golden_has_exactly_the_size_of_its_terminal(
    picture: Picture, size: tuple[int, int]
) -> None:
    lines = golden(picture, size).read_text(encoding="utf-8").splitlines()
    assert len(lines) == size[1]
    assert max(len(line) for line in lines) <= size[0]
