"""A damaged store in a real terminal: shown, left alone on q, brought back on Enter."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import command
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.terminal


def _environ(home: Path) -> dict[str, str]:
    places = {name: "" for name in os.environ if name.startswith(("XDG_", "ALIGNTUI_"))}
    return {**places, "HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}


def _app(home: Path, *words: str) -> Terminal:
    return Terminal([sys.executable, "-m", "aligntui", *words], env=_environ(home))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for name in ("Asha Bell", "Bo Carr", "Cy Dunn"):
        command(_environ(tmp_path), "add", name)
    store = tmp_path / ".local" / "share" / "aligntui" / "store.json"
    os.truncate(store, 120)
    return store


@pytest.mark.parametrize("words", [(), ("open", "asha")], ids=["the team", "somebody"])
def test_a_damaged_store_is_left_alone_on_q_and_comes_back_on_enter(
    store: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    damaged = store.read_bytes()
    app = _app(tmp_path, *words)
    try:
        app.wait_for("GOOD STATES")
        app.send("q")
        assert app.wait_for_end() == 0
    finally:
        app.close()
    assert store.read_bytes() == damaged
    app = _app(tmp_path)
    try:
        app.wait_for("GOOD STATES")
        app.send("\r")
        app.wait_for("Restored: 2 people")
        app.wait_for("Asha Bell")
        app.send("q")
        assert app.wait_for_end() == 0
    finally:
        app.close()
    kept = [file.read_bytes() for file in (store.parent / "recovered").iterdir()]
    assert damaged in kept
