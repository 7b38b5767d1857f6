"""What a power cut may leave: every mixture of what was written and not yet made durable.

Bytes that were not synced are dropped, kept, cut short, kept without those before them, or turned
to rubbish by sectors; names that were not synced are kept up to a point, or at random. Whatever
was synced is there: that is all a disk promises.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aligntui.notebook import Notebook
from aligntui.store.errors import StoreError
from tests.faults.kills import Tally
from tests.faults.recording import FOLDER, Bytes, Cut, Event, Name, Recording, Said, Synced, apply
from tests.faults.script import Model, carry_out, opened, state_of

SECTOR = 512


@dataclass
class _Disk:
    """What is durable of files and names, and what waits, in the order in which it was asked."""

    files: dict[int, bytearray] = field(default_factory=dict)
    changes: dict[int, list[Bytes | Cut]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    renames: list[Name] = field(default_factory=list)
    said: int = 0

    def take(self, event: Event) -> None:
        """One more thing was asked for."""
        if isinstance(event, Said):
            self.said = event.steps
        elif isinstance(event, Name):
            self.renames.append(event)
        elif isinstance(event, Synced):
            self._sync(event.what)
        else:
            self.changes.setdefault(event.file, []).append(event)

    def _sync(self, what: int | str) -> None:
        if isinstance(what, str):
            for event in [e for e in self.renames if os.path.dirname(e.path) == what]:
                _rename(self.names, event)
                self.renames.remove(event)
            return
        content = self.files.setdefault(what, bytearray())
        for change in self.changes.pop(what, []):
            apply(content, change)


def record(root: Path, model: Model, steps: int) -> Recording:
    """Do some steps below an empty folder, and leave and come back among them; all recorded."""
    recording = Recording(str(root))
    path = root / "home" / "store.json"
    with recording.running():
        store = opened(path)
        notebook = Notebook(store)
        for number in range(steps):
            carry_out(notebook, model.seed, number)
            recording.said(number + 1)
            if number % 5 == 3:
                notebook.close(hurry=number % 2 == 0)
        notebook.close()
    return recording


def crash(
    events: Sequence[Event], root: str, chance: random.Random
) -> tuple[dict[str, bytes | None], int]:
    """One state that a power cut at some moment may leave: files (None for a folder), and
    how many steps had been said to be saved by then.
    """
    disk = _Disk()
    for event in events[: chance.randrange(len(events) + 1)]:
        disk.take(event)
    names = dict(disk.names)
    for event in _some(disk.renames, chance):
        _rename(names, event)
    choose = chance.choice((_nothing, _everything, _mixed, _mixed, _shuffled))
    contents = {file: _content(disk, file, choose, chance) for file in {*disk.files, *disk.changes}}
    return _tree(names, contents, root), disk.said


def left_by(events: Sequence[Event], root: str) -> dict[str, bytes | None]:
    """What is durable at the end."""
    disk = _Disk()
    for event in events:
        disk.take(event)
    return _tree(disk.names, disk.files, root)


def _tree(
    names: dict[str, int], contents: dict[int, bytearray], root: str
) -> dict[str, bytes | None]:
    tree: dict[str, bytes | None] = {}
    for path, file in sorted(names.items()):
        parent = os.path.dirname(path)
        if parent == root or tree.get(parent, b"") is None:
            tree[path] = None if file == FOLDER else bytes(contents.get(file, b""))
    return tree


def check(recording: Recording, model: Model, states: int, *, seed: int = 1) -> Tally:
    """Make so many states where the recording was made, and open each.

    There must be the acknowledged steps, or one more, whole.
    """
    tally, root = Tally(), Path(recording.root)
    for number, said in enumerate(laid_out(recording, states, seed=seed)):
        tally.add(_trouble(root / "home" / "store.json", model, said, f"state {number}"))
    return tally


def laid_out(recording: Recording, states: int, *, seed: int = 1) -> Iterator[int]:
    """Put states that a power cut may leave into the folder, one after the other; gives how many
    steps had been said to be saved.
    """
    chance, root = random.Random(seed), Path(recording.root)
    for _ in range(states):
        tree, said = crash(recording.events, recording.root, chance)
        shutil.rmtree(root)
        root.mkdir()
        for path, data in tree.items():
            if data is None:
                Path(path).mkdir(mode=0o700)
            else:
                Path(path).write_bytes(data)
                Path(path).chmod(0o600)
        yield said


def _trouble(path: Path, model: Model, said: int, which: str) -> str | None:
    store = opened(path)
    try:
        found = state_of(Notebook(store))
        if store.read_only:
            return f"{which}: read only after {said} steps: {store.read_only}"
    except StoreError as error:
        return f"{which}: refused after {said} steps: {error}"
    finally:
        store.close(hurry=True)
    if model.stand(found, said) is None:
        return f"{which}: not the state after {said} steps or one more; {store.notes}"
    return None


def _rename(names: dict[str, int], event: Name) -> None:
    if event.file is None:
        names.pop(event.path, None)
        return
    names[event.path] = event.file
    if event.was and names.get(event.was) == event.file:
        del names[event.was]


def _some(events: Sequence[Name], chance: random.Random) -> list[Name]:
    """Names as a journal of a file system keeps them, or as none of them would."""
    if chance.random() < 0.5:
        return list(events[: chance.randrange(len(events) + 1)])
    return [event for event in events if chance.random() < 0.5]


def _content(disk: _Disk, file: int, choose: "Choice", chance: random.Random) -> bytearray:
    content = bytearray(disk.files.get(file, b""))
    for change in choose(disk.changes.get(file, []), chance):
        apply(content, change)
    return content


Choice = Callable[[list[Bytes | Cut], random.Random], list[Bytes | Cut]]


def _nothing(_: list[Bytes | Cut], __: random.Random) -> list[Bytes | Cut]:
    return []


def _everything(changes: list[Bytes | Cut], _: random.Random) -> list[Bytes | Cut]:
    return changes


def _mixed(changes: list[Bytes | Cut], chance: random.Random) -> list[Bytes | Cut]:
    kept = []
    for change in changes:
        fate = chance.choice(("keep", "drop", "cut", "trash"))
        if isinstance(change, Cut) or fate == "keep":
            kept += [change] if fate != "drop" else []
        elif fate == "cut":
            kept.append(
                Bytes(change.file, change.at, change.data[: chance.randrange(len(change.data) + 1)])
            )
        elif fate == "trash":
            kept.append(Bytes(change.file, change.at, _trashed(change, chance)))
    return kept


def _shuffled(changes: list[Bytes | Cut], chance: random.Random) -> list[Bytes | Cut]:
    kept = _mixed(changes, chance)
    chance.shuffle(kept)
    return kept


def _trashed(change: Bytes, chance: random.Random) -> bytes:
    """The bytes with some of their sectors full of rubbish, or of zeros."""
    data = bytearray(change.data)
    start = 0
    while start < len(data):
        stop = min(len(data), start + SECTOR - (change.at + start) % SECTOR)
        fate = chance.choice(("keep", "rubbish", "zeros"))
        if fate != "keep":
            data[start:stop] = (
                chance.randbytes(stop - start) if fate == "rubbish" else bytes(stop - start)
            )
        start = stop
    return bytes(data)
