"""Notes in somebody's own editor: whatever it does, no word is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys, kill
from tests.terminal.own_editor import F4, does, left, script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.terminal.pty import Terminal

__all__ = ["script"]
pytestmark = pytest.mark.terminal


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell")
    return home


@pytest.fixture
def app(home: Home, script: Path) -> Iterator[Terminal]:
    terminal = home.open(env={"VISUAL": f"'{script}' --wait", "EDITOR": "false"})
    try:
        _to_the_notes(terminal)
        keys(terminal, "before", then="before")
        yield terminal
    finally:
        terminal.close()


def _to_the_notes(app: Terminal) -> None:
    app.wait_for("Asha Bell")
    keys(app, "c", then="Check-in › Asha Bell")
    keys(app, "5", then="esc done")


def written(file: Path) -> bool:
    """Whether a file is there, and not only begun."""
    return file.exists() and file.read_text().endswith("\n")


def test_what_an_editor_writes_is_in_the_box_and_in_the_draft(
    app: Terminal, home: Home, script: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    does(
        script,
        f'echo "$1" $(stat -c %a "$2" "$(dirname "$2")") > {told}',
        'case "$2" in *.md) ;; *) exit 9;; esac',
        'printf "from outside\\nsecond\\n" > "$2"',
    )
    keys(app, F4, then="from outside")
    app.wait_for("The text from the editor is in the box")
    assert told.read_text() == "--wait 600 700\n"
    assert not left(home)
    assert "from outside\\nsecond" in home.drafts
    keys(app, "\x1a", then="before")


def test_an_editor_that_changes_nothing_changes_nothing(app: Terminal, home: Home) -> None:
    app.send(F4)
    # what is typed while the editor runs is not for the app
    app.wait_until(lambda: app.raw.count(b"\x1b[?1049h") == 2, 20, "the app's return")
    keys(app, "!", then="before!")
    assert not left(home)


def test_an_empty_or_a_deleted_file_is_asked_about_and_no_keeps_the_text(
    app: Terminal, home: Home, script: Path
) -> None:
    for line in (': > "$2"', 'rm "$2"', 'rm "$2"; mkfifo "$2"'):
        does(script, line)
        keys(app, F4, then="Empty the box? y/N")
        app.send("\r")
        app.wait_until(lambda: "Empty" not in app.text, 10, "no question")
        assert "before" in app.text
        assert not left(home)
    keys(app, F4, then="Empty the box? y/N")
    app.send("y")
    app.wait_until(lambda: "before" not in app.text, 10, "an empty box")


def test_a_failing_editor_that_wrote_is_asked_about(
    app: Terminal, home: Home, script: Path
) -> None:
    does(script, 'echo after > "$2"; exit 3')
    keys(app, F4, then="ended with 3. Use its text anyway? y/N")
    keys(app, "n", then="ctrl+z brings the editor's")
    assert "before" in app.text
    keys(app, "\x1a", then="after")
    keys(app, "\x19", then="before")
    keys(app, F4, then="Use its text anyway? y/N")
    keys(app, "y", then="after")
    assert not left(home)


def test_a_file_that_is_replaced_is_read_by_its_name(app: Terminal, script: Path) -> None:
    does(script, 'echo other > "$2.new" && mv "$2.new" "$2" && echo x > "$2~"')
    keys(app, F4, then="other")


def test_bytes_that_are_no_text_are_kept_until_somebody_agrees(
    app: Terminal, home: Home, script: Path
) -> None:
    does(script, 'printf "caf\\351 \\033]0;pwn\\007\\n" > "$2"')
    keys(app, F4, then="Take it? y/N")
    (kept,) = home.state.glob("editor-*.md")
    assert kept.read_bytes() == b"caf\xe9 \x1b]0;pwn\x07\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    keys(app, "n", then="its bytes are in")
    assert kept.exists()
    kept.unlink()
    keys(app, F4, then="Take it? y/N")
    keys(app, "y", then="caf\ufffd \ufffd]0;pwn\ufffd")
    assert not list(home.state.glob("editor-*.md"))
    assert b"pwn\x07" not in app.raw
    assert not left(home)


def test_a_missing_editor_is_one_line_and_the_text_stays(home: Home, tmp_path: Path) -> None:
    plain_file = tmp_path / "no-program"
    plain_file.write_text("x")
    said = {
        "": "No editor is set",
        "no-such-editor": "The editor did not start (No such file or directory): no-such",
        str(plain_file): "The editor did not start (Permission denied)",
        "vi 'unbalanced": "no closing quotation",
    }
    for editor, words in said.items():
        app = home.open(env={"EDITOR": editor})
        try:
            _to_the_notes(app)
            keys(app, f"kept{F4}", then=words)
            assert "kept" in app.text
            keys(app, "!", then="kept!")
        finally:
            kill(app)
        assert not left(home)
        shutil.rmtree(home.state)


def test_an_editor_that_hangs_and_is_killed_leaves_the_terminal_as_it_was(
    app: Terminal, script: Path, tmp_path: Path
) -> None:
    number = tmp_path / "number"
    does(script, "stty raw -echo", f"echo $$ > {number}", "exec sleep 100")
    app.send(F4)
    app.wait_until(lambda: written(number), 20, "the editor")
    app.send("lost keys q D y")
    app.read_for(0.2)
    os.kill(int(number.read_text()), signal.SIGKILL)
    app.wait_for("was ended by signal 9; the text is unchanged")
    keys(app, "!", then="before!")


def test_an_app_killed_under_its_editor_gives_both_texts_back(
    app: Terminal, home: Home, script: Path, tmp_path: Path
) -> None:
    number = tmp_path / "number"
    wait = ["trap '' HUP", f"echo $$ > {number}", "exec sleep 100"]
    does(script, 'echo "from the editor" > "$2"', *wait)
    app.send(F4)
    app.wait_until(lambda: written(number), 20, "the editor")
    app.signal(signal.SIGKILL)
    app.wait()  # without reading: the editor keeps the terminal open
    early = home.open()
    early.wait_for("Asha Bell")
    assert len(left(home)) == 1, "an editor that still runs keeps its file"
    keys(early, "q", then="")
    early.wait_for_end()
    early.close()
    os.kill(int(number.read_text()), signal.SIGKILL)
    again = home.open()
    try:
        again.wait_for("check-in with Asha Bell, c brings it back")
        assert not left(home)
        keys(again, "c5", then="from the editor")
        keys(again, "\x1a", then="before")
    finally:
        again.close()


def test_a_signal_while_the_editor_runs_ends_the_app_with_its_draft(
    app: Terminal, home: Home, script: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    does(script, f"echo 1 > {there}", "exec sleep 5")
    app.send(F4)
    app.wait_until(lambda: written(there), 20, "the editor")
    app.signal(signal.SIGTERM)
    assert app.wait_for_end() == 143
    assert "before" in home.drafts


def test_undo_reaches_behind_a_text_of_many_lines(app: Terminal, script: Path) -> None:
    does(script, 'seq 100 > "$2"')
    keys(app, F4, then="100")
    keys(app, "\x1a", then="before")
    keys(app, "\x19", then="100")


@pytest.mark.parametrize("editor", ["vim", "nano"])
def test_a_real_editor_writes_and_leaves_no_copy(home: Home, editor: str) -> None:
    if shutil.which(editor) is None:
        pytest.skip(f"{editor} is not installed")
    (home.folder / ".vimrc").write_text(
        "set backup backupdir=~ undofile undodir=~ viminfo='100 swapfile directory=~\n"
    )
    app = home.open(env={"EDITOR": editor})
    try:
        _to_the_notes(app)
        keys(app, "secret words", then="secret words")
        if editor == "vim":
            keys(app, F4, then="note.md")
            keys(app, "yyAfrom vim\x1b", then="secret wordsfrom vim")
            keys(app, ":wq\r", then="The text from the editor is in the box")
            app.wait_for("secret wordsfrom vim")
        else:
            keys(app, F4, then="Write Out")
            keys(app, "from nano ", then="from nano secret words")
            app.send("\x0f")
            app.wait_for("File Name")
            keys(app, "\r", then="Wrote 1 line")
            keys(app, "\x18", then="The text from the editor is in the box")
            app.wait_for("from nano secret words")
    finally:
        kill(app)
    assert not left(home)
    holding = [
        each
        for each in home.folder.rglob("*")
        if each.is_file() and "secret" in each.read_text(errors="replace")
    ]
    assert [each.parent.parent.name for each in holding] == ["drafts"]
    assert "secret" in json.loads(holding[0].read_text()).popitem()[1]
