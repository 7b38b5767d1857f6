"""A store of every schema there ever was still opens, and is the same after a second opening."""

import json
import shutil
from pathlib import Path

import pytest

from aligntui.store import migrations
from aligntui.store.durable import DurableStore
from aligntui.store.recovery import verified
from aligntui.store.rows import Rows
from aligntui.store.tiny import AlignDB

FIXTURES = Path(__file__).parent / "fixtures"
OLD = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())


def taken(name: str, to: Path) -> Path:
    """A fixture where it may be written to."""
    shutil.copytree(FIXTURES / name, to / "home")
    for file in (to / "home").iterdir():
        file.chmod(0o600)
    return to / "home" / "store.json"


def closed(path: Path) -> dict[str, bytes]:
    DurableStore(path).close()
    with AlignDB(path):
        return {
            name: path.with_name(name).read_bytes() for name in ("store.json", "store.json.journal")
        }


def test_there_is_a_store_of_every_schema() -> None:
    assert [f"schema-{number}" for number in range(1, migrations.SCHEMA + 1)] == OLD


@pytest.mark.parametrize("name", OLD)
def test_an_old_store_opens_whole_and_stays_the_same_from_then_on(
    name: str, tmp_path: Path
) -> None:
    path = taken(name, tmp_path)
    store = DurableStore(path)
    people = {view.name for view in store.overviews()}
    assert people == {"Priya Raman", "Tomás Oliveira"}
    assert store.notes == ()
    store.close()
    assert closed(path) == closed(path)
    assert json.loads(path.read_bytes())["_meta"]["1"]["schema"] == migrations.SCHEMA


def lift(tables: dict[str, Rows]) -> None:
    """A step that was never needed: it gives every person a role."""
    rows = tables["people"]
    for number in list(rows):
        rows.put(number, {**rows[number], "role": "lifted"})


def as_schema_0(path: Path) -> bytes:
    data = json.loads(path.read_bytes())
    data["_meta"]["1"]["schema"] = 0
    path.write_text(json.dumps(data), encoding="utf-8")
    return path.read_bytes()


def test_an_older_schema_is_lifted_with_a_backup_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = taken("schema-1", tmp_path)
    before = as_schema_0(path)
    monkeypatch.setattr(migrations, "STEPS", {0: lift})
    store = DurableStore(path)
    assert {view.role for view in store.overviews()} == {"lifted"}
    store.close()
    backup = path.parent / "backups" / "store-before-v1.json"
    assert backup.read_bytes() == before
    first = closed(path)
    assert closed(path) == first
    assert len(list(backup.parent.glob("*before*"))) == 1
    assert verified(backup).people == 2


def test_a_schema_to_which_no_way_leads_is_only_read(tmp_path: Path) -> None:
    path = taken("schema-1", tmp_path)
    before = as_schema_0(path)
    with AlignDB(path) as db:
        assert "unknown schema 0" in (db.read_only or "")
        assert len(db.rows("people")) == 2
    assert path.read_bytes() == before


def test_a_newer_schema_names_the_version_that_wrote_it(tmp_path: Path) -> None:
    path = taken("schema-1", tmp_path)
    data = json.loads(path.read_bytes())
    data["_meta"]["1"] |= {"schema": migrations.SCHEMA + 1, "version": "7.1"}
    path.write_text(json.dumps(data), encoding="utf-8")
    with AlignDB(path) as db:
        assert "written by aligntui 7.1; update aligntui" in (db.read_only or "")
