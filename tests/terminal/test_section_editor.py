"""A whole section in somebody's own editor: what it changes is shown first, and nothing is lost."""

from __future__ import annotations

import json
import shutil
import signal
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

CTRL_S = "\x13"
ESC = "\x1b"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell")
    home.say("focus", "asha", "Ship it", "--weight", "60")
    home.say("focus", "asha", "Hand it over")
    home.say("focus", "asha", "Rest", "--private")
    return home


@pytest.fixture
def app(home: Home, script: Path) -> Iterator[Terminal]:
    terminal = home.open(env={"EDITOR": f"'{script}'"})
    try:
        _to_the_focus(terminal)
        yield terminal
    finally:
        terminal.close()
    assert home.crashes == []


def _to_the_focus(app: Terminal) -> None:
    app.wait_for("Asha Bell")
    keys(app, "\r", then="F3  Rest")


def _shown(home: Home) -> list[str]:
    items = json.loads(home.say("show", "asha", "--json"))["sections"]["focus"]
    return [f"{item['handle']} {item['text']}" for item in items]


AS_IT_WAS = ["F1 Ship it", "F2 Hand it over", "F3 Rest"]


def test_what_an_editor_changes_is_shown_then_kept_then_taken_back(
    app: Terminal, home: Home, script: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    does(
        script,
        f'cp "$1" {told}',
        'printf -- "- F3 Rest\\n  private\\n- F1 Ship it now\\n- New\\n" > "$1"',
    )
    keys(app, F4, then="5 changes, not kept yet")
    for words in (
        "~ moved F3 to 1st",
        "~ reworded F1: Ship it -> Ship it now",
        "~ F1 no longer share: 60",
        "+ added: New",
        "- closed as dropped: F2 Hand it over",
    ):
        assert words in app.text
    guide = told.read_text()
    assert guide.startswith("# Focus\n\n> A line without a handle is new;")
    assert "\n- F1 Ship it\n  share: 60\n- F2 Hand it over\n- F3 Rest\n  private\n" in guide
    assert _shown(home) == AS_IT_WAS
    keys(app, "\r", then="Focus rewritten.  u undoes")
    assert _shown(home) == ["F3 Rest", "F1 Ship it now", "F4 New"]
    keys(app, "u", then="Undone: rewrite Focus of Asha Bell")
    assert _shown(home) == AS_IT_WAS
    assert not left(home)


def test_an_editor_that_changes_nothing_leads_back(app: Terminal, home: Home) -> None:
    keys(app, F4, then="Nothing was changed")
    app.wait_for("F3  Rest")
    assert _shown(home) == AS_IT_WAS
    assert not left(home)


def test_an_editor_that_fails_leaves_the_text_in_the_box(
    app: Terminal, home: Home, script: Path
) -> None:
    does(script, "exit 3")
    keys(app, F4, then="The editor ended with 3; the text is unchanged")
    assert "- F1 Ship it" in app.text
    does(script, 'echo "- F1 Other" > "$1"; exit 3')
    keys(app, F4, then="ended with 3. Use its text anyway? y/N")
    keys(app, "\r", then="ctrl+z brings the editor's")
    assert "- F2 Hand it over" in app.text
    keys(app, "\x1a", then="- F1 Other")
    assert _shown(home) == AS_IT_WAS
    assert not left(home)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        (': > "$1"', "The editor's file is empty. Empty the box? y/N"),
        ('printf " \\n\\n" > "$1"', "The editor's file is empty. Empty the box? y/N"),
        ('rm "$1"', "The editor's file is gone. Empty the box? y/N"),
    ],
)
def test_an_editor_that_empties_the_file_removes_nothing(
    app: Terminal, home: Home, script: Path, line: str, question: str
) -> None:
    does(script, line)
    keys(app, F4, then=question)
    keys(app, "\r", then="The text is unchanged")
    assert "- F2 Hand it over" in app.text
    keys(app, F4, then=question)
    keys(app, "y", then="the text is empty; the section is unchanged")
    app.send("\r")
    app.settle()
    assert _shown(home) == AS_IT_WAS


def test_an_editor_that_mangles_the_file_is_told_which_lines_and_keeps_its_text(
    app: Terminal, home: Home, script: Path
) -> None:
    does(
        script,
        'printf -- "- F1 Ship it\\n- F1 Twice\\n- F9 Unknown\\nwrapped\\n  share: all\\n" > "$1"',
    )
    keys(app, F4, then="4 lines can't be read")
    for words in ("line 2: F1 is used twice", "line 3: there is no F9", "line 4: 'wrapped'"):
        assert words in app.text
    keys(app, "\r", then="Fix the lines marked ! first; nothing was saved")
    keys(app, ESC, then="- F9 Unknown")
    keys(app, ESC, then="The text of Focus is kept as a draft; M opens it")
    keys(app, "M", then="- F9 Unknown")
    assert _shown(home) == AS_IT_WAS


def test_bytes_that_are_no_text_are_asked_about_and_kept(
    app: Terminal, home: Home, script: Path
) -> None:
    does(script, 'printf -- "- F1 caf\\351 \\000 \\033[2J\\n" > "$1"')
    keys(app, F4, then="Take it? y/N")
    (kept,) = home.state.glob("editor-*.md")
    assert kept.read_bytes() == b"- F1 caf\xe9 \x00 \x1b[2J\n"
    keys(app, "n", then="its bytes are in")
    assert "- F1 Ship it" in app.text
    assert kept.exists()
    keys(app, F4, then="Take it? y/N")
    keys(app, "y", then="reworded F1: Ship it -> caf\ufffd \ufffd \ufffd[2J")
    keys(app, ESC, then="esc done")
    assert _shown(home) == AS_IT_WAS


def test_nul_bytes_alone_show_as_what_they_are(app: Terminal, home: Home, script: Path) -> None:
    does(script, 'printf -- "- F1 Ship\\000it\\n- F2 Hand it over\\n" > "$1"')
    keys(app, F4, then="reworded F1: Ship it -> Ship\ufffdit")
    assert "closed as dropped: F3 Rest" in app.text
    assert _shown(home) == AS_IT_WAS


def test_a_text_taken_from_the_editor_is_there_after_a_kill(
    app: Terminal, home: Home, script: Path
) -> None:
    does(script, 'echo "- Only this" >> "$1"')
    keys(app, F4, then="+ added: Only this")
    app.signal(signal.SIGKILL)
    app.wait_for_end()
    home.say("reword", "asha", "F2", "Reworded", "meanwhile")
    again = home.open()
    try:
        again.wait_for("Draft from")
        again.wait_for("enter 1 M bring it back")
        keys(again, "\r", then="F2  Reworded meanwhile")
        keys(again, "1M", then="You typed this before")
        keys(again, "\x1bOR", then="- Only this")
        keys(again, CTRL_S, then="1 change, not kept yet")
        keys(again, "\r", then="Focus rewritten")
    finally:
        again.close()
    assert _shown(home) == ["F1 Ship it", "F2 Reworded meanwhile", "F3 Rest", "F4 Only this"]


@pytest.mark.parametrize("editor", ["vim", "nano"])
def test_a_real_editor_reorders_and_rewords(home: Home, editor: str) -> None:
    if shutil.which(editor) is None:
        pytest.skip(f"{editor} is not installed")
    app = home.open(env={"EDITOR": editor})
    try:
        _to_the_focus(app)
        if editor == "vim":
            keys(app, F4, then="note.md")
            keys(app, "/F3\rA for a week\x1b", then="F3 Rest for a week")
            keys(app, "/F2\rddGp", then="private")  # behind F3 and its field
            keys(app, ":wq\r", then="not kept yet")
        else:
            keys(app, F4, then="Write Out")
            app.send("\x17F3\r")  # search
            app.quiet()
            keys(app, "\x05 for a week", then="F3 Rest for a week")
            app.send("\x17F2\r")
            app.quiet()
            app.send("\x0b")  # cut the line, and paste it at the end
            app.quiet()
            keys(app, "\x1b/", then="private")
            app.send("\x15\x0f")
            app.wait_for("File Name")
            keys(app, "\r", then="Wrote")
            keys(app, "\x18", then="not kept yet")
        app.wait_for("reworded F3: Rest -> Rest for a week")
        assert "moved F3 to 2nd" in app.text or "moved F2 to 3rd" in app.text
        assert "2 changes, not kept yet" in app.text
        keys(app, "\r", then="Focus rewritten")
    finally:
        kill(app)
    assert _shown(home) == ["F1 Ship it", "F3 Rest for a week", "F2 Hand it over"]
    assert not left(home)
