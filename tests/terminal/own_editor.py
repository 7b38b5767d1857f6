"""Somebody's own editor: a script, of which each test says what it does with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.living import Home

F4 = "\x1bOS"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """An editor that does nothing; its name needs quotes."""
    path = tmp_path / "my editor"
    path.write_text("#!/bin/sh\nexit 0\n")
    path.chmod(0o700)
    return path


def does(script: Path, *lines: str) -> None:
    """Let the editor carry out some lines; its last argument is the file."""
    script.write_text("\n".join(["#!/bin/sh", *lines, ""]))


def left(home: Home) -> list[str]:
    """What the app left of its files for the editor."""
    return [each.name for each in home.run.iterdir()]
