"""Files that came to harm: refused or reported, with every byte kept; nothing silent."""

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.damage import HARMS, Harm, Sound, flip, hurt, outcome, sound

FILES = ("store.json", "store.json.summary")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    return sound(tmp_path_factory.mktemp("damage") / "sound")


def first(size: int) -> Harm:
    """Only so many bytes are left."""
    return lambda data, _: data[:size]


def outcomes(made: Sound, into: Path, file: str, harm: str, times: int) -> Counter[str]:
    chance, found = random.Random(f"{file}/{harm}"), Counter[str]()
    for _ in range(times):
        path = made.copy(into)
        bad = hurt(path.with_name(file), HARMS[harm], chance)
        found[outcome(made, path, path.with_name(file), bad)] += 1
    return found


@pytest.mark.parametrize("harm", HARMS)
def test_no_harm_is_silent_and_nothing_is_thrown_away(
    made: Sound, tmp_path: Path, harm: str
) -> None:
    found = outcomes(made, tmp_path / "run", FILES[0], harm, 30)
    assert set(found) <= {"refused", "reported"}


@pytest.mark.parametrize("harm", ["one bit flipped", "cut short", "a block of zeros", "emptied"])
def test_a_summary_that_came_to_harm_is_made_again(made: Sound, tmp_path: Path, harm: str) -> None:
    assert set(outcomes(made, tmp_path / "run", FILES[1], harm, 25)) == {"intact"}


def test_flipped_bits_are_all_seen(made: Sound, tmp_path: Path) -> None:
    chance = random.Random(32)
    for _ in range(150):
        path = made.copy(tmp_path / "run")
        assert outcome(made, path, path, hurt(path, flip, chance)) in {"refused", "reported"}


def test_a_file_cut_at_every_hundredth_is_refused(made: Sound, tmp_path: Path) -> None:
    whole = (made.folder / "store.json").read_bytes()
    for part in range(100):
        path = made.copy(tmp_path / "run")
        bad = hurt(path, first(len(whole) * part // 100), random.Random())
        assert bad != whole
        assert outcome(made, path, path, bad) == "refused"
