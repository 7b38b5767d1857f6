"""`f4` at the end of a check-in: the shared part in somebody's own editor, and what leaves then."""

from __future__ import annotations

import base64
import stat
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys
from tests.terminal.own_editor import F4, does, left, script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.terminal.pty import Terminal

__all__ = ["script"]
pytestmark = pytest.mark.terminal

OVER_SSH = {"TMUX": "", "STY": "", "SSH_TTY": "/dev/pts/9"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell", "--on", "3 weeks ago")
    home.say("focus", "asha", "Ship billing", "--on", "3 weeks ago")
    return home


@pytest.fixture
def app(home: Home, script: Path) -> Iterator[Terminal]:
    """The app at what may leave of a check-in that was just held, with a note that may not."""
    with home.open(env={**OVER_SSH, "VISUAL": f"'{script}'"}) as app:
        app.wait_for("Asha Bell")
        keys(app, "c", then="Check-in › Asha Bell")
        keys(app, "5", then="esc done")
        keys(app, "tired", then="tired")
        keys(app, "\x13", then="To share, word for word")
        yield app


def minutes(home: Home) -> str:
    return home.say("minutes", "asha")


def sent(app: Terminal) -> str:
    """The text that the terminal's clipboard was given last."""
    return base64.b64decode(
        bytes(app.raw).rpartition(b"\x1b]52;c;")[2].partition(b"\x07")[0]
    ).decode()


def test_the_editor_gets_exactly_the_shared_part_in_a_file_of_ones_own(
    app: Terminal, home: Home, script: Path, tmp_path: Path
) -> None:
    told, copy = tmp_path / "told", tmp_path / "copy"
    does(script, f'cp -p "$1" {copy}', f'stat -c %a "$1" > {told}', f'basename "$1" >> {told}')
    app.send(F4)
    app.wait_until(lambda: told.exists() and told.read_text().count("\n") == 2, 20, "the editor")
    mode, name = told.read_text().split()
    assert (mode, name.endswith(".md")) == ("600", True)
    assert copy.read_text() == minutes(home)
    assert "tired" not in copy.read_text()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    app.wait_until(lambda: left(home) == [], 20, "the file gone")


def test_what_comes_back_is_what_is_copied_and_written_then(
    app: Terminal, home: Home, script: Path
) -> None:
    before = minutes(home)
    does(script, 'printf "Hello Asha,\\n\\nas agreed.\\n" > "$1"')
    keys(app, F4, then="as agreed.")
    keys(app, "y", then="Sent to the terminal's clipboard")
    assert sent(app) == "Hello Asha,\n\nas agreed.\n"
    keys(app, "w", then="Write to:")
    keys(app, "\r", then="Written to")
    (file,) = home.folder.glob("check-in-asha-bell-*.md")
    assert file.read_text() == "Hello Asha,\n\nas agreed.\n"
    # the minutes themselves are what was changed, whatever was written of them
    assert minutes(home) == before


@pytest.mark.parametrize(
    ("lines", "said", "answer"),
    [
        (("exit 3",), "The editor ended with 3; the text is unchanged", ""),
        (('printf "half a" > "$1"', "exit 3"), "ended with 3. Use its text anyway?", "n"),
        (('rm "$1"',), "The editor's file is gone. Empty the box?", "n"),
        ((': > "$1"',), "The editor's file is empty. Empty the box?", "n"),
    ],
)
def test_an_editor_that_fails_loses_nothing(
    app: Terminal, home: Home, script: Path, lines: tuple[str, ...], said: str, answer: str
) -> None:
    does(script, *lines)
    keys(app, F4, then=said)
    if answer:
        keys(app, answer, then="The text is unchanged")
    keys(app, "y", then="Sent to the terminal's clipboard")
    assert sent(app) == minutes(home)
    assert left(home) == []
