"""Files that came to harm while nobody looked: nothing is believed, and nothing thrown away."""

import os
import random
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from aligntui.domain.errors import Refused
from aligntui.domain.overview import Overview
from aligntui.notebook import Notebook
from aligntui.store.errors import StoreError
from tests.faults.child import Child
from tests.faults.script import Model, State, opened, state_of
from tests.faults.work import Steps

Harm = Callable[[bytes, random.Random], bytes]
Outcome = Literal["refused", "reported", "intact", "SILENT", "LOST"]


def flip(data: bytes, chance: random.Random) -> bytes:
    """One bit."""
    bad = bytearray(data)
    bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
    return bytes(bad)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def zero(data: bytes, chance: random.Random) -> bytes:
    """A block is zeros."""
    size = min(len(data), chance.choice((512, 4096)))
    start = chance.randrange(0, len(data), 512)
    return data[:start] + bytes(len(data[start : start + size])) + data[start + size :]


def remove_line(data: bytes, chance: random.Random) -> bytes:
    """A line is missing."""
    lines = data.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def double_line(data: bytes, chance: random.Random) -> bytes:
    """A line stands there twice."""
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join((*lines[: at + 1], *lines[at:]))


def swap_lines(data: bytes, chance: random.Random) -> bytes:
    """Two lines have changed places."""
    lines = data.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def drop_all(_: bytes, __: random.Random) -> bytes:
    """Nothing is left."""
    return b""


HARMS: Mapping[str, Harm] = {
    "one bit flipped": flip,
    "cut short": cut,
    "a block of zeros": zero,
    "a line removed": remove_line,
    "a line doubled": double_line,
    "two lines swapped": swap_lines,
    "emptied": drop_all,
}


@dataclass
class Sound:
    """A store that holds a lot, and what is in it."""

    folder: Path
    name: str = "store.json"
    state: State = field(default_factory=dict)
    glance: tuple[Overview, ...] = ()

    def copy(self, into: Path) -> Path:
        """A copy with a summary that fits; gives the store's file."""
        shutil.rmtree(into, ignore_errors=True)
        shutil.rmtree(into.parent / "seen", ignore_errors=True)
        shutil.copytree(self.folder, into)
        store = opened(into / self.name)
        store.overviews()
        store.close(hurry=True)
        return into / self.name


def sound(folder: Path, seed: int = 21, *, steps: int = 33, name: str = "store.json") -> Sound:
    """Make a store of so many steps."""
    folder.mkdir(parents=True)
    path = folder / name
    with Child(Steps(path=path, seed=seed, first=0, last=steps, every=20)) as child:
        assert child.end() == 0, child.words
    made = Sound(folder, name, Model(seed).after(steps))
    store = opened(path)
    made.glance = _in_order(store.overviews())
    store.close(hurry=True)
    return made


def hurt(path: Path, harm: Harm, chance: random.Random) -> bytes:
    """Let a file come to harm without anybody having written it: its times stay."""
    before = path.stat()
    good = bad = path.read_bytes()
    while bad == good:  # two lines that are the same may have changed places
        bad = harm(good, chance)
    with path.open("r+b") as file:
        file.write(bad)
        file.truncate()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return bad


def outcome(made: Sound, path: Path, hurt_file: Path, bad: bytes) -> Outcome:
    """What becomes of a store one of whose files came to harm, and is now `bad`."""
    store = opened(path)
    try:
        glance = _in_order(store.overviews())
        found = _everybody(Notebook(store))
        said = store.notes or store.read_only
    except StoreError:
        return "refused" if _somewhere(bad, hurt_file) else "LOST"
    finally:
        store.close(hurry=True)
    if said:
        return "reported" if _somewhere(bad, hurt_file) else "LOST"
    return "intact" if (found, glance) == (made.state, made.glance) else "SILENT"


def _everybody(notebook: Notebook) -> State:
    """Everybody whom the store knows; nobody, where the glance names somebody it doesn't."""
    with suppress(Refused):
        return state_of(notebook)
    return {}


def _somewhere(bad: bytes, file: Path) -> bool:
    """Whether the bytes that can't be trusted are all still there, in whatever file."""
    if file.name.endswith(".summary"):
        return True  # it is made again from the store
    kept = [entry.read_bytes() for entry in file.parent.rglob("*") if entry.is_file()]
    return bad in kept


def _in_order(people: tuple[Overview, ...]) -> tuple[Overview, ...]:
    return tuple(sorted(people, key=lambda person: person.id))
