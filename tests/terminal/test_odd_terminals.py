"""Large pastes, nonsense on stdin, windows of every size, and terminals that can do little."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

LARGE, LARGER = "fourteen chars\n" * 20_000, "fourteen chars\n" * 70_000
BEGIN, END = "\x1b[200~", "\x1b[201~"


@pytest.fixture
def home(_home: Home) -> Home:
    shutil.rmtree(_home.state, ignore_errors=True)
    return _home


@pytest.fixture(scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("odd") / "home")
    home.say("add", "Asha Bell")
    return home


@pytest.fixture
def app(home: Home) -> Iterator[Terminal]:
    terminal = home.open()
    try:
        terminal.wait_for("Asha Bell")
        yield terminal
        assert not home.crashes
    finally:
        terminal.close()


def _still_there(app: Terminal) -> None:
    """The app answers, on its first screen."""
    app.quiet(0.1)
    keys(app, "\x1b\x1b\x1b?", then="Help")
    keys(app, "q", then="Asha Bell")


def test_a_large_paste_is_asked_for_and_a_larger_one_refused(app: Terminal) -> None:
    keys(app, "c5", then="esc done")
    keys(app, "typed ", then="typed")
    app.send_much(f"{BEGIN}{LARGE}{END}")
    app.wait_for("Paste 300,000 characters? y/N")
    keys(app, "\r", then="esc done")
    app.quiet(0.1)
    keys(app, "still", then="typed still")
    app.send_much(f"{BEGIN}{LARGER}{END}")
    app.wait_for("nothing was pasted")
    assert "typed still" in app.text
    app.send_much(f"{BEGIN}{LARGE}{END}")
    app.wait_for("Paste 300,000 characters? y/N")
    keys(app, "y", then="fourteen chars")
    keys(app, "\x1a", then="typed still")
    app.send("\x15\x1b\x1b")


def test_a_line_takes_no_paste_that_is_too_long_for_it(app: Terminal) -> None:
    keys(app, "n", then="Name:")
    app.send_much(f"{BEGIN}{'x' * 1_100_000}{END}")
    app.wait_for("A line takes 20,000 characters")
    app.send_much(f"{BEGIN}Bo\x1b[2J\x00\r\nCarr\x9b{END}")
    app.wait_for("Name: Bo\ufffd[2J\ufffd Carr\ufffd")
    app.send("\x15\x1b")
    _still_there(app)


def test_a_paste_acts_as_no_key_and_one_without_an_end_ends(app: Terminal) -> None:
    app.send(f"{BEGIN}\x1bDyq\x11{END}")
    app.quiet(0.2)
    assert "Asha Bell" in app.text
    keys(app, "c5", then="esc done")
    keys(app, f"{BEGIN}an end\x1bq", then="an end")
    app.wait_for("an end\ufffdq")
    app.send("\x15\x1b\x1b")
    _still_there(app)


@pytest.mark.parametrize("pause", [0.0, 0.002])
def test_a_paste_without_marks_acts_as_no_key(app: Terminal, home: Home, pause: float) -> None:
    text = "Daily talk about Xenia: Does the rota hold? Done: ask again. \rD\ry"
    for piece in [text] if not pause else [text[at : at + 9] for at in range(0, len(text), 9)]:
        app.send(piece)
        app.read_for(pause)
    app.wait_for("Pasted text is not used here")
    assert "Asha Bell" in home.say("list")
    app.read_for(0.5)  # a key that follows at once would belong to the paste
    keys(app, "a", then="Note for")
    keys(app, "\x16", then="Daily talk about Xenia")
    app.send("\x15\x1b")
    _still_there(app)


@pytest.mark.parametrize("where", ["", "n", "c5"])
def test_random_bytes_break_nothing(home: Home, where: str) -> None:
    app = home.open("demo")
    try:
        app.wait_for("Priya Raman")
        app.send(where)
        app.quiet(0.1)
        noise = random.Random(len(where)).randbytes(10_000).translate(None, b"\x1a\x1c\x03")
        try:
            for at in range(0, len(noise), 500):
                app.send(noise[at : at + 500])
                app.read_for(0.01)
        except OSError:
            pass  # it was left by one of its own keys
        app.quiet(0.3)
        if app.running:
            app.signal(signal.SIGTERM)
            # one of its own keys may have had it on its way out already
        assert app.wait_for_end() in {0, 143, -signal.SIGTERM}
    finally:
        app.close()
    assert not home.crashes


def test_a_storm_of_sizes_ends_in_the_right_layout(app: Terminal) -> None:
    chance = random.Random(7)
    for at in range(150):
        app.resize(chance.randrange(1, 300), chance.randrange(1, 100))
        app.read_for(0.002)
        if at % 20 == 0:
            app.send("jn\x1bk"[at // 20 % 4])
    app.resize(100, 30)
    _still_there(app)
    app.wait_until(lambda: app.lines[-1].endswith("q quit"), 20, "the key row")


def test_a_window_made_smaller_and_as_large_again_at_once_is_whole(app: Terminal) -> None:
    app.quiet(0.2)
    before, chance = app.lines, random.Random(1)
    for _ in range(12):
        for _ in range(chance.choice((1, 2, 5))):
            app.resize(chance.choice((60, 40, 100)), chance.choice((15, 20, 30)))
            app.read_for(chance.choice((0, 0.0005, 0.002, 0.01, 0.02)))
        app.resize(80, 24)
        app.wait_until(lambda: app.lines == before, 10, "the whole screen")


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 5), (20, 6), (39, 10), (500, 200)])
def test_a_window_of_any_size_opens_and_can_be_made_larger(
    home: Home, size: tuple[int, int]
) -> None:
    app = home.open(size=size) if min(size) else home.open(size=(1, 1))
    try:
        if not min(size):
            app.resize(0, 0, follow=False)
        app.wait_for_bytes(b"\x1b[?1049h")
        app.read_for(0.3)
        app.send("jn\x1bj")
        app.read_for(0.2)
        app.resize(80, 24)
        _still_there(app)
    finally:
        app.close()
    assert not home.crashes


@pytest.mark.parametrize("where", ["", "n", "c5"])
def test_stopped_and_continued_it_is_whole_again(app: Terminal, where: str) -> None:
    marks = {"": "q quit", "n": "Name:", "c5": "esc done"}
    app.send(where)
    app.wait_for(marks[where])
    if where:
        keys(app, "words", then="words")
    app.signal(signal.SIGTSTP)
    app.wait_for_bytes(b"\x1b[?1049l")
    state = Path(f"/proc/{app.pid}/stat")
    app.wait_until(lambda: " T " in state.read_text(), 20, "its stop")
    app.wipe()
    app.signal(signal.SIGCONT)
    app.wait_for(marks[where])
    if where:
        app.wait_for("words")
        app.send("\x15\x1b\x1b")


@pytest.mark.parametrize(
    "env",
    [
        {"TERM": "vt100", "COLORTERM": ""},
        {"TERM": "linux", "COLORTERM": ""},
        {"TERM": "xterm-256color", "COLORTERM": "", "NO_COLOR": "1"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "xx_YY.nonsense", "LC_ALL": "xx_YY.nonsense"},
    ],
    ids=["vt100", "linux", "no-color", "c-locale", "no-locale"],
)
def test_a_terminal_that_can_do_little_is_served(home: Home, env: dict[str, str]) -> None:
    app = home.open("demo", env=env)
    try:
        app.wait_for("Priya Raman")
        keys(app, "jaé", then="Note for")
        app.send("\x1bq")
        assert app.wait_for_end() == 0
    finally:
        app.close()
    assert not home.crashes


def test_without_colours_none_are_sent(home: Home) -> None:
    colour = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
    for words, env, coloured in (
        (("demo",), {}, True),
        (("demo", "--no-color"), {}, False),
        (("demo",), {"NO_COLOR": "1"}, False),
    ):
        with home.open(*words, env=env) as app:
            app.wait_for("Priya Raman")
            app.send("q")
            assert app.wait_for_end() == 0
            assert bool(colour.search(app.raw)) is coloured, (words, env)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_can_do_nothing_is_told_what_to_use(home: Home, term: str) -> None:
    app = home.open(env={"TERM": term})
    try:
        assert app.wait_for_end() == 2
        assert "can't show it" in app.text
    finally:
        app.close()


def test_without_a_terminal_it_says_so_in_one_line(home: Home, tmp_path: Path) -> None:
    for wiring in ("</dev/null", "| cat", ">/dev/null", ">&-", "<&-"):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{sys.executable} -m aligntui {wiring}"],
            env={**os.environ, **home.environ()}, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode in {0, 2}, wiring
        assert done.stderr.count("\n") == 1, (wiring, done.stderr)
        assert done.stderr.startswith("aligntui: "), wiring


def test_a_reader_that_goes_away_is_no_error(home: Home) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m aligntui due --all | true"],
        env={**os.environ, **home.environ()}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""


NAMES = ("👩‍👩‍👧 Ana", "❤️ Bo", "👍🏽 Cy", "🇩🇪 Di", "1️⃣ Ed", "Fe e\u0301\u0301", "李小龍", "Guy")


def test_the_columns_of_a_printed_table_stand_below_each_other(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    for name in NAMES:
        home.say("add", name, "--role", "engineer")
    for command, columns in (("list", ("report", "every", "engineer")), ("due", ("by ", "0/0"))):
        words = [command, *(["--all"] if command == "due" else [])]
        with home.open(*words) as app:
            assert app.wait_for_end() == 0
            grid = app.cells
        for column in columns:
            at = {line.index(column) for line in grid if column in line}
            assert len(at) == 1, grid
            assert sum(column in line for line in grid) == len(NAMES)


def test_a_table_that_no_terminal_shows_says_nothing_about_columns(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.say("add", NAMES[0])
    assert "\x1b" not in home.say("list") + home.say("due", "--all")
