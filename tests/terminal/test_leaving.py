"""What leaves a check-in with `y`, in a real terminal: where it goes, and what is said of it."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.terminal.pty import Terminal

NO_CLIPBOARD = dict.fromkeys(
    ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION"), ""
)
OVER_SSH = {
    **NO_CLIPBOARD,
    "SSH_TTY": "/dev/pts/9",
    "SSH_CONNECTION": "192.0.2.1 5022 192.0.2.2 22",
}
pytestmark = pytest.mark.terminal

OSC_52 = re.compile(rb"\x1b\]52;([^;]*);([^\x07\x1b]*)(?:\x07|\x1b\\)")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell", "--on", "3 weeks ago")
    home.say("focus", "asha", "Ship — “billing” für 東京", "--on", "3 weeks ago")
    home.say("risk", "asha", "Looks elsewhere", "--private", "--on", "3 weeks ago")
    return home


def summary(home: Home, env: Mapping[str, str], command: tuple[str, ...] = ()) -> Terminal:
    """The app with a check-in just held, at what may leave of it."""
    app = home.open(env=env, command=command, size=(200, 50))
    app.wait_for("Asha Bell")
    keys(app, "c", then="Check-in › Asha Bell")
    keys(app, "5", then="esc done")
    keys(app, "tired", then="tired")
    keys(app, "\x13", then="To share, word for word")
    return app


def sequences(app: Terminal) -> list[tuple[bytes, str]]:
    """What was sent to the terminal's clipboard: which one, and the text."""
    return [(which, base64.b64decode(what).decode()) for which, what in OSC_52.findall(app.raw)]


def copies(home: Home) -> list[Path]:
    """The files that took what no clipboard did."""
    return sorted(home.folder.rglob("aligntui-copy-*"))


def test_over_ssh_the_terminal_gets_exactly_what_may_leave_once(home: Home) -> None:
    with summary(home, OVER_SSH) as app:
        keys(app, "y", then="Sent to the terminal's clipboard")
        app.quiet()
        may_leave = home.say("minutes", "asha")
        assert sequences(app) == [(b"c", may_leave)]
        assert "opied" not in app.text
    assert "東京" in may_leave
    assert "tired" not in may_leave
    assert copies(home) == []


def test_inside_a_real_tmux_its_buffer_holds_exactly_that(home: Home, tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux here")
    tmux = ("tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null")
    env = {name: value for name, value in OVER_SSH.items() if name != "TMUX"}
    try:
        with summary(home, env, command=(*tmux, "-u", "new-session")) as app:
            keys(app, "y", then="Copied to tmux")
            held = subprocess.run([*tmux, "show-buffer"], capture_output=True, check=True)
            assert held.stdout.decode() == home.say("minutes", "asha")
            # tmux itself hands it on to the terminal that it runs in
            app.wait_until(lambda: bool(sequences(app)), 20, "the terminal's clipboard")
            assert {text for _, text in sequences(app)} == {held.stdout.decode()}
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)
    assert copies(home) == []


def test_with_no_clipboard_a_file_of_ones_own_holds_it_and_its_path_is_said(home: Home) -> None:
    with summary(home, NO_CLIPBOARD) as app:
        keys(app, "y", then="no clipboard is available")
        (file,) = copies(home)
        assert f"Written to {file}" in app.text
        assert file.read_text() == home.say("minutes", "asha")
        assert file.stat().st_mode & 0o777 == 0o600
        assert "opied" not in app.text
        assert sequences(app) == []


def test_a_tool_that_fails_is_not_believed(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("xclip", "xsel"):
        (folder / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/{name}-was-asked\nexit 1\n")
        (folder / name).chmod(0o700)
    env = {**NO_CLIPBOARD, "DISPLAY": ":99", "PATH": f"{folder}:/usr/bin:/bin"}
    with summary(home, env) as app:
        keys(app, "y", then="no clipboard is available")
        assert "opied" not in app.text
    assert {each.name for each in tmp_path.glob("*-was-asked")} == {
        "xclip-was-asked",
        "xsel-was-asked",
    }
    (file,) = copies(home)
    assert file.read_text() == home.say("minutes", "asha")


def test_what_is_too_long_for_a_terminal_goes_to_a_file(home: Home, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    line = "sixty characters and a word, again and again, line by line"
    editor.write_text(f'#!/bin/sh\nyes "{line}" | head -n 1000 > "$1"\n')
    editor.chmod(0o700)
    with summary(home, {**OVER_SSH, "VISUAL": str(editor)}) as app:
        keys(app, "\x1bOS", then="line by line")
        keys(app, "y", then="no clipboard is available")
        assert sequences(app) == []
    (file,) = copies(home)
    assert file.stat().st_size > 56_000
    assert file.read_text().count("line by line\n") == 1000
