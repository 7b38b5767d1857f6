"""An encrypted store under kills, other writers and damage keeps what a plain one keeps."""

import random
from pathlib import Path

import pytest

from aligntui.store import crypt
from tests.faults.damage import HARMS, flip, hurt, outcome, sound
from tests.faults.kills import kill_at_random
from tests.faults.script import Model
from tests.faults.writers import write_together
from tests.store.sealed import PASSPHRASE, fresh_hands, leaks, quick

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")

NAME = "store.json.age"
FLIPS, OTHERS = 60, 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store will be encrypted from its first save on."""
    found = tmp_path / "home" / NAME
    found.parent.mkdir(mode=0o700)
    crypt.made(str(found), PASSPHRASE)
    return found


def test_kills_at_random_lose_nothing(path: Path) -> None:
    tally = kill_at_random(path, Model(3), kills=30, seconds=0.05)
    assert (tally.total, tally.bad) == (30, [])
    assert leaks(path.parent, marks=["Person", "ledger", "on-call"]) == []


def test_writers_who_are_killed_lose_nothing(path: Path) -> None:
    tally = write_together(path, writers=2, each=120, kills=6)
    assert tally.total > 150
    assert tally.bad == []
    assert leaks(path.parent, marks=["writer", "Shared"]) == []


def test_harm_to_its_files_is_never_silent(tmp_path: Path) -> None:
    first, second = (tmp_path / folder / NAME for folder in ("sound", "run"))
    crypt.made(str(tmp_path / NAME), PASSPHRASE)
    for path in (first, second):
        crypt._held[str(path)] = crypt._held[str(tmp_path / NAME)]
    made = sound(first.parent, name=NAME)
    chance = random.Random(102)
    for harm in HARMS.values():
        for _ in range(FLIPS if harm is flip else OTHERS):
            path = made.copy(second.parent)
            found = outcome(made, path, path, hurt(path, harm, chance))
            assert found == "refused", harm.__name__
