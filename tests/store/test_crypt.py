"""Keys that are wrong, missing or of another store: clear words, and nothing is overwritten."""

import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from aligntui.domain.commands.notes import AddNote
from aligntui.notebook import Notebook
from aligntui.store import crypt
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreDamaged, StoreError, StoreSealed, WrongPassphrase
from tests.faults import calls
from tests.faults.script import State
from tests.people import MONDAY
from tests.store.sealed import (
    MARKS,
    PASSPHRASE,
    YAN,
    carry_out,
    fresh_hands,
    grow,
    held,
    leaks,
    quick,
    quick_encrypt,
    tree,
)

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")

OTHER = "quite another passphrase"


def sealed_store(folder: Path, note: str, passphrase: str = PASSPHRASE) -> tuple[Path, State]:
    """An encrypted store with saves since it was encrypted, and what is in it."""
    folder.mkdir(mode=0o700)
    path = folder / "store.json"
    grow(path)
    assert carry_out(path, "encrypt", lines=[passphrase]) == 0
    notebook = Notebook(DurableStore(f"{path}.age"))
    for text in (f"{note} one", f"{note} two"):
        notebook.do(AddNote(person=YAN, text=text, on=MONDAY))
    notebook.close(hurry=True)
    people = held(path, passphrase).people
    crypt._held.clear()
    return Path(f"{path}.age"), people


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, State]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return sealed_store(tmp_path / "ours", "ours")


@pytest.fixture
def other(ours: tuple[Path, State], tmp_path: Path) -> Path:
    """A store of the same passphrase with another key."""
    return sealed_store(tmp_path / "other", "theirs")[0]


def identity(path: Path) -> Path:
    return path.with_name(f"{path.name}.identity")


def everybody(path: Path, passphrase: str = PASSPHRASE) -> State:
    return held(path, passphrase).people


COMMANDS = (("list",), ("note", "Bo", "new"), ("backup",), ("doctor",), ("doctor", "--fix"),
            ("undo",), ("decrypt",), ("encrypt", "--change-passphrase"))  # fmt: skip


def refused(path: Path, capsys: pytest.CaptureFixture[str], *lines: str, words: str) -> None:
    """No command gets through; each says why in a line, and not a byte is different after it."""
    before = tree(path.parent)
    for command in COMMANDS:
        crypt._held.clear()
        capsys.readouterr()
        assert carry_out(path, *command, lines=lines) == 3, command
        printed = capsys.readouterr()
        said = printed.err + printed.out
        assert words in said, (command, said)
        assert not any(mark in said for mark in MARKS)
    assert tree(path.parent) == before


def test_a_wrong_passphrase(ours: tuple[Path, State], capsys: pytest.CaptureFixture[str]) -> None:
    refused(ours[0], capsys, OTHER, "a new passphrase", words="wrong passphrase")
    assert everybody(ours[0]) == ours[1]


def test_a_missing_identity(ours: tuple[Path, State], capsys: pytest.CaptureFixture[str]) -> None:
    path, people = ours
    kept = identity(path).rename(path.parent.parent / "kept")
    refused(path, capsys, PASSPHRASE, "a new passphrase", words="is missing, and with it the key")
    kept.rename(identity(path))
    assert everybody(path) == people


RUBBISH = (
    b"", b"rubbish", b"\xff\xfe" * 90, b"AGE-SECRET-KEY-1\n",
    quick_encrypt(b"no key in here\n", PASSPHRASE), quick_encrypt(b"\xff\xfe", PASSPHRASE),
    quick_encrypt(b"AGE-SECRET-KEY-1QQQQ\n", PASSPHRASE),
)  # fmt: skip


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_an_identity_of_rubbish(
    ours: tuple[Path, State], rubbish: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path, people = ours
    good = identity(path).read_bytes()
    identity(path).write_bytes(rubbish)
    refused(path, capsys, PASSPHRASE, "a new passphrase", words="aligntui: ")
    identity(path).write_bytes(good)
    assert everybody(path) == people


def test_an_identity_of_another_store(
    ours: tuple[Path, State], other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, people = ours
    good = identity(path).read_bytes()
    shutil.copy(identity(other), identity(path))
    before = tree(path.parent)
    for command in COMMANDS[:-1]:
        crypt._held.clear()
        assert carry_out(path, *command) == 3, command
        assert "or encrypted with another key" in "".join(capsys.readouterr())
    assert tree(path.parent) == before
    identity(path).write_bytes(good)
    crypt._held.clear()
    assert everybody(path) == people


def test_the_file_of_another_store(ours: tuple[Path, State], other: Path) -> None:
    path, people = ours
    good = path.read_bytes()
    shutil.copy(other, path)
    before = tree(path.parent)
    crypt.unlock(str(path), PASSPHRASE)
    with pytest.raises(StoreDamaged, match="or encrypted with another key; nothing was changed"):
        DurableStore(path).open()
    assert tree(path.parent) == before
    path.write_bytes(good)
    assert everybody(path) == people


def test_a_plain_file_in_the_place_of_an_encrypted_one(ours: tuple[Path, State]) -> None:
    path, _ = ours
    path.write_text('{"people": {}}', encoding="utf-8")
    before = tree(path.parent)
    crypt.unlock(str(path), PASSPHRASE)
    with pytest.raises(StoreDamaged, match="is damaged, or encrypted with another key"):
        DurableStore(path).open()
    assert tree(path.parent) == before


def test_a_flipped_bit_anywhere(ours: tuple[Path, State]) -> None:
    path, people = ours
    good = path.read_bytes()
    crypt.unlock(str(path), PASSPHRASE)
    for at in range(0, len(good), len(good) // 20):
        path.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        before = tree(path.parent)
        with pytest.raises(StoreDamaged, match="nothing was changed: 'aligntui doctor' lists"):
            DurableStore(path).open()
        assert tree(path.parent) == before
    path.write_bytes(good)
    assert everybody(path) == people


def test_what_is_locked_is_not_read(ours: tuple[Path, State]) -> None:
    path, _ = ours
    with pytest.raises(StoreSealed, match="encrypted and locked; its passphrase opens it"):
        DurableStore(path).open()
    with pytest.raises(WrongPassphrase):
        crypt.unlock(str(path), OTHER)
    assert crypt.locked(str(path))


@pytest.mark.parametrize("fate", [calls.die, calls.full, calls.failing])
def test_a_change_of_passphrase_cut_short_leaves_the_old_or_the_new(
    ours: tuple[Path, State], fate: calls.Fate
) -> None:
    path, people = ours
    good = identity(path).read_bytes()
    before = tree(path.parent)
    change = partial(carry_out, path, "encrypt", "--change-passphrase", lines=[PASSPHRASE, OTHER])
    for where in calls.at_each(change, fate, lambda: identity(path).write_bytes(good)):
        crypt._held.clear()
        now = identity(path).read_bytes()
        passphrase = PASSPHRASE if now == good else OTHER
        assert everybody(path, passphrase) == people, where
        now_there, there = tree(path.parent), dict(before)
        now_there.pop(str(identity(path)))
        there.pop(str(identity(path)))
        assert now_there.items() >= there.items(), where
    # the last time no call met its fate: it was changed
    crypt._held.clear()
    assert everybody(path, OTHER) == people
    shutil.copyfile(identity(path), path.parent.parent / "new")
    identity(path).write_bytes(good)
    crypt._held.clear()
    assert everybody(path) == people  # an old copy of the key still opens


def recovery_key(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Encrypt a store; gives its recovery key."""
    capsys.readouterr()
    assert carry_out(path, "encrypt") == 0
    crypt._held.clear()
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("gone", ["the passphrase", "the identity"])
def test_the_recovery_key_opens_it(
    tmp_path: Path, gone: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "store.json"
    grow(path)
    key = recovery_key(path, capsys)
    carry_out(path, "note", "Bo", MARKS[6])
    people = everybody(path)
    sealed = Path(f"{path}.age")
    if gone != "the passphrase":
        identity(sealed).unlink()
    before = tree(tmp_path)
    for wrong in (key[:-1] + ("2" if key[-1] != "2" else "3"), key[:-9], "AGE-SECRET-KEY-1"):
        crypt._held.clear()
        assert carry_out(path, "decrypt", lines=[wrong]) == 3
        assert "this is no recovery key" in capsys.readouterr().err
    assert tree(tmp_path) == before
    assert carry_out(path, "decrypt", lines=[f" {key.lower()} "]) == 0
    assert everybody(path) == people
    assert not list((tmp_path / "backups").glob("*.age*"))
    assert leaks(tmp_path, marks=[key, PASSPHRASE]) == []


def test_a_recovery_key_of_another_store_opens_nothing(
    ours: tuple[Path, State], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grow(tmp_path / "mine.json")
    key = recovery_key(tmp_path / "mine.json", capsys)
    path, people = ours
    before = tree(path.parent)
    assert carry_out(path, "decrypt", lines=[key]) == 3
    assert "encrypted with another key" in capsys.readouterr().err
    assert tree(path.parent) == before
    crypt._held.clear()
    assert everybody(path) == people


def test_what_is_held_can_be_dropped_and_writes_go_on(ours: tuple[Path, State]) -> None:
    path, _ = ours
    crypt.unlock(str(path), PASSPHRASE)
    notebook = Notebook(DurableStore(path))
    notebook.people()
    crypt.lock(str(path))
    notebook.do(AddNote(person=YAN, text="written while locked", on=MONDAY))
    notebook.close()
    with pytest.raises(StoreError):
        DurableStore(path).open()
    assert everybody(path)[YAN].notes[-1].text == "written while locked"
    assert os.stat(path).st_mode & 0o777 == 0o600
