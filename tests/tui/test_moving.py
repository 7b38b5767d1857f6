"""The moving picture of the README: it plays anywhere, and shows what the app shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tests.tui.moving import CELL, COLUMNS, FILE, HEIGHT, LINE, ROWS, STEPS, STILL, opened

SVG = "{http://www.w3.org/2000/svg}"
TEXT = FILE.read_text(encoding="utf-8")
PICTURE = ET.fromstring(TEXT)
FILM = PICTURE.findall(f".//{SVG}g[@class='film']/{SVG}g")


def shown(frame: ET.Element) -> str:
    """What a frame shows, as a terminal would say it."""
    screen = [[" "] * COLUMNS for _ in range(ROWS)]
    for use in frame.iter(f"{SVG}use"):
        row = screen[round(float(use.get("y", "")) / LINE)]
        for text in PICTURE.iterfind(f".//*[@id='{use.get('href', '')[1:]}']/{SVG}text"):
            at = round(float(text.get("x", "")) / CELL)
            row[at : at + len(text.text or "")] = text.text or ""
    return "\n".join("".join(row).rstrip() for row in screen)


def test_it_is_small_has_no_script_and_needs_nothing_from_elsewhere() -> None:
    assert len(TEXT.encode()) < 300_000
    tags = {element.tag.removeprefix(SVG) for element in PICTURE.iter()}
    assert tags == {"svg", "title", "style", "defs", "g", "rect", "text", "use"}
    assert all(use.get("href", "").startswith("#r") for use in PICTURE.iter(f"{SVG}use"))
    assert re.findall(r"https?://|url\(|@import|\bon\w+=", TEXT) == ["http://"]  # its own kind


def test_it_plays_for_twenty_seconds_and_stands_still_where_motion_is_not_wanted() -> None:
    style = PICTURE.findtext(f"{SVG}style") or ""
    still, moving = style.split("@media (prefers-reduced-motion:no-preference)")
    assert f".film{{transform:translateY(-{STILL * HEIGHT}px)}}" in still
    assert "animation" not in still
    assert "animation:roll 20.0s step-end infinite" in moving
    stops = [float(each) for each in re.findall(r"([\d.]+)%\{", moving)]
    assert stops == sorted(set(stops))
    assert (stops[0], len(stops)) == (0, len(STEPS))


def test_each_frame_holds_what_its_step_of_a_check_in_shows() -> None:
    for step, frame in zip(STEPS, FILM, strict=True):
        assert step.shows in shown(frame)
        assert frame[-1].text == step.words


@pytest.mark.terminal
def test_the_same_keys_bring_the_same_screens_in_a_terminal() -> None:
    with opened() as app:
        for step, frame in zip(STEPS, FILM, strict=True):
            app.send(step.keys)
            text = shown(frame)
            app.wait_until(
                lambda text=text: app.text == text,  # type: ignore[misc]
                20,
                f"this, or `make screenshots` has to take the moving picture anew:\n{text}",
            )
