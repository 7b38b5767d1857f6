"""What comes in as JSON is looked through first, and comes in whole; kills leave all or nothing."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from aligntui.domain.errors import Refused
from aligntui.domain.person import Change, Person
from aligntui.domain.plain import clean_text
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.records import export_json
from aligntui.text.import_checks import LARGEST, Someone, bounded, people_in
from tests.faults import calls
from tests.faults.script import state_of
from tests.people import full, somebody, team
from tests.strategies import people


def store_of(path: Path, *everybody: Person) -> None:
    store = DurableStore(path)
    for person in everybody:
        store.commit(Change(label="add", before=None, after=person))
    store.close()


def looked_through(file: str) -> tuple[Someone, ...]:
    return people_in(file, bounded(file, LARGEST))


def taken_in(path: Path, file: Path) -> None:
    looked_through(str(file))
    notebook = Notebook(DurableStore(path))
    notebook.merge(str(file))
    notebook.close(hurry=True)


def held(path: Path) -> dict[Any, Person]:
    notebook = Notebook(DurableStore(path))
    found = dict(state_of(notebook))
    notebook.close(hurry=True)
    return found


def findable(person: Person) -> Person:
    """With a name as one can be entered."""
    return replace(person, name=" ".join(clean_text(person.name).split()) or "Mei")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people().map(findable))
def test_whoever_goes_out_comes_in_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, person: Person
) -> None:
    folder = tmp_path_factory.mktemp("round")
    store_of(folder / "a.json", person)
    text, count = export_json(folder / "a.json")
    assert count == 1
    assert all(line.isprintable() for line in text.split("\n"))
    (folder / "out.json").write_text(text, encoding="utf-8")
    taken_in(folder / "b.json", folder / "out.json")
    assert held(folder / "b.json") == {person.id: person}
    assert export_json(folder / "b.json")[0].split("\n")[3:] == text.split("\n")[3:]


def test_a_whole_team_with_fields_that_nobody_knows_comes_in_equal(tmp_path: Path) -> None:
    store_of(tmp_path / "a.json", *team())
    text, count = export_json(tmp_path / "a.json")
    kept = json.loads(text)
    next(iter(kept["notes"].values()))["mood"] = "good"
    (tmp_path / "out.json").write_text(json.dumps(kept), encoding="utf-8")
    taken_in(tmp_path / "b.json", tmp_path / "out.json")
    assert count == len(team())
    assert held(tmp_path / "b.json") == held(tmp_path / "a.json")
    again = json.loads(export_json(tmp_path / "b.json")[0])
    assert [row.get("mood") for row in again["notes"].values()].count("good") == 1


def refused(tmp_path: Path, data: str | bytes) -> str:
    file = tmp_path / "in.json"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(Refused) as refusal:
        looked_through(str(file))
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


BOMBS = {
    "[" * 100_000: "can't be read",
    '{"people": {"1": ' + '{"a":' * 900 + "1" + "}" * 900 + "}}": "Recursion limit reached",
    '{"people": {"1": {"person": "p", "uid": "p", "x": ' + "[" * 50 + "]" * 50 + "}}}":
        "nested too deeply",
    '{"people": {"1": {"person": "p", "uid": "p", "name": "' + "x" * 1_000_001 + '"}}}':
        "more than 1,000,000 characters",
    "[" * 5_000_001: "more lists than people have",
    '{"people": {"1": {"person": "p", "uid": "p", "name": ' + "9" * 5000 + "}}}": "can't be read",
    '{"people": {"1": {"person": "p", "uid": "p", "name": NaN}}}': "can't be read",
    "": "is empty", "{}": "holds no people", "[]": "is not a map", "nothing": "is not JSON",
    '{"people": []}': "is none", '{"people": {"1": 7}}': "something else than a document",
    '{"people": {}, "../../x": {}}': "holds '../../x'",
    '{"people": {"1": {"uid": "p", "name": "P"}}}': "names no person",
    '{"people": {"1": {"person": "p", "uid": "p", "name": 7}}}': "can't be read",
    '{"people": {"1": {"person": "p", "uid": "p"}}}': "'name' is missing",
    '{"_meta": {"1": {"schema": 99}}, "people": {}}': "newer aligntui",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_what_is_no_export_of_people_is_refused_in_time(tmp_path: Path, bomb: str) -> None:
    assert BOMBS[bomb] in refused(tmp_path, bomb)


def test_records_of_nobody_are_refused(tmp_path: Path) -> None:
    store_of(tmp_path / "a.json", full())
    kept = json.loads(export_json(tmp_path / "a.json")[0])
    kept["people"] = {}
    assert "somebody who is not in it" in refused(tmp_path, json.dumps(kept))


def test_a_link_is_followed_and_a_pipe_is_read_by_who_can_wait(tmp_path: Path) -> None:
    store_of(tmp_path / "a.json", somebody())
    (tmp_path / "out.json").write_text(export_json(tmp_path / "a.json")[0])
    (tmp_path / "link.json").symlink_to(tmp_path / "out.json")
    assert len(looked_through(str(tmp_path / "link.json"))) == 1
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(Refused, match="not a plain file"):
        bounded(str(tmp_path / "pipe.json"), LARGEST, plain=True)
    data = (tmp_path / "out.json").read_bytes()
    threading.Thread(target=(tmp_path / "pipe.json").write_bytes, args=(data,)).start()
    assert len(looked_through(str(tmp_path / "pipe.json"))) == 1
    with pytest.raises(Refused, match="more than 1,000 bytes"):
        bounded("/dev/zero", 1_000)


def ten_thousand(folder: Path) -> Path:
    """An export with ten thousand notes."""
    store_of(folder / "from.json", somebody("Mei Tanaka", 9))
    kept = json.loads(export_json(folder / "from.json")[0])
    who = kept["people"]["1"]["person"]
    kept["notes"] = {
        str(n): {
            "person": who, "uid": f"{n:032x}", "handle": f"N{n}", "on": "2026-03-16",
            "text": f"note {n}", "private": True, "rev": 1,
        }
        for n in range(1, 10_001)
    }  # fmt: skip
    (folder / "out.json").write_text(json.dumps(kept))
    return folder / "out.json"


@pytest.mark.kills
def test_an_import_of_ten_thousand_records_killed_at_any_call_is_all_or_nothing(
    tmp_path: Path,
) -> None:
    file, path = ten_thousand(tmp_path), tmp_path / "store.json"
    store_of(path, full())
    before = held(path)
    start = {each: each.read_bytes() for each in tmp_path.glob("store.json*")}

    def fresh() -> None:
        for each in tmp_path.glob("store.json*"):
            each.unlink()
        for each, data in start.items():
            each.write_bytes(data)

    taken_in(path, file)
    after = held(path)
    assert len(after) == len(before) + 1
    found = []
    for where in calls.at_each(lambda: taken_in(path, file), calls.die, fresh):
        found.append(held(path))
        assert found[-1] in (before, after), where
    assert found.count(before) >= 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "a name is empty"),
        ("x" * 2_001, "a name has 2,001 characters"),
        ("Mei\nTanaka", "'Mei Tanaka' is not as a name is kept"),
        ("Mei\x1b[2J", "'Mei\ufffd[2J' is not as a name is kept"),
    ],
)
def test_nobody_comes_in_who_could_not_be_found_again(tmp_path: Path, name: str, says: str) -> None:
    store_of(tmp_path / "a.json", somebody())
    kept = json.loads(export_json(tmp_path / "a.json")[0])
    kept["people"]["1"]["name"] = name
    assert f"in.json: {says}" in refused(tmp_path, json.dumps(kept))


def test_two_lines_of_one_handle_do_not_come_in(tmp_path: Path) -> None:
    store_of(tmp_path / "a.json", full())
    kept = json.loads(export_json(tmp_path / "a.json")[0])
    kept["items"]["99"] = {**kept["items"]["1"], "uid": "f" * 32}
    assert "has two E1; nothing was imported" in refused(tmp_path, json.dumps(kept))
