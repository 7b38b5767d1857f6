"""Texts that are being typed, and what becomes of those whose process is gone."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from aligntui.store import drafts as drafts_module
from aligntui.store.drafts import MOST_BEHIND, FileDrafts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def left_by_a_kill(folder: Path, name: str, texts: object, age: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    file.write_text(texts if isinstance(texts, str) else json.dumps(texts))
    at = file.stat().st_mtime - age
    os.utime(file, (at, at))
    return file


def on_disk(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in folder.glob("*.json"):
        with suppress(FileNotFoundError):  # it may go while it is being looked at
            found |= json.loads(file.read_text())
    return found


def wait_until(holds: Callable[[], bool], what: object) -> None:
    end = monotonic() + 20
    while not holds():
        assert monotonic() < end, what
        sleep(0.01)


def wait_for(folder: Path, texts: dict[str, str]) -> None:
    wait_until(lambda: on_disk(folder) == texts, texts)


class Disk:
    """A disk that takes its time, or takes nothing at all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.goes_on = threading.Event(), threading.Event()
        self.error: BaseException | None = None
        self.goes_on.set()
        monkeypatch.setattr("aligntui.store.files.os.fdatasync", self.sync)

    def sync(self, _descriptor: int) -> None:
        self.reached.set()
        assert self.goes_on.wait(20)
        if self.error:
            raise self.error


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(drafts_module, "LAG", 0.01)
    monkeypatch.setattr(drafts_module, "AGAIN", 0.01)
    return Disk(monkeypatch)


FULL = OSError(errno.ENOSPC, "No space left on device")


def test_a_text_is_on_disk_after_its_lag_and_200_characters_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drafts_module.LAG < 2
    drafts = FileDrafts(tmp_path)
    drafts.put("note", "a few words")
    wait_for(tmp_path, {"note": "a few words"})
    monkeypatch.setattr(drafts_module, "LAG", 3600)
    drafts.put("note", "x" * (MOST_BEHIND + 20))
    wait_for(tmp_path, {"note": "x" * (MOST_BEHIND + 20)})
    drafts.close()


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        drafts = FileDrafts(tmp_path / "a" / "drafts")
        drafts.put("note", "words")
        drafts.flush()
    finally:
        os.umask(before)
    folder = tmp_path / "a" / "drafts"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    drafts.close()


def test_texts_of_the_dead_are_taken_over_and_those_of_the_living_are_not(tmp_path: Path) -> None:
    living = FileDrafts(tmp_path)
    living.put("note:b", "mine")
    living.flush()
    left_by_a_kill(tmp_path, "1-dead", {"note:a": "theirs"})
    drafts = FileDrafts(tmp_path)
    assert drafts.get("note:a") == "theirs"
    assert drafts.get("note:b") == ""
    assert list(drafts.taken_over) == ["note:a"]
    drafts.clear("note:a")
    assert not drafts.taken_over
    drafts.close()
    living.close()
    assert on_disk(tmp_path) == {"note:b": "mine"}


def test_of_two_texts_for_one_box_the_newer_comes_first_and_the_other_waits(tmp_path: Path) -> None:
    left_by_a_kill(tmp_path, "1-old", {"note": "the older one"}, age=60)
    left_by_a_kill(tmp_path, "2-new", {"note": "the newer one", "other": "x"})
    left_by_a_kill(tmp_path, "3-part", {"note": "the newer"}, age=30)
    first = FileDrafts(tmp_path)
    assert first.get("note") == "the newer one"
    first.clear("note")
    first.close()
    second = FileDrafts(tmp_path)
    assert (second.get("note"), second.get("other")) == ("the older one", "x")
    second.close()


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", "[" * 100_000, '{"note": 3, "good": "kept"}', "\x00\x00"]
)
def test_a_broken_file_is_left_aside_once_with_a_notice(tmp_path: Path, content: str) -> None:
    left_by_a_kill(tmp_path, "1-dead", content)
    drafts = FileDrafts(tmp_path)
    (aside,) = tmp_path.glob("broken-*.txt")
    assert aside.read_text() == content
    assert drafts.notices == [f"A draft could not be read whole; it is kept as {aside}"]
    assert drafts.get("good") == ("kept" if "good" in content else "")
    drafts.close()
    again = FileDrafts(tmp_path)
    assert not again.notices
    again.close()


def test_a_pipe_or_a_folder_in_the_place_of_a_file_hinders_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1-pipe.json")
    (tmp_path / "2-folder.json").mkdir()
    (tmp_path / "3-link.json").symlink_to("/etc/passwd")
    drafts = FileDrafts(tmp_path)
    assert len(drafts.notices) == 3
    drafts.close()


@pytest.mark.parametrize("where", ["", "below"])
def test_where_nothing_can_be_written_texts_live_on_and_the_trouble_is_told(
    tmp_path: Path, where: str
) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("x")
    drafts = FileDrafts(no_folder / where)
    drafts.put("note", "words")
    drafts.flush()
    assert drafts.get("note") == "words"
    assert str(no_folder) in drafts.trouble
    drafts.close()


def test_a_folder_that_disappears_is_told_and_told_to_be_back(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    drafts = FileDrafts(folder)
    folder.rename(tmp_path / "elsewhere")
    drafts.put("note", "words")
    drafts.flush()
    assert "No such file" in drafts.trouble
    (tmp_path / "elsewhere").rename(folder)
    drafts.flush()
    assert not drafts.trouble
    drafts.close()


def test_a_text_that_was_taken_over_leaves_the_disk_at_once(tmp_path: Path) -> None:
    drafts = FileDrafts(tmp_path)
    drafts.put("note", "words")
    drafts.flush()
    drafts.clear("note")
    wait_for(tmp_path, {})
    drafts.close()
    assert not list(tmp_path.iterdir())


def test_a_text_nobody_touched_is_as_old_as_it_was_however_often_a_window_opens(
    tmp_path: Path,
) -> None:
    left_by_a_kill(tmp_path, "1-dead", {"note": "a thought"}, age=3 * 86400)
    first = FileDrafts(tmp_path)
    written = first.taken_over["note"]
    first.close()
    second = FileDrafts(tmp_path)
    assert second.taken_over["note"] == written
    second.put("note", "a thought, and more")
    second.close()
    third = FileDrafts(tmp_path)
    assert third.taken_over["note"] > written
    third.close()


def test_each_text_has_its_own_time_when_another_is_typed_beside_it(tmp_path: Path) -> None:
    left_by_a_kill(tmp_path, "1-dead", {"note": "a thought", "add": "a line"}, age=3 * 86400)
    first = FileDrafts(tmp_path)
    written = first.taken_over["note"]
    first.put("new", "typed just now")
    first.close()
    second = FileDrafts(tmp_path)
    assert second.taken_over["note"] == second.taken_over["add"] == written
    assert second.taken_over["new"] > written
    assert set(second.texts) == {"note", "add", "new"}
    second.close()


def test_a_slow_disk_never_holds_up_what_is_typed(tmp_path: Path, disk: Disk) -> None:
    drafts = FileDrafts(tmp_path)
    disk.goes_on.clear()
    drafts.put("note", "h")
    assert disk.reached.wait(20)
    drafts.put("note", "half")
    drafts.clear("other")
    assert (drafts.get("note"), drafts.unsaved) == ("half", {"note": "half"})
    disk.goes_on.set()
    wait_for(tmp_path, {"note": "half"})
    drafts.close()


def test_in_a_hurry_the_text_is_in_its_file_while_the_disk_still_writes_an_older_one(
    tmp_path: Path, disk: Disk
) -> None:
    drafts = FileDrafts(tmp_path)
    disk.goes_on.clear()
    drafts.put("note", "h")
    assert disk.reached.wait(20)
    drafts.put("note", "half a thought")
    drafts.flush(hurry=True)
    assert on_disk(tmp_path) == {"note": "half a thought"}
    assert not drafts.unsaved
    disk.goes_on.set()
    drafts.close()
    assert on_disk(tmp_path) == {"note": "half a thought"}


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


@pytest.mark.parametrize("error", [FULL, RuntimeError("whatever"), MemoryError()])
def test_whatever_went_wrong_is_told_and_the_text_is_tried_again_without_another_key(
    tmp_path: Path, disk: Disk, error: BaseException
) -> None:
    drafts = FileDrafts(tmp_path)
    told: list[str] = []
    drafts.changed = lambda: told.append(drafts.trouble)
    disk.error = error
    drafts.put("note", "words")
    wait_until(lambda: bool(drafts.trouble), "trouble")
    assert drafts.unsaved == {"note": "words"}
    assert str(tmp_path) in told[-1]
    assert drafts.state == ("disk full" if error is FULL else _small(type(error).__name__))
    disk.error = None
    wait_until(lambda: not drafts.unsaved, "the disk")
    assert on_disk(tmp_path) == {"note": "words"}
    wait_until(lambda: told[-1] == "", told)
    drafts.close()


def test_a_folder_that_could_not_be_made_at_the_start_is_tried_again(
    tmp_path: Path, disk: Disk
) -> None:
    (tmp_path / "state").write_text("a file")
    drafts = FileDrafts(tmp_path / "state" / "drafts")
    drafts.put("note", "words")
    wait_until(lambda: drafts.unsaved == {"note": "words"}, "trouble")
    (tmp_path / "state").unlink()
    wait_for(tmp_path / "state" / "drafts", {"note": "words"})
    wait_until(lambda: not drafts.trouble, "the end of the trouble")
    assert drafts.unsaved == {}
    drafts.close()


def test_while_the_disk_is_full_texts_lie_in_memory_where_the_next_start_finds_them(
    tmp_path: Path, disk: Disk
) -> None:
    memory = tmp_path / "memory"
    (tmp_path / "none").write_text("a file")
    drafts = FileDrafts(tmp_path / "disk", spares=[str(tmp_path / "none"), str(memory)])
    disk.error = FULL
    drafts.put("note", "words", "what was there")
    drafts.flush()
    assert drafts.spare.startswith(str(memory))
    assert stat.S_IMODE(memory.stat().st_mode) == 0o700
    assert drafts.unsaved == {"note": "words"}
    drafts.close()
    disk.error = None
    later = FileDrafts(tmp_path / "disk", spares=[str(memory)])
    assert (later.get("note"), later.base("note")) == ("words", "what was there")
    assert not later.unsaved
    assert not list(memory.iterdir())
    later.close()


def test_a_draft_remembers_the_wording_it_began_from_until_it_is_forgotten(tmp_path: Path) -> None:
    drafts = FileDrafts(tmp_path)
    drafts.put("edit", "Owns it all", "Owns it")
    drafts.put("edit", "Owns it all now", "something else meanwhile")
    drafts.close()
    later = FileDrafts(tmp_path)
    assert (later.get("edit"), later.base("edit")) == ("Owns it all now", "Owns it")
    assert dict(later.texts) == {"edit": "Owns it all now"}
    later.clear("edit")
    assert later.base("edit") == ""
    later.close()
