"""What comes from a terminal: Esc close to other keys, pastes, and nonsense."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.geometry import Size
from textual.message import Message

from aligntui.domain.plain import LONGEST_TEXT
from aligntui.tui.terminal import driver
from aligntui.tui.terminal.driver import Reader, resized

if TYPE_CHECKING:
    from collections.abc import Iterable


def _told(messages: Iterable[Message]) -> list[str]:
    return [
        each.key if isinstance(each, events.Key) else f"paste {each.text!r}"
        for each in messages
        if isinstance(each, events.Key | events.Paste)
    ]


def _read(*chunks: str) -> list[str]:
    reader = Reader()
    return [each for chunk in chunks for each in _told(reader.feed(chunk))]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("\x1bj", ["escape", "j"]),
        ("\x1b1", ["escape", "1"]),
        ("\x1b=", ["escape", "equals_sign"]),
        ("\x1b?", ["escape", "question_mark"]),
        ("\x1b ", ["escape", "space"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\x13", ["escape", "ctrl+s"]),
        ("\x1bq\x1bq", ["escape", "q", "escape", "q"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1b[A\x1bOP\x1b[15~", ["up", "f1", "f5"]),
        ("\x1b\x7f", ["ctrl+w"]),
    ],
)
def test_esc_and_what_follows_close_behind_are_two_keys(typed: str, keys: list[str]) -> None:
    assert _read(typed) == keys
    assert _read(*typed) == keys


def test_esc_alone_is_esc_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    assert not _told(reader.feed("\x1b"))
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 0.2)
    assert _told(reader.tick()) == ["escape"]


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
def test_a_paste_is_text_whatever_is_in_it(size: int) -> None:
    text = "a\x1b[Db\x00\r\n\x1bq\x9b\x1b[20"
    sent = f"x\x1b[200~{text}\x1b[201~y"
    chunks = [sent[at : at + size] for at in range(0, len(sent), size)]
    assert _read(*chunks) == ["x", f"paste {text!r}", "y"]


def test_a_paste_that_is_never_closed_ends_with_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    assert not _told(reader.feed("\x1b[200~words\x1b[2"))
    assert not _told(reader.tick())
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 3)
    assert _told(reader.tick()) == ["paste 'words\\x1b[2'"]
    assert _told(reader.feed("q")) == ["q"]


def test_a_paste_takes_no_more_memory_than_it_may() -> None:
    reader = Reader()
    for _ in range(30):
        assert not _told(reader.feed("\x1b[200~" if not _ else "x" * 100_000))
    (paste,) = (each for each in reader.feed("\x1b[201~") if isinstance(each, events.Paste))
    assert len(paste.text) == LONGEST_TEXT + 1


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_comes_is_an_error(seed: int) -> None:
    chance = random.Random(seed)
    reader = Reader()
    letters = "\x1b\x1b[[<;0123456789:?$MmtuyR~OIabc\x00\x9bé"
    mixed = "".join(chance.choice(letters) for _ in range(5000))
    for at in range(0, len(mixed), 37):
        for message in (*reader.feed(mixed[at : at + 37]), *reader.tick()):
            assert isinstance(message, Message)


@pytest.mark.parametrize(
    ("there", "found"), [((44, 20), None), ((100, 30), (100, 30)), ((9000, 30), None)]
)
def test_a_size_whose_signal_was_lost_is_found(
    there: tuple[int, int], found: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "terminal_size", lambda: Size(*there))
    event = resized(Size(44, 20))
    assert (event.size if event else None) == found
