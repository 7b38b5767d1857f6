"""What a power cut may leave of what was not synced yet, made up by the hundred."""

import random
from collections import Counter
from pathlib import Path

import pytest

from aligntui.notebook import Notebook
from aligntui.store import crypt, sealing
from aligntui.store.durable import DurableStore
from aligntui.store.files import make_directory, write_private
from tests.faults import crashes
from tests.faults.kills import age
from tests.faults.recording import Recording, Synced
from tests.faults.script import Model, opened, state_of, stored
from tests.store.sealed import PASSPHRASE, fresh_hands, quick

__all__ = ["fresh_hands", "quick"]


def test_whatever_a_power_cut_leaves_is_whole(tmp_path: Path) -> None:
    root, model = tmp_path / "root", Model(5)
    root.mkdir()
    recording = crashes.record(root, model, 23)
    tally = crashes.check(recording, model, 200)
    assert (tally.total, tally.bad) == (200, [])


def test_whatever_a_power_cut_leaves_of_an_older_store_is_whole(path: Path, tmp_path: Path) -> None:
    age(path, path.with_name("backups").joinpath("store-previous.json").read_bytes())
    files = [file for file in path.parent.iterdir() if file.suffix in {".json", ".journal"}]
    recording, there = brought(tmp_path / "root", files)
    with recording.running():
        store = opened(there / path.name)
        state_of(Notebook(store))
        store.close()
    for said in crashes.laid_out(recording, 150):
        assert not said or stored(there / path.name) == Model(1).after(5)


@pytest.mark.usefixtures("quick")
def test_whatever_a_power_cut_leaves_while_it_is_encrypted_is_whole(
    path: Path, tmp_path: Path
) -> None:
    recording, there = brought(tmp_path / "root", [path])
    plain = there / path.name
    with recording.running():
        sealing.encrypt(str(plain), PASSPHRASE, lambda key: None, seen=None)
    for said in crashes.laid_out(recording, 150):
        crypt._held.clear()
        sealed = not plain.exists()
        if sealed and said:
            crypt.unlock(f"{plain}.age", PASSPHRASE)
        store = DurableStore(f"{plain}.age" if sealed else plain)
        assert not said or state_of(Notebook(store)) == Model(1).after(5)
        store.close(hurry=True)


def brought(root: Path, files: list[Path]) -> tuple[Recording, Path]:
    """A recording that begins with these files on the disk, and their folder."""
    root.mkdir()
    recording, there = Recording(str(root)), root / "home"
    with recording.running():
        make_directory(str(there))
        for file in files:
            write_private(str(there / file.name), [file.read_bytes()])
        recording.said(1)
    return recording, there


def test_the_states_differ_and_the_end_is_what_is_on_the_disk(tmp_path: Path) -> None:
    root, model = tmp_path / "root", Model(5)
    root.mkdir()
    recording = crashes.record(root, model, 12)
    chance = random.Random(1)
    states = [crashes.crash(recording.events, str(root), chance) for _ in range(100)]
    assert len(Counter(repr(tree) for tree, _ in states)) > 50
    folders = [str(root), *(str(entry) for entry in root.rglob("*") if entry.is_dir())]
    everything = {file for event in recording.events if (file := getattr(event, "file", None))}
    synced = [Synced(file) for file in everything] + [Synced(folder) for folder in folders]
    tree = crashes.left_by([*recording.events, *synced], str(root))
    assert {path: data for path, data in tree.items() if data is not None} == {
        str(entry): entry.read_bytes() for entry in root.rglob("*") if entry.is_file()
    }
