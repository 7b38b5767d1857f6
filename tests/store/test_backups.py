"""Which backups are made, and which of them stay."""

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from aligntui.domain.person import Change
from aligntui.store import backups
from aligntui.store.backups import Kept, outdated
from aligntui.store.doctor import examine
from aligntui.store.durable import DurableStore
from aligntui.store.records import open_db
from tests.people import full

MONDAY = date(2026, 6, 1)
TUESDAY = date(2026, 6, 2)


def made(*days: date) -> list[Kept]:
    return [Kept(day, gen, f"store-{day:%Y%m%d}-g{gen}.json") for gen, day in enumerate(days, 1)]


def run_of(days: int, last: date) -> list[Kept]:
    return made(*(last - timedelta(days=back) for back in reversed(range(days))))


def staying(backups: list[Kept], today: date) -> list[date]:
    gone = outdated(backups, today)
    return [each.day for each in backups if each.name not in gone]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["store-20260601-g7.json"], [(date(2026, 6, 1), 7)]),
        (["store-20260631-g7.json", "store-2026061-g7.json", "store-20260601-g.json"], []),
        (["store-20260601-101500-g7.json", "store-before-v2.json", "mine.json"], []),
        (["store-20260601-g7.json.journal", "other-20260601-g7.json"], []),
        (
            ["store-20260602-g8.json", "store-20260601-g9.json"],
            [(MONDAY, 9), (date(2026, 6, 2), 8)],
        ),
    ],
)
def test_only_names_of_our_own_are_taken_for_backups(
    tmp_path: Path, names: list[str], expected: list[tuple[date, int]]
) -> None:
    (tmp_path / "backups").mkdir()
    for name in names:
        (tmp_path / "backups" / name).touch()
    found = backups.there(str(tmp_path / "store.json"))
    assert [(each.day, each.gen) for each in found] == expected


def test_nothing_goes_as_long_as_there_are_few() -> None:
    assert outdated([], MONDAY) == set()
    assert outdated(run_of(7, MONDAY), MONDAY) == set()


def test_of_one_day_the_first_and_the_latest_stay() -> None:
    several = made(MONDAY, MONDAY, MONDAY, MONDAY)
    assert outdated(several, MONDAY) == {several[1].name, several[2].name}


def test_a_year_of_days_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    today = date(2026, 6, 29)
    stay = staying(run_of(365, today), today)
    assert stay[-7:] == [today - timedelta(days=back) for back in range(6, -1, -1)]
    mondays = [day for day in stay if day.weekday() == 0]
    assert {date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 22), date(2026, 6, 29)} <= set(
        mondays
    )
    firsts = [day for day in stay if day.day == 1]
    assert len(firsts) == 12
    assert len(stay) <= 7 + 4 + 12 + 1


def test_thinning_day_by_day_leaves_what_thinning_at_once_leaves() -> None:
    there: list[Kept] = []
    every = run_of(200, MONDAY)
    for each in every:
        there.append(each)
        gone = outdated(there, each.day)
        there = [other for other in there if other.name not in gone]
    assert [each.day for each in there] == staying(every, MONDAY)


@pytest.mark.parametrize("today", [date(1970, 1, 1), date(2036, 1, 1), date.max, date.min])
def test_a_clock_gone_wrong_takes_no_more_than_any_day_would(today: date) -> None:
    there = run_of(30, MONDAY)
    assert set(staying(there, MONDAY)) <= set(staying(there, today))


def test_what_is_dated_in_the_future_takes_no_place_of_the_others() -> None:
    right = run_of(7, MONDAY)
    wrong = made(*(date(2036, 1, day) for day in range(1, 10)))
    assert set(right) | set(wrong) == {
        each for each in (*right, *wrong) if each.name not in outdated([*right, *wrong], MONDAY)
    }


# -- on disk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.json"


def save(path: Path, text: str) -> list[str]:
    """One save; gives what was odd."""
    db, storage = open_db(path)
    db.insert({"text": text})
    db.close()
    return storage.notes


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in (path.parent / "backups").iterdir())


def texts(file: Path) -> list[str]:
    with TinyDB(file, access_mode="r") as db:
        return [row["text"] for row in db]


def test_each_save_keeps_what_it_replaces_and_a_day_keeps_its_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, text in ((1, "a"), (1, "b"), (1, "c"), (2, "d"), (2, "e")):
        monkeypatch.setattr(backups, "_today", lambda day=day: date(2026, 6, day))
        save(path, text)
    kept = {name: "".join(texts(path.parent / "backups" / name)) for name in names(path)}
    assert kept == {
        "store-20260601-g1.json": "a",
        "store-20260602-g3.json": "abc",
        "store-previous.json": "abcd",
    }


def test_saves_thin_the_backups_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for ago in reversed(range(40)):
        monkeypatch.setattr(backups, "_today", lambda ago=ago: MONDAY - timedelta(days=ago))
        save(path, "x")
    there = backups.there(str(path))
    assert {MONDAY - timedelta(days=ago) for ago in range(7)} <= {each.day for each in there}
    assert len(there) < 15
    assert outdated(there, MONDAY) == set()


def test_what_a_save_replaces_is_kept_without_a_copy_and_a_new_store_is_copied(path: Path) -> None:
    save(path, "one")
    (first,) = (path.parent / "backups").iterdir()
    before = path.stat()
    assert (first.read_bytes(), first.stat().st_nlink) == (path.read_bytes(), 1)
    save(path, "two")
    previous = path.parent / "backups" / "store-previous.json"
    for file in (first, previous):
        assert file.stat().st_mode & 0o777 == 0o600
    assert previous.stat().st_ino == before.st_ino
    assert (path.parent / "backups").stat().st_mode & 0o777 == 0o700


def test_without_hard_links_a_backup_is_a_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    save(path, "one")
    before = path.read_bytes()
    monkeypatch.setattr(os, "link", no_links)
    save(path, "two")
    assert len(names(path)) == 2
    for name in names(path):
        backup = path.parent / "backups" / name
        assert backup.read_bytes() == before
        assert backup.stat().st_mode & 0o777 == 0o600


def test_where_no_backup_can_be_made_the_store_goes_on_and_says_so(
    path: Path, tmp_path: Path
) -> None:
    save(path, "one")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(path.parent / "backups")
    (path.parent / "backups").symlink_to(elsewhere)
    (said,) = save(path, "two")
    assert "no backup was made" in said
    assert texts(path) == ["one", "two"]
    assert list(elsewhere.iterdir()) == []


def _linked(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to(folder.parent / "elsewhere")


def _a_file(folder: Path) -> None:
    folder.write_text("mine")


IN_PLACE_OF_A_FOLDER = {"a link": _linked, "a file": _a_file}


@pytest.mark.parametrize("put", IN_PLACE_OF_A_FOLDER.values(), ids=IN_PLACE_OF_A_FOLDER)
def test_a_store_whose_backups_have_no_folder_says_so_at_the_save_and_to_the_doctor(
    path: Path, put: Callable[[Path], None]
) -> None:
    for text in ("one", "two"):
        save(path, text)
    folder = path.parent / "backups"
    db = DurableStore(path)
    db.open()
    assert db.notes == ()
    shutil.rmtree(folder)
    put(folder)
    db.commit(Change(label="add", before=None, after=full()))
    db.close()
    notes: tuple[str, ...] = db.notes
    (said,) = [note for note in notes if "no backup was made" in note]
    assert str(folder) in said
    found = [f.words for f in examine(path, today=date(2027, 1, 1)) if f.check == "backups"]
    assert found == [said]
    db.open()
    assert said in db.notes
    db.close()
    assert [entry.name for entry in folder.parent.iterdir() if "store-" in entry.name] == []
