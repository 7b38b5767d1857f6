"""The summary beside the store: used where it fits, absent where anything is odd."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.glance import overview
from aligntui.domain.overview import Overview
from aligntui.domain.person import Change, Person
from aligntui.store import summary
from aligntui.store.durable import DurableStore
from aligntui.store.summary import stamp
from tests.people import day, full, somebody, team
from tests.strategies import people

EXPECTED = {overview(person) for person in team()}


def commit(store: DurableStore, *everybody: Person) -> None:
    for person in everybody:
        store.commit(Change(label="add", before=None, after=person))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store of three people, with its summary."""
    path = tmp_path / "store.json"
    store = DurableStore(path)
    commit(store, *team())
    store.close()
    return path


@pytest.fixture
def kept(path: Path) -> Path:
    return path.with_name("store.json.summary")


def seen(path: Path) -> set[Overview]:
    """Who a new process sees; whatever it did, the summary fits afterwards."""
    store = DurableStore(path)
    views = set(store.overviews())
    store.close(hurry=True)
    assert summary.read(path) is not None
    return views


def test_a_closed_store_leaves_a_summary_that_fits(path: Path) -> None:
    assert set(summary.read(path) or ()) == EXPECTED


def test_where_the_summary_fits_the_store_is_not_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DurableStore, "_open", _never)
    assert set(DurableStore(path).overviews()) == EXPECTED


def _never(store: DurableStore) -> object:
    raise AssertionError("the store was opened")


def test_without_a_store_there_is_no_summary(tmp_path: Path) -> None:
    assert summary.read(tmp_path / "store.json") is None
    summary.write(tmp_path / "gone" / "store.json", (), [1, 2, 3])
    assert list(tmp_path.iterdir()) == []


def test_after_a_change_the_old_summary_does_not_fit(path: Path) -> None:
    store = DurableStore(path)
    commit(store, somebody("Somebody new", 99))
    store.close(hurry=True)
    assert summary.read(path) is None
    assert seen(path) == {*EXPECTED, overview(somebody("Somebody new", 99))}


def test_what_another_process_kept_meanwhile_is_in_no_older_summary(path: Path) -> None:
    one, two = DurableStore(path), DurableStore(path)
    one.open()
    two.open()
    commit(two, somebody("Somebody new", 99))
    assert len(one.overviews()) == 4
    one.close(hurry=True)
    two.close(hurry=True)
    assert len(summary.read(path) or ()) == 4


def test_a_state_behind_the_disk_writes_no_summary(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = DurableStore(path), DurableStore(path)
    one.open()
    commit(two, somebody("Somebody new", 99))
    two.close(hurry=True)
    monkeypatch.setattr(one._open().storage, "refresh", list)
    assert len(one.overviews()) == 3
    assert summary.read(path) is None
    one.close(hurry=True)


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _other_format(data: bytes) -> bytes:
    return _edited(data, lambda kept: kept.update(summary=99))


def _foreign(data: bytes) -> bytes:
    return _edited(data, lambda kept: kept["stamp"].__setitem__(0, 1))


def _without_a_field(data: bytes) -> bytes:
    return _edited(data, lambda kept: kept["people"][0]["Overview"].pop(1))


def _strange_cadence(data: bytes) -> bytes:
    return _edited(
        data, lambda kept: kept["people"][0]["Overview"].__setitem__(6, {"cadence": "often"})
    )


def _strange_day(data: bytes) -> bytes:
    return _edited(data, lambda kept: kept["people"][0]["Overview"].__setitem__(4, {"day": "soon"}))


def _edited(data: bytes, edit: Callable[[dict[str, Any]], object]) -> bytes:
    kept = json.loads(data[9:])
    edit(kept)
    return summary.with_checksum(json.dumps(kept).encode())


def _flipped(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [_cut, _flipped, _other_format, _foreign, _without_a_field, _strange_cadence,
     _strange_day, lambda _: b"", lambda _: b"null", lambda _: b"[]", lambda _: b"\xff\xfe",
     lambda _: b"[" * 100_000, lambda _: b'{"summary": 1}'],
)  # fmt: skip
def test_a_summary_that_is_odd_in_any_way_is_made_again(
    path: Path, kept: Path, spoil: Callable[[bytes], bytes]
) -> None:
    kept.write_bytes(spoil(kept.read_bytes()))
    assert summary.read(path) is None
    assert seen(path) == EXPECTED


def test_a_summary_that_is_gone_is_made_again(path: Path, kept: Path) -> None:
    kept.unlink()
    assert seen(path) == EXPECTED


def test_a_summary_that_can_not_be_written_is_no_trouble(path: Path, kept: Path) -> None:
    kept.unlink()
    kept.mkdir()
    store = DurableStore(path)
    assert set(store.overviews()) == EXPECTED
    store.close()
    assert [file.name for file in path.parent.iterdir() if file.suffix == ".tmp"] == []


def test_a_name_with_half_a_character_in_it_is_no_trouble(path: Path) -> None:
    odd = overview(full())._replace(name="half \ud83d")
    summary.write(path, [odd], stamp(path) or [])
    assert [file.name for file in path.parent.iterdir() if file.suffix == ".tmp"] == []


def test_an_unchanged_store_is_summarised_once(path: Path, kept: Path) -> None:
    store = DurableStore(path)
    store.open()
    store.overviews()
    written = kept.stat().st_mtime_ns
    store.overviews()
    assert kept.stat().st_mtime_ns == written
    store.close(hurry=True)


def test_a_linked_store_has_its_summary_beside_the_file_itself(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.json"
    link.parent.mkdir()
    link.symlink_to(path)
    assert set(summary.read(link) or ()) == EXPECTED
    assert os.listdir(link.parent) == ["link.json"]


@given(st.lists(people(), max_size=3, unique_by=lambda person: person.id))
def test_whoever_they_are_the_summary_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, everybody: list[Person]
) -> None:
    path = tmp_path_factory.mktemp("any") / "store.json"
    path.write_bytes(b"whatever")
    views = tuple(overview(person) for person in everybody)
    summary.write(path, views, stamp(path) or [])
    assert summary.read(path) == views
    assert [view.due(day(0)) for view in summary.read(path) or ()] == [v.due(day(0)) for v in views]
