"""Odd homes, odd folders, odd settings: one line, and the app works as well as it can."""

from __future__ import annotations

import resource
import stat
from pathlib import Path

import pytest

from tests.terminal.living import Home, keys

pytestmark = pytest.mark.terminal


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def _config(home: Home, content: str | bytes) -> Path:
    path = home.folder / ".config" / "aligntui" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _opens_with(home: Home, words: str, env: dict[str, str] | None = None) -> None:
    app = home.open(env=env)
    try:
        app.wait_for("add the first person")
        app.wait_for(words)
        keys(app, "n", then="Name:")
        keys(app, "\x1b", then="q quit")
        app.send("q")
        assert app.wait_for_end() == 0
    finally:
        app.close()
    assert not home.crashes


@pytest.mark.parametrize("places", [{"HOME": ""}, {"HOME": "here"}, {"HOME": "/no/such"}])
def test_a_home_that_is_none_is_found_elsewhere_or_asked_for(
    home: Home, places: dict[str, str], tmp_path: Path
) -> None:
    app = home.open("--store", str(tmp_path / "s.json"), env=places)
    try:
        app.wait_until(lambda: "first person" in app.text or "HOME" in app.text, 20, "an answer")
        app.send("q")
        assert app.wait_for_end() in {0, 2}
    finally:
        app.close()
    assert not (Path.cwd() / "here").exists()


def test_relative_folders_are_passed_over_and_blanks_are_fine(home: Home) -> None:
    odd = home.folder / "with blanks"
    env = {"XDG_STATE_HOME": "relative/state", "XDG_CONFIG_HOME": str(odd), "XDG_DATA_HOME": "data"}
    _opens_with(home, "q quit", env)
    assert not (Path.cwd() / "relative").exists()
    assert not (Path.cwd() / "data").exists()


def test_folders_that_are_files_cost_one_line(home: Home) -> None:
    file = home.folder / "file"
    file.write_text("x")
    _opens_with(home, "What you type can't be kept in", {"XDG_STATE_HOME": str(file)})
    _opens_with(home, "can't be read", {"XDG_CONFIG_HOME": str(file)})
    assert file.read_text() == "x"


def test_every_mistake_of_the_settings_can_be_read(home: Home) -> None:
    _config(home, 'theme = "pink"\nmouse = "yes"\n[keys]\n"team.none" = "f7"\n"team.add" = "i"\n')
    with home.open() as app:
        app.wait_for("4 notices from the start; f9 lists them")
        app.send("\x1b[20~")
        app.wait_for("Messages")
        for words in (
            "'theme' must be one of auto, dark, light, ansi",
            "'mouse' must be true or false",
            "unknown action team.none",
            "i would do team.add and",
        ):
            app.wait_for(words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("theme = \n", "Invalid value"),
        ("colour = 1\n", "unknown setting 'colour'"),
        ("mouse = 'yes'\n", "'mouse' must be true or false"),
        (b"theme = '\xff'\n", "is not UTF-8 in line 1"),
        ("a = " + "[" * 50_000, "defaults are used"),
        ("# " + "x" * 2_000_000, "is not a settings file"),
        ('[keys]\n"nobody.knows" = "x"\n', "unknown action nobody.knows"),
        ('[keys]\n"team.add" = "c"\n', "c would do person.check_in and team.add"),
        ('[keys]\n"team.add" = "nokey"\n', "unknown key nokey"),
    ],
    ids=["syntax", "unknown", "type", "utf-8", "deep", "huge", "no-id", "clash", "no-key"],
)
def test_settings_that_make_no_sense_cost_one_line(
    home: Home, content: str | bytes, words: str
) -> None:
    path = _config(home, content)
    before = path.read_bytes()
    _opens_with(home, words)
    assert path.read_bytes() == before


def test_keys_that_were_set_act_and_are_shown(home: Home) -> None:
    _config(home, '[keys]\n"team.add" = "l, f7"\n"app.messages" = "f10"\n')
    app = home.open()
    try:
        app.wait_for("l  add the first person")
        keys(app, "l", then="Name:")
        keys(app, "\x1b", then="? help")
        keys(app, "\x1b[18~", then="Name:")
        keys(app, "\x1b", then="? help")
        keys(app, "\x1b[21~", then="Messages")
    finally:
        app.close()


def test_nothing_of_memory_or_of_what_is_typed_lies_open(home: Home) -> None:
    app = home.open()
    try:
        app.wait_for("add the first person")
        keys(app, "n", then="Name:")
        keys(app, "Asha Bell", then="Asha Bell")
        limits = Path(f"/proc/{app.pid}/limits").read_text()
        core = next(line for line in limits.splitlines() if "core file" in line)
        assert core.split()[-3:-1] == ["0", "0"]
        assert "Umask:\t0077" in Path(f"/proc/{app.pid}/status").read_text()
        titles = {part.split(b"\x07")[0] for part in bytes(app.raw).split(b"\x1b]2;")[1:]}
        assert titles == {b"aligntui"}
    finally:
        app.close()
    assert resource.getrlimit(resource.RLIMIT_CORE)
    for each in home.state.rglob("*"):
        assert not stat.S_IMODE(each.stat().st_mode) & 0o077


def test_a_second_ctrl_c_quits_only_while_the_first_is_still_spoken_of(home: Home) -> None:
    app = home.open()
    try:
        app.wait_for("add the first person")
        keys(app, "\x03", then="ctrl+c again quits")
        app.send("j\x03")
        app.quiet(0.2)
        assert "again quits" in app.text
        app.wait_until(lambda: "again" not in app.text, 20, "silence")
        keys(app, "\x03", then="ctrl+c again quits")
        app.send("\x03")
        assert app.wait_for_end() == 0
    finally:
        app.close()


def test_the_last_notices_are_listed(home: Home) -> None:
    app = home.open()
    try:
        app.wait_for("add the first person")
        app.send("n")
        keys(app, "Asha Bell\r\r", then="Added Asha Bell")
        app.send("D")
        app.wait_for("Archived Asha Bell")
        keys(app, ":messag", then="List the last 50 notices.")
        keys(app, "\r", then="Messages")
        app.wait_for("Archived Asha Bell")
        app.wait_for("Added Asha Bell")
        keys(app, "q", then="› Team")
    finally:
        app.close()
