"""Texts that are being typed, and what becomes of those whose process is gone."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from aligntui.store import drafts as drafts_module
from aligntui.store.drafts import MOST_BEHIND, FileDrafts

if TYPE_CHECKING:
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


def wait_for(folder: Path, texts: dict[str, str]) -> None:
    end = monotonic() + 20
    while on_disk(folder) != texts:
        assert monotonic() < end, on_disk(folder)
        sleep(0.01)


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
