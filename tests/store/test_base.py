"""The base is plain TinyDB JSON, and nothing else is taken for one."""

import json
import os
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from aligntui.store.base import Tables, chunks, parse, read_base, split, write_base
from aligntui.store.errors import StoreDamaged, StoreError
from aligntui.store.files import leftovers
from aligntui.store.lines import copied, encode, line_of
from aligntui.store.rows import Rows

TABLES: dict[str, dict[int, dict[str, Any]]] = {
    "_meta": {1: {"gen": 1}},
    "": {},
    'a "b": {': {3: {"text": '},\n}\n"1": {'}, 1: {"ü": [1.5, None, "\u2028"]}},
    "people": {i: {"person": f"p{i % 3}", "n": i} for i in range(1, 30)},
}


def rows(tables: dict[str, dict[int, dict[str, Any]]]) -> Tables:
    return {
        name: Rows({doc_id: line_of(doc_id, doc) for doc_id, doc in table.items()})
        for name, table in tables.items()
    }


def plain(tables: Tables) -> dict[str, dict[int, dict[str, Any]]]:
    return {name: {i: table[i] for i in table} for name, table in tables.items()}


def test_it_is_one_document_a_line_and_any_json_reader_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    crc, size = write_base(str(path), rows(TABLES))
    data = path.read_bytes()
    assert (crc, size) == (crc32(data), len(data))
    assert {
        name: {int(i): doc for i, doc in table.items()} for name, table in json.loads(data).items()
    } == TABLES
    assert data.count(b"\n") == 1 + 2 * len(TABLES) + sum(map(len, TABLES.values()))
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["store.json"]


def test_cutting_into_lines_and_parsing_agree_byte_for_byte() -> None:
    data = b"".join(chunks(rows(TABLES)))
    assert plain(split(data)) == plain(parse(data, "x")) == TABLES
    assert b"".join(chunks(split(data))) == b"".join(chunks(parse(data, "x"))) == data


def test_touched_documents_are_written_the_same() -> None:
    data = b"".join(chunks(rows(TABLES)))
    tables = split(data)
    plain(tables)
    assert b"".join(chunks(tables)) == data


def test_documents_are_grouped_by_a_field() -> None:
    documents: dict[int, dict[str, Any]] = {
        1: {"person": "ann", "n": 1},
        2: {"n": 2, "person": "ann"},
        3: {"person": 'q"\\', "n": 3},
        4: {"person": 7},
        5: {"other": "person"},
        6: {"person": "bøb"},
        7: {"person": "ann"},
    }
    table = rows({"t": documents})["t"]
    expected = {"ann": [1, 2, 7], 'q"\\': [3], "bøb": [6]}
    assert table.group("person") == expected
    assert list(table.values()) == list(documents.values())
    assert table.group("person") == expected


def test_a_mark_at_the_start_and_other_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    path.write_bytes(b'\xef\xbb\xbf{"t":\r\n{"1": {"a":\r\n1}}}')
    base = read_base(str(path))
    assert base is not None
    assert plain(base.tables(ours=False)) == {"t": {1: {"a": 1}}}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\0" * 5000, "empty"),
        (b"null", "not a map"),
        (b"[1, 2]", "not a map"),
        (b'"text"', "not a map"),
        (b'{"t": []}', "not a map"),
        (b'{"t": {"1": []}}', "something else"),
        (b'{"t": {"1": "text"}}', "something else"),
        (b'{"t": {"one": {}}}', "numbers"),
        (b'{"t": {"01": {}}}', "numbers"),
        (b'{"t": {"1": {}, "1": {}}}', "twice"),
        (b'{"t": {"1": {"a": NaN}}}', "NaN"),
        (b'{"t": {"1": {"a": 1e999}}}', "kept"),
        (b'{"t": {"1": {"a": "\\ud800"}}}', "half a character"),
        (b'{"t": {"1": {"a": ' + b"[" * 100_000, "JSON|read"),
        (b'{"t": {"1": {"a": ' + b"9" * 5000 + b"}}}", "read"),
        (b'{"t":\n{"1": {"a": "\xfc"}}}', "line 2"),
        (b'{"t": {"1": {}}', "not JSON"),
        (b'{"t": {}}{', "not JSON"),
    ],
)
def test_what_is_no_store_is_refused_in_one_line(data: bytes, word: str) -> None:
    with pytest.raises(StoreDamaged, match=word) as caught:
        parse(data, "/some/store.json")
    assert str(caught.value).startswith("/some/store.json ")
    assert "nothing was changed" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_only_a_plain_file_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "directory").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("fifo", "directory", "loop"):
        with pytest.raises(StoreError):
            read_base(str(tmp_path / name))
    assert read_base(str(tmp_path / "missing")) is None


def test_a_failed_replacement_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.json"
    write_base(str(path), rows({"t": {1: {"a": 1}}}))
    before = path.read_bytes()

    def refuse(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    for call in ("replace", "fdatasync", "write"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, refuse)
            with pytest.raises(OSError, match="Input"):
                write_base(str(path), rows(TABLES))
        assert path.read_bytes() == before
        assert leftovers(str(path)) == []


@pytest.mark.parametrize(
    "document",
    [
        {"a": float("nan")},
        {"a": [float("inf")]},
        {"a": "\ud800"},
        {"\udfff": 1},
        {1: "a"},
        {"a": {None: 1}},
        {"a": object()},
        {"a": b"bytes"},
        {"a": {1, 2}},
    ],
)
def test_what_json_would_bend_is_refused(document: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        encode(document)


def test_a_nesting_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValueError, match="deep"):
        encode({"a": deep})
    loop: dict[str, Any] = {}
    loop["self"] = loop
    with pytest.raises(ValueError, match="deep"):
        encode(loop)


def test_a_copy_shares_nothing() -> None:
    value = {"a": [{"b": [1]}]}
    other = copied(value)
    other["a"][0]["b"].append(2)
    assert value == {"a": [{"b": [1]}]}
