"""A home with a store in it that is encrypted and made plain again, and how it must stand."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aligntui.paths import store_file
from aligntui.store import crypt, sealing
from aligntui.store.locations import stem_of, synced_by
from tests.faults.script import State
from tests.store.sealed import (
    carry_out,
    held,
    leaks,
)


class Place:
    """A home with a store in it that can be put back as it was."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self._kept = folder / "kept"
        self.data, self.state = self.home / "data", self.home / "state"
        self.seen = str(self.state / "aligntui")
        self.path = self.data / "store.json"

    def keep(self) -> None:
        """Remember everything as it is now."""
        shutil.copytree(self.home, self._kept)

    def fresh(self) -> None:
        """Put everything back."""
        shutil.rmtree(self.home)
        shutil.copytree(self._kept, self.home)
        crypt._held.clear()

    def run(self, *words: str) -> Callable[[], int]:
        return lambda: carry_out(self.path, *words)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    made = Place(tmp_path)
    made.data.mkdir(parents=True, mode=0o700)
    for variable, folder in (("XDG_STATE_HOME", made.state), ("XDG_DATA_HOME", made.home / "x")):
        monkeypatch.setenv(variable, str(folder))
    yield made
    synced_by.cache_clear()
    stem_of.cache_clear()


def as_before(place: Place, model: State, where: str) -> None:
    """What counts under the name of the store holds everything, and can be written."""
    crypt._held.clear()
    found = held(place.path)
    assert found.people == model, where
    assert found.read_only is None, where
    assert not [note for note in found.notes if "exists too" not in note], (where, found.notes)


def is_sealed(place: Place) -> None:
    assert store_file(str(place.path)) == f"{place.path}.age"
    assert not sealing.unsealed(f"{place.path}.age", place.seen)
    assert leaks(place.home) == []


def is_plain(place: Place) -> None:
    assert store_file(str(place.path)) == str(place.path)
    assert {file.name for file in place.data.glob("*.age*")} <= {"store.json.age.lock"}
    assert not list((place.data / "backups").glob("*.age*"))
