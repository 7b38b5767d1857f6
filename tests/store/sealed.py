"""Encrypted stores for tests: marked words, a quick passphrase, and looks for what leaks."""

import base64
import hashlib
import os
from binascii import Error
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyrage
import pytest

from aligntui.__main__ import _open_app
from aligntui.cli import passphrase as typing
from aligntui.cli.asked import seen_folder
from aligntui.cli.run import main
from aligntui.domain.commands.items import AddItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.paths import store_file
from aligntui.store import crypt
from aligntui.store.durable import DurableStore
from tests.faults.script import State, state_of
from tests.people import MONDAY, person_id

PASSPHRASE = "lantern 7"
ZOE, YAN = person_id(1), person_id(2)
MARKS = ("Zoéquill", "Yantorro", "beaconkeeper", "wharfplan", "tidemark", "gullnote", "saltbrief")
"""Words that stand nowhere but in what is private."""


def quick_encrypt(plaintext: bytes, passphrase: str, armored: bool = False) -> bytes:
    """What takes a second by design, without the second."""
    mark = hashlib.sha256(passphrase.encode()).digest()
    return b"age-encryption.org/v1\n" + mark + bytes(byte ^ 0x5A for byte in plaintext)


def quick_decrypt(ciphertext: bytes, passphrase: str) -> bytes:
    """The way back."""
    head = quick_encrypt(b"", passphrase)
    if not ciphertext.startswith(head):
        raise pyrage.DecryptError("not this one")
    return bytes(byte ^ 0x5A for byte in ciphertext[len(head) :])


@pytest.fixture
def fresh_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold no key and no typed line of another test."""
    monkeypatch.setattr(crypt, "_held", {})
    monkeypatch.setattr(typing, "_lines", {})


@pytest.fixture
def quick(fresh_hands: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost no second."""
    monkeypatch.setattr(pyrage.passphrase, "encrypt", quick_encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", quick_decrypt)


def typed(*lines: str) -> str:
    """The number of an open file with some lines, for `--passphrase-fd`."""
    file, writer = os.pipe()
    with open(writer, "w", encoding="utf-8") as writing:
        writing.writelines(f"{line}\n" for line in lines)
    typing._lines.pop(file, None)
    return str(file)


def carry_out(path: Path, *words: str, lines: Iterable[str] = (PASSPHRASE,)) -> int:
    """A command about the store at a path, with its passphrase; gives the exit code."""
    fd = typed(*lines)
    try:
        return main(["--store", str(path), "--passphrase-fd", fd, *words], _open_app)
    finally:
        os.close(int(fd))


class Held(NamedTuple):
    """A store as it counts: where it is, who is in it, and what is odd."""

    path: str
    people: State
    notes: tuple[str, ...]
    read_only: str | None


def held(path: Path, passphrase: str = PASSPHRASE) -> Held:
    """Open whatever counts under the name of a store."""
    counts = store_file(str(path))
    if crypt.locked(counts):
        crypt.unlock(counts, passphrase)
    store = DurableStore(counts, seen=seen_folder())
    people = state_of(Notebook(store))
    store.open()
    found = Held(counts, people, store.notes, store.read_only)
    store.close(hurry=True)
    return found


def grow(path: Path) -> State:
    """A plain store with backups, a summary and something of every kind."""
    counts = store_file(str(path))
    for first, commands in (
        (True, (
            AddPerson(name=f"{MARKS[0]} Ames", person=ZOE, on=MONDAY, role=MARKS[2]),
            AddPerson(name=f"{MARKS[1]} Bo", person=YAN, on=MONDAY),
            AddItem(person=ZOE, section=Section.FOCUS, text=f"the {MARKS[3]}", on=MONDAY),
        )),
        (True, (AddNote(person=ZOE, text=MARKS[5], on=MONDAY),)),
        (False, (
            RewordItem(person=ZOE, handle=Handle("F1"), text=f"the {MARKS[4]}", on=MONDAY),
            RecordCheckIn(person=YAN, on=MONDAY, notes=MARKS[6]),
        )),
    ):  # fmt: skip
        notebook = Notebook(DurableStore(counts, seen=seen_folder()))
        for command in commands:
            notebook.do(command)
        notebook.people()
        notebook.close(hurry=not first)
    return held(path).people


def person(state: State, who: PersonId = ZOE) -> str:
    """The name of somebody in a state."""
    return state[who].name


def leaks(*folders: Path | str, marks: Iterable[str] = MARKS) -> list[str]:
    """The files in which any marked word can be read, with each line tried as base64, too."""
    wanted = [form for mark in marks for form in (mark.encode(), _escaped(mark))]
    return [
        str(file)
        for folder in folders
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file() and any(word in data for word in wanted for data in _readings(file))
    ]


def open_to_others(*folders: Path | str) -> list[str]:
    """The files and folders that somebody else could read."""
    every = [file for folder in folders for file in Path(folder).rglob("*")]
    return [str(file) for file in every if file.lstat().st_mode & 0o077]


def tree(*folders: Path | str) -> dict[str, bytes]:
    """Every file with its bytes, but for locks."""
    return {
        str(file): file.read_bytes()
        for folder in folders
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file() and file.suffix not in {".lock", ".seen"}
    }


def _escaped(mark: str) -> bytes:
    return mark.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")


def _readings(file: Path) -> list[bytes]:
    data = file.read_bytes()
    found = [data]
    for line in data.split(b"\n"):
        for part in (line, line[9:]):
            try:
                found.append(base64.b64decode(part))
            except (Error, ValueError):
                continue
    return found
