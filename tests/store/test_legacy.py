"""Stores that versions before wrote still open, whole, and are one file from then on."""

import errno
import json
import os
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pyrage
import pytest
from tinydb import TinyDB

from aligntui.store import crypt, opening
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreDamaged, StoreError
from aligntui.store.recovery import candidates, verified
from aligntui.store.text import Tables

FIXTURES = Path(__file__).parent / "fixtures"
SEALED = "schema-1-sealed"
PLAIN = sorted(f.name for f in FIXTURES.iterdir() if f.is_dir() and f.name != SEALED)
NOTES = {
    "schema-1": ["Asked about the ladder"],
    "schema-1-pending": ["Asked about the ladder", "Kept in the journal", "Kept last"],
    "schema-1-torn": ["Asked about the ladder", "Kept in the journal"],
    "schema-1-damaged": ["Asked about the ladder", "Kept last"],
    SEALED: ["Asked about the ladder", "Kept in the journal", "Kept last"],
}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield
    crypt._held.clear()


def taken(name: str, to: Path) -> Path:
    """A fixture where it may be written to."""
    shutil.copytree(FIXTURES / name, to / "home")
    (to / "home").chmod(0o700)
    for file in (to / "home").iterdir():
        file.chmod(0o600)
    return to / "home" / ("store.json.age" if name == SEALED else "store.json")


def notes_in(path: Path) -> list[str]:
    """The texts of all notes, as stock TinyDB reads them."""
    with TinyDB(path, access_mode="r") as db:
        return [row["text"] for row in db.table("notes")]


def files(path: Path) -> dict[str, bytes]:
    return {
        str(f.relative_to(path.parent)): f.read_bytes()
        for f in path.parent.rglob("*")
        if f.is_file() and f.suffix not in {".lock", ".summary"}
    }


def test_there_is_a_store_of_every_schema_before_this_one() -> None:
    schemas = {name.split("-")[1] for name in PLAIN}
    assert schemas == {str(number) for number in range(1, opening.SCHEMA)}


@pytest.mark.parametrize("name", PLAIN)
def test_an_old_store_opens_whole_and_is_one_file_from_then_on(name: str, tmp_path: Path) -> None:
    path = taken(name, tmp_path)
    before = files(path)
    store = DurableStore(path)
    assert {view.name for view in store.overviews()} == {"Priya Raman", "Tomás Oliveira"}
    said = store.notes
    assert "one whole file from now on; a copy of before is in backups" in said[-1]
    assert ("can't be read and were left out: 1" in said[0]) == (name == "schema-1-damaged")
    store.close()
    assert notes_in(path) == NOTES[name]
    assert not path.with_name("store.json.journal").exists()
    after = files(path)
    assert after["backups/store-before-v2.json"] == before["store.json"]
    assert after["backups/store-before-v2.json.journal"] == before["store.json.journal"]
    again = DurableStore(path)
    again.overviews()
    assert again.notes == ()
    again.close()
    assert files(path) == after


def test_what_was_kept_of_before_is_a_good_state_with_its_saves(tmp_path: Path) -> None:
    path = taken("schema-1-pending", tmp_path)
    DurableStore(path).overviews()
    kept = path.parent / "backups" / "store-before-v2.json"
    assert str(kept) in [state.file for state in candidates(path)]
    assert verified(kept).people == 2


def test_an_encrypted_one_opens_and_stays_encrypted(tmp_path: Path) -> None:
    path = taken(SEALED, tmp_path)
    crypt.unlock(str(path), "correct horse")
    store = DurableStore(path)
    assert {view.name for view in store.overviews()} == {"Priya Raman", "Tomás Oliveira"}
    store.close()
    assert not path.with_name("store.json.age.journal").exists()
    for name, data in files(path).items():
        assert b"Oliveira" not in data, name
        assert b"Kept last" not in data, name
    plain = tmp_path / "plain.json"
    plain.write_bytes(crypt.decrypt(str(path), path.read_bytes()))
    assert notes_in(plain) == NOTES[SEALED]
    assert "backups/store-before-v2.json.age" in files(path)


def _chained(payloads: list[bytes]) -> bytes:
    """A journal of these payloads, with checksums that fit."""
    lines, crc = [], 0
    for each in payloads:
        crc = crc32(each, crc)
        lines.append(b"%08x %s\n" % (crc, each))
    return b"".join(lines)


def test_nothing_that_was_not_encrypted_with_its_key_is_taken_in(tmp_path: Path) -> None:
    path = taken(SEALED, tmp_path)
    journal = path.with_name("store.json.age.journal")
    crypt.unlock(str(path), "correct horse")
    good = [line[9:] for line in journal.read_bytes().splitlines()]
    other = b64encode(pyrage.encrypt(good[0], [pyrage.x25519.Identity.generate().to_public()]))
    for bad in (b'{"n":1,"at":"","ops":[["drop","people"]]}', b"!!!!", b"", other):
        shutil.rmtree(path.parent)
        taken(SEALED, tmp_path)
        journal.write_bytes(_chained([good[0], bad, *good[2:]]))
        spoilt = journal.read_bytes()
        store = DurableStore(path)
        assert len(store.overviews()) == 2
        assert "can't be read and were left out: 1" in store.notes[0]
        store.close()
        kept = path.parent / "backups" / "store-before-v2.json.age.journal"
        assert kept.read_bytes() == spoilt


def _cut(call: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """End as a kill would, at the given call."""
    real, left = getattr(os, call), [number]

    def end(*args: Any, **more: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(os, call, end)


@pytest.mark.parametrize("call", ["open", "write", "replace", "link", "unlink", "fsync"])
def test_a_kill_anywhere_on_the_way_loses_nothing(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 40):
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
        path = taken("schema-1-pending", tmp_path)
        ended = False
        with monkeypatch.context() as patch:
            _cut(call, number, patch)
            try:
                DurableStore(path).overviews()
            except KeyboardInterrupt:
                ended = True
        store = DurableStore(path)
        store.overviews()
        store.close()
        assert notes_in(path) == NOTES["schema-1-pending"], number
        assert not path.with_name("store.json.journal").exists()
        if not ended:
            break
    assert number > 1


def test_a_journal_of_which_a_disk_says_nothing_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = taken("schema-1-pending", tmp_path)
    real = os.lstat

    def silent(name: Any, **more: Any) -> os.stat_result:
        if str(name).endswith(".journal"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), name)
        return real(name, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "lstat", silent)
        with pytest.raises(StoreError, match=r"Input/output error"):
            DurableStore(path).overviews()
    store = DurableStore(path)
    store.overviews()
    store.close()
    assert notes_in(path) == NOTES["schema-1-pending"]


def test_a_first_save_that_was_cut_short_is_a_first_run(tmp_path: Path) -> None:
    path = taken("schema-1", tmp_path)
    path.unlink()
    journal = path.with_name("store.json.journal")
    journal.write_bytes(b"")
    with pytest.raises(StoreDamaged, match="journal is there"):
        DurableStore(path).overviews()


def test_a_journal_of_another_store_is_not_taken_in(tmp_path: Path) -> None:
    path = taken("schema-1-pending", tmp_path)
    data = json.loads(path.read_bytes())
    data["_meta"]["1"]["store_id"] = "11111111-2222-3333-4444-555555555555"
    path.write_text(json.dumps(data))
    before = path.read_bytes()
    store = DurableStore(path)
    store.overviews()
    assert "belongs to another store" in (store.read_only or "")
    store.close()
    assert path.read_bytes() == before


def test_an_edit_of_the_old_base_keeps_both_the_edit_and_the_saves(tmp_path: Path) -> None:
    path = taken("schema-1-pending", tmp_path)
    with TinyDB(path) as db:
        db.table("people").update({"role": "edited"})
    store = DurableStore(path)
    assert {view.role for view in store.overviews()} == {"edited"}
    store.close()
    assert notes_in(path) == NOTES["schema-1-pending"]


def _lift(tables: Tables) -> None:
    for row in tables["people"].values():
        row["role"] = "lifted"


def _as_schema_0(path: Path) -> bytes:
    data = json.loads(path.read_bytes())
    data["_meta"]["1"]["schema"] = 0
    path.write_text(json.dumps(data), encoding="utf-8")
    return path.read_bytes()


@pytest.mark.parametrize(("steps", "role"), [({0: _lift}, "lifted"), ({}, "")])
def test_an_older_schema_is_lifted_where_a_way_leads_and_else_only_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    steps: dict[int, Callable[[Tables], None]],
    role: str,
) -> None:
    path = taken("schema-1", tmp_path)
    before = _as_schema_0(path)
    monkeypatch.setattr(opening, "STEPS", {**steps, 1: opening.STEPS[1]})
    store = DurableStore(path)
    assert {view.role for view in store.overviews()} == {role}
    assert (store.read_only is None) == bool(steps)
    store.close()
    assert before in files(path).values()
