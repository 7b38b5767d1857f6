"""The looks of every screen, at both sizes."""

from __future__ import annotations

import pytest

from tests.tui.pictures import PICTURES, Picture, golden, screenshot, taken

EVERY = [
    pytest.param(picture, size, id=f"{picture.name}-{size[0]}x{size[1]}")
    for picture in PICTURES
    for size in picture.sizes
]


@pytest.fixture(autouse=True)
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize(("picture", "size"), EVERY)
async def test_a_screen_looks_as_its_golden_and_its_picture_is_up_to_date(
    picture: Picture, size: tuple[int, int]
) -> None:
    text, svg = await taken(picture, size)
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
