"""The file is plain TinyDB JSON, one document a line, and nothing else is taken for one."""

import json
import os
import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from tinydb import TinyDB

from aligntui.store.errors import StoreDamaged, StoreError
from aligntui.store.files import read_whole, write_private
from aligntui.store.text import (
    Lines,
    Tables,
    Text,
    by_person,
    chunks,
    differences,
    parse,
    read,
    write,
)

TABLES: Tables = {
    "": {},
    'a "b": {': {"3": {"text": '},\n}\n"1": {'}, "1": {"ü": [1.5, None, "\u2028"]}},
    "people": {str(i): {"person": f"p{i % 3}", "n": i} for i in range(1, 30)},
}


def data_of(tables: Tables, **meta: object) -> bytes:
    return b"".join(chunks(write(tables, {"gen": 7, **meta})))


def test_it_is_one_document_a_line_and_tinydb_reads_it(tmp_path: Path) -> None:
    data = data_of(TABLES)
    assert data.count(b"\n") == 2 + 2 * len(TABLES) + sum(map(len, TABLES.values()))
    (tmp_path / "store.json").write_bytes(data)
    with TinyDB(tmp_path / "store.json") as db:
        assert db.tables() == {"_meta", *TABLES}
        for name, table in TABLES.items():
            assert {str(row.doc_id): dict(row) for row in db.table(name)} == table
    assert json.loads(data)["_meta"]["1"]["gen"] == 7


def test_what_was_written_is_read_fast_and_the_same() -> None:
    data = data_of(TABLES, colour="blue")
    text = read(data, "x")
    assert (text.tables, text.changed, text.gen, text.meta["colour"]) == (TABLES, (), 7, "blue")
    assert set(text.parts) == set(TABLES)
    assert text.parts == TABLES
    assert b"".join(chunks(write(text.tables, text.meta))) == data
    assert read(data_of({}), "x").tables == {}


def test_only_a_table_that_changed_is_rendered_anew() -> None:
    text = read(data_of(TABLES), "x")
    tables = {**text.tables, "people": {**text.tables["people"], "30": {"n": 30}}}
    written = write(tables, text.meta)
    assert written.parts[""] is text.parts[""]
    assert written.tables == tables
    assert read(b"".join(chunks(written)), "x").tables == tables


def test_a_document_is_parsed_when_it_is_read_and_another_one_kept_as_it_is() -> None:
    data = data_of(TABLES)
    odd = data.replace(b'"n":5}', b'"n": 5e0 }')
    rows = Lines(odd[odd.index(b'"people": {') : odd.rindex(b"\n}") - 1], 0)
    mine = by_person(rows)["p0"]
    mixed = rows.rendered(mine)
    assert [number for number, row in mixed.items() if not isinstance(row, bytes)] == mine
    assert b'"n": 5e0 }' in Lines.of("people", mixed).data
    assert Lines.of("people", mixed) == TABLES["people"]


@pytest.mark.parametrize(
    ("row", "owned"),
    [
        (b'{"person":"p7","n":1}', {"p7": ["1"]}),
        (b'{"n":1,"person":"p7"}', {"p7": ["1"]}),
        (b'{"person":"p\\u0037"}', {"p7": ["1"]}),
        (b'{"person":"p\\"7"}', {'p"7': ["1"]}),
        (b'{"person":7}', {}),
        (b'{"person":{"person":"p7"}}', {}),
        (b'{"' + b"x" * 200 + b'":"p7"}', {}),
        (b'{"person":"' + b"x" * 200 + b'"}', {"x" * 200: ["1"]}),
        (b"{}", {}),
    ],
)
def test_whose_a_document_is_stands_first_or_it_is_parsed(
    row: bytes, owned: dict[str, list[str]]
) -> None:
    rows = Lines(b'"t": {\n"1": %s\n}' % row, 0)
    assert by_person(rows) == owned == by_person({**rows})


def test_what_is_no_document_though_the_sums_fit_was_changed_by_somebody_or_is_refused() -> None:
    for line in (b'"1": [1]', b"1", b'"1" {}', b'"\xff": {}'):
        with pytest.raises(ValueError, match=r"document|unpack|decode"):
            Lines(b'"t": {\n%s\n}' % line, 0)
    with pytest.raises(StoreDamaged, match="document 1 can't be read"):
        Lines(b'"t": {\n"1": {"n":}\n}', 0)["1"]


def test_the_tables_that_somebody_changed_are_named() -> None:
    data = data_of(TABLES)
    changed = read(data.replace(b'"n":5}', b'"n":6}'), "x")
    assert changed.changed == ("people",)
    assert changed.tables["people"]["5"]["n"] == 6
    assert not changed.parts
    for other in (json.dumps(json.loads(data)).encode(), data + b"\n", data.replace(b"7", b"8", 1)):
        assert read(other, "x").changed == ("_meta",)
    assert len([*differences(TABLES, changed.tables)]) == 1


def test_no_flipped_bit_goes_unnoticed() -> None:
    data = data_of(TABLES)
    chance = random.Random(5)
    for _ in range(1000):
        bad = bytearray(data)
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        try:
            changed = read(bytes(bad), "x").changed
        except StoreDamaged:
            continue
        assert changed, bytes(bad)


def test_a_mark_at_the_start_and_other_line_ends_are_read() -> None:
    assert parse(b'\xef\xbb\xbf{"t":\r\n{"1": {"a":\r\n1}}}', "x") == {"t": {"1": {"a": 1}}}


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
        (b'{"t": {"1": {"a": 1e999}}}', "too large"),
        (b'{"t": {"1": {"a": 1000000000000000000000000000000}}}', "kept"),
        (b'{"t": {"1": {"a": "\\ud800"}}}', "surrogates"),
        (b'{"t": {"1": {"a": ' + b"[" * 100_000, "JSON|read"),
        (b'{"t": {"1": {"a": ' + b"[" * 300 + b"]" * 300 + b"}}}", "kept"),
        (b'{"t": {"1": {"a": ' + b"9" * 5000 + b"}}}", "read"),
        (b'{"t":\n{"1": {"a": "\xfc"}}}', "line 2"),
        (b'{"t": {"1": {}}', "not JSON"),
        (b'{"t": {}}{', "not JSON"),
    ],
)
def test_what_is_no_store_is_refused_in_one_line(data: bytes, word: str) -> None:
    with pytest.raises(StoreDamaged, match=word) as caught:
        read(data, "/some/store.json")
    assert str(caught.value).startswith("/some/store.json ")
    assert "nothing was changed" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_only_a_plain_file_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "directory").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("fifo", "directory", "loop"):
        with pytest.raises(StoreError):
            read_whole(str(tmp_path / name))
    assert read_whole(str(tmp_path / "missing")) is None


def test_a_failed_replacement_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.json"
    write_private(str(path), [b"before"])

    def refuse(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    for call in ("replace", "fdatasync", "write"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, refuse)
            with pytest.raises(OSError, match="Input"):
                write_private(str(path), [b"after"])
        assert path.read_bytes() == b"before"
        assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize(
    "document",
    [{"a": "\ud800"}, {"\udfff": 1}, {1: "a"}, {"a": {None: 1}}, {"a": object()}, {"a": b"bytes"}],
)
def test_what_json_would_bend_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match=r"str|key|JSON"):
        Lines.of("people", {"1": document})


def test_a_text_knows_what_it_is_without_a_number() -> None:
    assert Text(meta={"gen": "x"}).gen == 0
    assert orjson.loads(data_of({}))["_meta"]["1"]["format"] == 2
