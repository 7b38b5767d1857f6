"""Odd files in the store's place: refused in words or read, and never written over."""

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError
from tests.faults.script import Model, carry_out, state_of, stored
from tests.people import MONDAY

PATIENCE = 20
"""Seconds in which a whole file of 50 MB is read or refused, whatever stands in it."""


def rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the store as a program of somebody else would."""
    tables = json.loads(path.read_bytes())
    change(tables)
    path.write_text(json.dumps(tables), encoding="utf-8")


def refused(path: Path) -> str:
    """What is said of a store that can't be opened; it says it in one line and at once."""
    begun = monotonic()
    store = DurableStore(path)
    with pytest.raises(StoreError) as caught:
        state_of(Notebook(store))
    assert monotonic() - begun < PATIENCE
    assert "\n" not in str(caught.value)
    return str(caught.value)


def make_socket(path: Path) -> None:
    # a socket's address is short, a test's folder is not
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, os.mkfifo, make_socket, lambda path: path.symlink_to("/dev/zero")],
    ids=["a folder", "a pipe", "a socket", "a device"],
)
def test_what_is_no_plain_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "store.json"
    make(path)
    assert "plain file" in refused(path)


def test_a_link_in_a_circle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    path.symlink_to(path)
    assert refused(path)


def test_a_link_to_nothing_yet_is_followed(tmp_path: Path) -> None:
    path, real = tmp_path / "store.json", tmp_path / "real" / "store.json"
    path.symlink_to(real)
    notebook = Notebook(DurableStore(path))
    carry_out(notebook, 1, 0)
    notebook.close()
    assert path.is_symlink()
    assert stored(real) == Model(1).after(1)


def test_a_linked_folder_is_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path.parent)
    notebook = Notebook(DurableStore(tmp_path / "link" / "store.json"))
    carry_out(notebook, 1, 5)
    notebook.close()
    assert stored(path) == Model(1).after(6)


def test_a_second_name_of_the_file_keeps_what_was_there(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.hardlink_to(path)
    before = other.read_bytes()
    notebook = Notebook(DurableStore(path))
    carry_out(notebook, 1, 5)
    notebook.close()
    assert other.read_bytes() == before
    assert stored(path) == Model(1).after(6)


def test_an_empty_map_is_an_empty_store(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.mkdir(mode=0o700)
    path.write_text("{}")
    notebook = Notebook(DurableStore(path))
    assert state_of(notebook) == {}
    notebook.do(AddPerson(name="Somebody", on=MONDAY))
    notebook.close()
    assert len(stored(path)) == 1


@pytest.mark.parametrize("data", [b"", b" \n", b"\0" * 4096, b"null", b"[]", b"<<<<<<< ours\n{}"])
def test_what_is_no_store_is_never_taken_for_an_empty_one(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert "nothing was changed" in refused(path)
    assert path.read_bytes() == data


def test_a_mark_at_the_start_and_other_line_ends_change_nothing(path: Path) -> None:
    plain = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n").rstrip())
    store = DurableStore(path)
    assert state_of(Notebook(store)) == Model(1).after(5)
    assert "changed by another program" in " ".join(store.notes)
    store.close()
    assert stored(path) == Model(1).after(5)


def test_other_encodings_are_refused_with_their_line(path: Path) -> None:
    data = path.read_bytes().replace(b"Person", "Pérson".encode("latin-1"), 1)
    path.write_bytes(data)
    assert "is not UTF-8 in line" in refused(path)
    assert path.read_bytes() == data


HUGE: dict[str, bytes] = {
    "a note of 50 MB": b'{"people": {"1": {"text": "%s"}}}' % (b"x" * 50_000_000),
    "a nesting of 1,000": b'{"people": {"1": {"text": %s1%s}}}' % (b"[" * 1000, b"]" * 1000),
    "a nesting without end": b'{"people": {"1": {"text": %s' % (b"[" * 1_000_000),
    "a number of 5,000 digits": b'{"people": {"1": {"rev": %s}}}' % (b"9" * 5000),
    "no number": b'{"people": {"1": {"rev": NaN}}}',
    "half a character": b'{"people": {"1": {"text": "\\ud800"}}}',
}


@pytest.mark.parametrize("what", HUGE)
def test_what_no_record_can_be_is_refused_in_time(tmp_path: Path, what: str) -> None:
    path = tmp_path / "home" / "store.json"
    path.parent.mkdir(mode=0o700)
    path.write_bytes(HUGE[what])
    store, begun = DurableStore(path), monotonic()
    try:
        assert state_of(Notebook(store)) == {}  # readable, but nobody's
    except StoreError as error:
        assert "nothing was changed" in str(error)  # noqa: PT017 - either is right
    assert monotonic() - begun < PATIENCE
    store.close(hurry=True)
    kept = [entry.read_bytes() for entry in path.parent.rglob("*.json")]
    assert HUGE[what] in kept


@pytest.mark.parametrize(
    "field", [("name", None), ("added", 7), ("cadences", "often"), ("person", [])]
)
def test_who_cant_be_read_is_said_and_stays_in_the_file_while_the_others_are_shown(
    path: Path, field: tuple[str, object]
) -> None:
    name, value = field
    rewrite(path, lambda tables: tables["people"]["1"].update({name: value}))
    store = DurableStore(path)
    found, others = state_of(Notebook(store)), list(Model(1).after(5).items())[1:]
    assert dict(others).items() <= found.items()
    assert store.notes
    store.close()
    assert json.loads(path.read_bytes())["people"]["1"][name] == value
