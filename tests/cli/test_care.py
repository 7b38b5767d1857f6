"""Looking after the store by command."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell


def test_a_sound_store_ends_with_0(priya: Shell) -> None:
    lines = priya.say("doctor").splitlines()
    assert lines[0].startswith("ok store")
    assert "people: 1" in lines[0]
    assert {row["grade"] for row in priya.json("doctor")} == {"fine"}


def test_something_found_ends_with_1(priya: Shell) -> None:
    torn = priya.store.with_name("store.json.journal.torn-20260101-000000")
    torn.write_bytes(b"x")
    torn.chmod(0o600)
    ended = priya.run("doctor")
    assert (ended.code, ended.err) == (1, "")
    assert "! leftovers" in " ".join(ended.out.split())
    ended = priya.run("doctor", "--fix")
    assert ended.code == 0
    assert "recovered" in ended.err


def test_an_unreadable_store_ends_with_3_and_is_mended_on_request(priya: Shell) -> None:
    os.truncate(priya.store, 20)
    before = priya.store.read_bytes()
    assert priya.run("list").code == 3
    ended = priya.run("doctor")
    assert ended.code == 3
    assert ended.out.startswith("!! store")
    assert priya.store.read_bytes() == before
    mended = priya.run("doctor", "--fix")
    assert mended.code == 0, mended
    assert "put in place" in mended.err
    assert priya.json("list")[0]["name"] == "Priya Raman"


def test_a_backup_is_a_whole_store_and_its_name_is_data(priya: Shell, tmp_path: Path) -> None:
    target = tmp_path / "copy.json"
    names = [priya.run("backup", "-o", str(target)).out.strip() for _ in range(2)]
    assert names == [str(target), str(tmp_path / "copy-2.json")]
    assert {path.stat().st_mode & 0o777 for path in map(Path, names)} == {0o600}
    data = json.loads(target.read_bytes())
    assert [row["name"] for row in data["people"].values()] == ["Priya Raman"]
    usual = Path(priya.run("backup").out.strip())
    assert usual.parent == priya.store.parent / "backups"
    (tmp_path / "folder").mkdir()
    inside = Path(priya.run("backup", "-o", str(tmp_path / "folder")).out.strip())
    assert inside.parent == tmp_path / "folder"
    assert not list(tmp_path.rglob(".*tmp"))
    assert priya.json("backup")["people"] == 1


def test_a_backup_of_nothing_or_to_nowhere_says_so(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("backup").code == 3
    shell.say("add", "Ana")
    (tmp_path / "file").write_text("")
    ended = shell.run("backup", "-o", str(tmp_path / "file" / "x.json"))
    assert ended.code == 3
    assert ended.err.count("\n") == 1
    assert "there is no folder" in shell.refusal("backup", "-o", str(tmp_path / "gone" / "x"))
    assert not (tmp_path / "gone").exists()


def test_a_restore_says_how_to_take_it_back(priya: Shell, tmp_path: Path) -> None:
    backup = priya.run("backup", "-o", str(tmp_path / "one.json")).out.strip()
    priya.say("add", "Ben Asante")
    ended = priya.run("restore", backup)
    assert ended.code == 0
    assert [row["name"] for row in priya.json("list")] == ["Priya Raman"]
    back = ended.err.splitlines()[-1].split("'")[1].removeprefix("aligntui restore ")
    done = json.loads(priya.run("restore", back, "--json").out)
    assert done["people"] == 2
    assert len(priya.json("list")) == 2


def test_what_can_not_be_restored_changes_nothing(priya: Shell, tmp_path: Path) -> None:
    before = priya.store.read_bytes()
    (tmp_path / "bad.json").write_text("{")
    for name in ("bad.json", "missing.json"):
        ended = priya.run("restore", str(tmp_path / name))
        assert (ended.code, ended.out) == (3, "")
        assert ended.err.count("\n") == 1
    assert priya.store.read_bytes() == before


@pytest.fixture
def older(priya: Shell, tmp_path: Path) -> Shell:
    """A store that was put back to what it was before somebody else was added."""
    shutil.copy(priya.store, tmp_path / "old.json")
    priya.say("add", "Ben Asante")
    shutil.copy(tmp_path / "old.json", priya.store)
    return priya


@pytest.mark.parametrize("words", [("note", "priya", "x"), ("add", "Chi"), ("undo",)])
def test_what_records_is_refused_with_the_reason_in_one_line(
    older: Shell, words: tuple[str, ...]
) -> None:
    before = older.store.read_bytes()
    ended = older.run(*words)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith(
        "aligntui: not saved: the store is older than when this machine last saw it"
    )
    assert ended.err.count("\n") == 1
    assert older.store.read_bytes() == before


def test_what_reads_goes_on_and_says_each_time_that_nothing_can_be_kept(older: Shell) -> None:
    for words in (("list",), ("due", "--all"), ("due", "--all")):
        ended = older.run(*words)
        assert ended.code == 0
        assert "Priya Raman" in ended.out
        assert "older than when this machine last saw it" in ended.err


def test_an_older_store_is_accepted_on_request(older: Shell) -> None:
    assert older.run("doctor").code == 1
    ended = older.run("doctor", "--accept")
    assert ended.code == 0, ended
    older.say("note", "priya", "goes on")


def _null_name(data: dict[str, Any]) -> None:
    data["people"]["1"]["name"] = None


def _no_text(data: dict[str, Any]) -> None:
    data["notes"]["1"]["text"] = 5


@pytest.mark.parametrize("spoil", [_null_name, _no_text])
def test_one_record_that_can_not_be_read_leaves_the_rest_usable(
    priya: Shell, spoil: Callable[[dict[str, Any]], None]
) -> None:
    priya.say("note", "priya", "one")
    priya.say("add", "Ben Asante")
    data = json.loads(priya.store.read_bytes())
    spoil(data)
    priya.store.write_text(json.dumps(data), encoding="utf-8")
    ended = priya.run("list", "--json")
    assert len(ended.json) == 2
    assert "unreadable records, kept unchanged: 1" in ended.err
    assert priya.run("note", "ben", "fine").code == 0
    ended = priya.run("doctor")
    assert ended.code == 1
    assert "can't be read" in ended.out


def test_a_command_says_that_its_closing_made_no_backup(priya: Shell) -> None:
    shutil.rmtree(priya.store.parent / "backups", ignore_errors=True)
    (priya.store.parent / "backups").write_text("mine")
    ended = priya.run("note", "Priya", "hello")
    assert ended.code == 0
    assert ended.err.count("no backup was made") == 1
    assert "it is no folder; move it away" in ended.err
    assert priya.run("doctor").code == 1
    assert "no backup was made" in priya.run("doctor").out
    for words in (("backup",), ("backup", "-o", str(priya.store.parent / "copy.json"))):
        assert "it is no folder; move it away" in priya.run(*words).err
    erased = priya.run("erase", "Priya", "--yes")
    assert "not erased: " in erased.err
    assert "backups: it is no folder; move it away" in erased.err
    assert (priya.store.parent / "backups").read_text() == "mine"


def test_a_store_whose_disk_is_not_there_is_no_empty_one(priya: Shell, tmp_path: Path) -> None:
    data = tmp_path / "disk" / "store.json"
    data.parent.mkdir(mode=0o700)
    priya.store.rename(data)
    priya.store = data
    for file in priya.store.parent.parent.glob("store.json.*"):
        file.unlink()
    assert priya.run("list").code == 0
    data.parent.rename(tmp_path / "unmounted")
    for words in (("list",), ("due",), ("add", "Bo"), ("note", "Priya", "x"), ("backup",)):
        ended = priya.run(*words)
        assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1), ended
        assert "mount its disk or put it back" in ended.err
    assert priya.run("doctor").code == 3
    assert not data.parent.exists()
    assert priya.run("doctor", "--accept").code == 0
    assert priya.run("add", "Bo").code == 0
