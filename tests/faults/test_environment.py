"""Homes, folders and settings that are missing, odd or not ours: it works, or says what to set."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aligntui.settings import read
from aligntui.store.drafts import FileDrafts

ROOT = Path(__file__).parents[2]


def run(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A command, in a folder where it has nothing to write."""
    place = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": _modules(), **environ}
    return subprocess.run(
        [sys.executable, "-m", "aligntui", *words],
        cwd=folder, env=place, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _modules() -> str:
    return os.pathsep.join(part for part in sys.path if part)


def said_in_a_line(ended: subprocess.CompletedProcess[str], *codes: int) -> str:
    """What a command that could not do it said."""
    assert ended.returncode in codes, ended
    assert ended.stdout == ""
    assert ended.stderr.startswith("aligntui: ")
    assert ended.stderr.count("\n") == 1
    return ended.stderr


@pytest.mark.parametrize("home", ["", "relative", "/nonexistent/home", "/proc/self/status"])
def test_without_a_home_that_can_be_used_it_says_what_to_set_or_takes_the_listed_one(
    tmp_path: Path, home: str
) -> None:
    # the listed home is somebody's own: nothing may be written there by a test, so only `where`
    ended = run(tmp_path, "where", HOME=home)
    assert ended.returncode in {0, 2}, ended
    assert str(tmp_path) not in ended.stdout
    assert os.listdir(tmp_path) == []


def test_a_home_in_which_nobody_may_write_is_said_in_a_line(tmp_path: Path) -> None:
    # not even root can make a folder below /proc
    said_in_a_line(run(tmp_path, "add", "Ana", XDG_DATA_HOME="/proc/self/fdinfo"), 3)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("base", ["relative/path", "./here", "~", ""])
def test_base_folders_that_are_not_absolute_are_never_made(tmp_path: Path, base: str) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    ended = run(work, "add", "Ana", HOME=str(home), XDG_DATA_HOME=base, XDG_STATE_HOME=base)
    assert ended.returncode == 0, ended
    assert os.listdir(work) == []
    assert (home / ".local" / "share" / "aligntui" / "store.json").exists()


def test_base_folders_with_blanks_and_letters_of_all_kinds_are_used(tmp_path: Path) -> None:
    base = tmp_path / "a b" / "größe ‘x’ $HOME"
    assert run(tmp_path, "add", "Ana", HOME=str(tmp_path), XDG_DATA_HOME=str(base)).returncode == 0
    assert (base / "aligntui" / "store.json").exists()


def test_a_base_folder_that_is_a_file_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = run(tmp_path, "add", "Ana", HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "file"))
    said_in_a_line(ended, 3)


def test_a_store_in_a_folder_for_everybody_is_private_all_the_same(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    ended = run(tmp_path, "add", "Ana", HOME=str(tmp_path), XDG_DATA_HOME=str(shared))
    assert ended.returncode == 0
    assert (shared / "aligntui").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "data",
    [
        b"theme = ",
        b"\xff\xfe",
        b"keys = 3\n" * 2,
        b"# " + b"x" * 5_000_000,
        b"a = " + b"[" * 10_000,
    ],
    ids=["syntax", "not UTF-8", "twice", "huge", "nested"],
)
def test_settings_that_cant_be_read_change_nothing_and_stay(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    settings, (problem,) = read(str(file))
    assert settings == read(str(tmp_path / "none"))[0]
    assert str(file) in problem
    assert file.read_bytes() == data


def test_drafts_live_on_in_memory_when_their_folder_is_taken_away(tmp_path: Path) -> None:
    drafts = FileDrafts(tmp_path / "state" / "drafts")
    drafts.put("note", "half a thou")
    drafts.flush()
    shutil.rmtree(tmp_path / "state")
    drafts.put("note", "half a thought")
    drafts.flush()
    assert "can't be kept in" in drafts.trouble
    assert drafts.get("note") == "half a thought"
    drafts.close()


def test_drafts_live_in_memory_where_their_folder_cant_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    drafts = FileDrafts(tmp_path / "file" / "drafts")
    assert "can't be kept in" in drafts.trouble
    drafts.put("note", "words")
    assert drafts.get("note") == "words"
    drafts.close()
