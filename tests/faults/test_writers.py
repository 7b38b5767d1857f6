"""Two and three processes at one store, with kills among them."""

from pathlib import Path

from tests.faults.writers import write_together


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    tally = write_together(tmp_path / "home" / "store.json", writers=2, each=200)
    assert (tally.total, tally.bad) == (400, [])


def test_three_writers_who_are_killed_lose_nothing(tmp_path: Path) -> None:
    tally = write_together(tmp_path / "home" / "store.json", writers=3, each=250, kills=10)
    assert tally.total > 600
    assert tally.bad == []
