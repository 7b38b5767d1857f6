"""Everything TinyDB documents of tables and queries, over TinyDB's own storage and over ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as set_
from tinydb.storages import JSONStorage
from tinydb.table import Document

from aligntui.store.storage import FileStorage

THREE = [{"int": 1, "char": char} for char in "abc"]


@pytest.fixture(params=[JSONStorage, FileStorage])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    with TinyDB(tmp_path / "store.json", storage=request.param) as found:
        found.insert_multiple(dict(document) for document in THREE)
        yield found


def chars(db: Any) -> list[str]:
    return [document["char"] for document in db]


def test_inserting_gives_numbers_from_one(db: TinyDB) -> None:
    assert [document.doc_id for document in db] == [1, 2, 3]
    assert db.insert({"char": "d"}) == 4
    assert db.insert_multiple([{"char": "e"}, {"char": "f"}]) == [5, 6]


def test_a_generator_and_an_empty_list_can_be_inserted(db: TinyDB) -> None:
    assert db.insert_multiple({"char": str(i)} for i in range(3)) == [4, 5, 6]
    assert db.insert_multiple([]) == []
    assert len(db) == 6


def test_a_document_may_bring_its_own_number(db: TinyDB) -> None:
    assert db.insert(Document({"char": "z"}, 77)) == 77
    assert db.insert({"char": "y"}) == 78
    assert db.insert_multiple([Document({"char": "x"}, 90)]) == [90]
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"char": "again"}, 77))
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([Document({"char": "again"}, 90)])


def test_only_mappings_are_documents(db: TinyDB) -> None:
    for wrong in ({1, 2}, object(), "text", [1]):
        with pytest.raises(ValueError, match="Mapping"):
            db.insert(wrong)
        with pytest.raises(ValueError, match="Mapping"):
            db.insert_multiple([wrong])
    assert len(db) == 3


def test_all_len_and_iteration_agree(db: TinyDB) -> None:
    assert db.all() == THREE
    assert list(db) == THREE
    assert len(db) == 3


def test_get_finds_one_or_none(db: TinyDB) -> None:
    assert db.get(where("char") == "b") == THREE[1]
    assert db.get(where("char") == "q") is None
    assert db.get(doc_id=3) == THREE[2]
    assert db.get(doc_id=99) is None
    found = db.get(doc_ids=[1, 3, 99])
    assert [document.doc_id for document in found] == [1, 3]
    with pytest.raises(RuntimeError):
        db.get()


def test_search_and_count_and_contains(db: TinyDB) -> None:
    assert len(db.search(where("int") == 1)) == 3
    assert db.search(where("nowhere").exists()) == []
    assert db.count(where("char") == "a") == 1
    assert db.contains(where("char") == "c")
    assert not db.contains(where("char") == "q")
    assert db.contains(doc_id=2)
    assert not db.contains(doc_id=99)
    with pytest.raises(RuntimeError):
        db.contains()


def test_queries_of_every_kind(db: TinyDB) -> None:
    db.insert({"deep": {"list": [1, 2, {"x": "y"}]}, "name": "Ånn", "n": 5})
    q = Query()
    matching = [
        q.deep.list.any([2]),
        q.name.matches("Å.n"),
        q.name.search("n$"),
        q.n.test(lambda n: n > 4),
        q.n.one_of([4, 5]),
        (q.n > 4) & ~(q.name == "Bob"),
        (q.n < 0) | (q.n >= 5),
        q.fragment({"n": 5}),
        q.deep.exists(),
        q["name"] == "Ånn",
    ]
    for query in matching:
        assert [document.doc_id for document in db.search(query)] == [4]


def test_update_by_condition_number_and_all(db: TinyDB) -> None:
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert db.update({"int": 3}, doc_ids=[2, 3]) == [2, 3]
    assert [document["int"] for document in db] == [2, 3, 3]
    assert db.update({"new": True}) == [1, 2, 3]
    assert db.count(where("new") == True) == 3  # noqa: E712 - a query, not a comparison
    assert db.update({"int": 0}, where("char") == "q") == []


def test_the_operations_that_come_with_tinydb(db: TinyDB) -> None:
    db.update(increment("int"), where("char") == "a")
    db.update(decrement("int"), where("char") == "b")
    db.update(add("int", 5), where("char") == "c")
    db.update(subtract("int", 1), where("char") == "c")
    assert [document["int"] for document in db] == [2, 0, 5]
    db.update(set_("char", "s"), doc_ids=[1])
    db.update(delete("int"), doc_ids=[1])
    assert db.get(doc_id=1) == {"char": "s"}


def test_update_multiple(db: TinyDB) -> None:
    steps: list[Any] = [
        ({"int": 2}, where("char") == "a"),
        (delete("int"), where("char") == "b"),
    ]
    assert db.update_multiple(steps) == [1, 2]
    assert db.all() == [{"int": 2, "char": "a"}, {"char": "b"}, {"int": 1, "char": "c"}]


def test_upsert_updates_or_inserts(db: TinyDB) -> None:
    assert db.upsert({"int": 9}, where("char") == "a") == [1]
    assert db.upsert({"int": 9, "char": "x"}, where("char") == "x") == [4]
    assert db.upsert(Document({"char": "n"}, 2)) == [2]
    assert db.upsert(Document({"char": "m"}, 50)) == [50]
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"char": "lost"})
    assert chars(db) == ["a", "n", "c", "x", "m"]


def test_remove_by_condition_and_number(db: TinyDB) -> None:
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[1]) == [1]
    assert db.remove(where("char") == "q") == []
    assert chars(db) == ["c"]
    with pytest.raises(RuntimeError):
        db.remove()


def test_truncate_empties_and_starts_numbers_anew(db: TinyDB) -> None:
    db.truncate()
    assert len(db) == 0
    assert db.insert({"char": "a"}) == 1


def test_the_number_of_a_removed_document_is_not_given_again(db: TinyDB) -> None:
    db.insert({"char": "d"})
    db.remove(doc_ids=[4])
    assert db.insert({"char": "e"}) == 5


def test_tables_are_apart(db: TinyDB) -> None:
    people, notes = db.table("people"), db.table("notes")
    assert people.insert({"name": "Ann"}) == 1
    assert notes.insert({"text": "hello"}) == 1
    assert db.tables() == {"_default", "people", "notes"}
    assert db.table("people") is people
    assert people.name == "people"
    assert len(people) == 1
    db.drop_table("people")
    db.drop_table("nowhere")
    assert db.tables() == {"_default", "notes"}
    db.drop_tables()
    assert db.tables() == set()
    assert len(db) == 0


def test_an_empty_table_can_be_kept(db: TinyDB) -> None:
    db.table("empty", persist_empty=True)
    db.table("forgotten")
    assert db.tables() == {"_default", "empty"}


def test_results_are_documents_with_their_numbers(db: TinyDB) -> None:
    for found in (*db, *db.all(), *db.search(where("int") == 1), db.get(doc_id=1)):
        assert isinstance(found, Document)
        assert found.doc_id in {1, 2, 3}


def test_nested_values_and_all_of_unicode_come_back(db: TinyDB) -> None:
    odd = {"": None, "ü": [1.5, -0.0, 10**18, True, {"🙂": "\u2028\x00\x7f"}], "a": '\\"\n'}
    number = db.insert(odd)
    assert db.get(doc_id=number) == odd


def test_an_exception_in_an_update_leaves_nothing_on_disk(db: TinyDB, tmp_path: Path) -> None:
    def half_way(document: Any) -> None:
        if document["char"] == "c":
            raise KeyError("stop")
        document["int"] = 100

    with pytest.raises(KeyError):
        db.update(half_way)
    with TinyDB(tmp_path / "store.json", access_mode="r") as another:
        assert another.all() == THREE


def test_what_is_written_is_read_by_another_instance(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    with TinyDB(path, storage=FileStorage) as ours:
        ours.insert_multiple(THREE)
        ours.table("people").insert({"name": "Ann"})
    with TinyDB(path) as theirs:
        assert theirs.all() == THREE
        assert theirs.table("people").all() == [{"name": "Ann"}]
        assert theirs.tables() == {"_default", "people", "_meta"}
