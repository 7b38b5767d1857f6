"""The file of a store as text: plain TinyDB JSON, one document a line, `_meta` first.

    {"_meta": {"1": {…}},
    "people": {
    "1": {…},
    "2": {…}
    },
    …
    }

`_meta` has the number of saves (`gen`), and the size in bytes and CRC-32 of each table, so that
changes by other programs are noticed. In a table whose checksum matches, a document is parsed when
it is first read; all else is parsed at once, and strictly.
"""

import json
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import isinf
from typing import Any
from zlib import crc32

import orjson

from aligntui.store.errors import StoreDamaged

META = "_meta"
"""The table with the file's own metadata."""
FORMAT = 2
"""Version of the file format; before it, a store was a base and a journal, see `opening`."""
BOM = b"\xef\xbb\xbf"
_START = b'{"_meta": {"1": '
_COMMA = ord(",")
_HEAD = 120
"""So many bytes of a line hold a number and the id of a person."""
_END = b"\n}\n"
_MARKERS = (b"<<<<<<< ", b">>>>>>> ")
_LONGEST_NUMBER = 18

Doc = dict[str, Any]
Table = Mapping[str, Doc]
"""Documents by number; the numbers are strings, as in TinyDB's storages."""
Tables = dict[str, Table]


class Lines(Table):
    """A table as rendered in the file, each document of which is parsed when it is first read.

    Raises ValueError for anything else, and StoreDamaged for a document that is none when it is
    read; neither happens where the checksum matches what this program wrote.
    """

    def __init__(self, data: bytes, crc: int) -> None:
        self.data = data
        self.crc = crc
        self._docs: dict[str, Doc] = {}
        self.lines: dict[str, bytes] = {}
        """The line of each document, without the comma that parts it from the next."""
        self.owned: dict[str | None, list[str]] = {}
        """The numbers of the documents by `person`, the first key of rows; None if it isn't."""
        start = data.index(b": {\n") + 4
        while (end := data.find(b"\n", start)) > 0:
            line = data[start : end - (data[end - 1] == _COMMA)]
            _, number, begin, *key = line[:_HEAD].split(b'"', 6)
            if not begin.startswith(b": {"):
                raise ValueError("a line is no document")
            self.lines[name := number.decode()] = line
            known = len(key) == 4 and key[:2] == [b"person", b":"] and b"\\" not in key[2]
            self.owned.setdefault(key[2].decode() if known else None, []).append(name)
            start = end + 1

    @classmethod
    def of(cls, name: str, table: Mapping[str, Doc | bytes]) -> "Lines":
        """Render a table, documents as bytes as they are; raises ValueError for what JSON can't."""
        try:
            docs = [
                b'"%s": %s' % (n.encode(), doc if isinstance(doc, bytes) else orjson.dumps(doc))
                for n, doc in table.items()
            ]
        except orjson.JSONEncodeError as error:
            raise ValueError(str(error)) from error
        lines = b",\n".join(docs)
        data = b"%s: {\n%s}" % (orjson.dumps(name), lines + b"\n" if lines else b"")
        return cls(data, crc32(data))

    def __getitem__(self, number: str) -> Doc:
        return self.some((number,))[number]

    def some(self, numbers: Iterable[str]) -> dict[str, Doc]:
        """Some of the documents by number."""
        found = {}
        for number in numbers:
            if number not in self._docs:
                try:
                    self._docs[number] = orjson.loads(self.lines[number][len(number) + 4 :])
                except orjson.JSONDecodeError as error:
                    raise damaged(f"document {number}", f"can't be read: {error}") from error
            found[number] = self._docs[number]
        return found

    def items(self) -> ItemsView[str, Doc]:
        """All of them by number."""
        return self.some(self.lines).items()

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Lines) and other.data == self.data
        return same or super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def rendered(self, parsed: Iterable[str]) -> dict[str, Any]:
        """The documents by number as they are rendered, but for some that are parsed."""
        found: dict[str, Any] = {n: line[len(n) + 4 :] for n, line in self.lines.items()}
        return found | self.some(parsed)


def by_person(table: Table) -> dict[str, list[str]]:
    """The numbers of the documents of each person in their order: the first of a uid counts.

    All documents are parsed where one does not begin with `person`.
    """
    if isinstance(table, Lines) and None not in table.owned:
        return {str(person): numbers for person, numbers in table.owned.items()}
    found: dict[str, list[str]] = {}
    for number, row in table.items():
        if isinstance(person := row.get("person"), str):
            found.setdefault(person, []).append(number)
    return found


@dataclass(slots=True)
class Text:
    """The contents of a file. `parts` are the tables as in the file, if it is one of ours."""

    tables: Tables = field(default_factory=dict)
    meta: Doc = field(default_factory=dict)
    parts: dict[str, Lines] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    """The tables that another program changed since, as far as known; or `_meta`."""

    @property
    def gen(self) -> int:
        """The generation: the number of saves; 0 if it is not given."""
        gen = self.meta.get("gen")
        return gen if isinstance(gen, int) else 0

    @property
    def sum(self) -> str:
        """The checksum that distinguishes two texts of one generation."""
        return str(self.meta.get("sum", ""))


def write(tables: Mapping[str, Table], meta: Mapping[str, Any]) -> Text:
    """Render tables; one that is as in a file keeps its bytes."""
    parts = {
        name: table if isinstance(table, Lines) else Lines.of(name, table)
        for name, table in sorted(tables.items())
    }
    whole = {**meta, "format": FORMAT}
    whole.pop("sum", None)
    whole["parts"] = {name: [len(part.data), part.crc] for name, part in parts.items()}
    whole["sum"] = _sum(whole)
    return Text({**parts}, whole, parts)


def chunks(text: Text) -> Iterable[bytes]:
    """The bytes of the file, in pieces."""
    yield _START + orjson.dumps(text.meta) + b"}"
    for part in text.parts.values():
        yield b",\n"
        yield part.data
    yield _END


def read(data: bytes, path: str) -> Text:
    """Parse a file; raises StoreDamaged if it is no map of tables of documents."""
    found = _ours(data)
    if isinstance(found, Text):
        return found
    tables = parse(data, path)
    meta = _plain(tables.pop(META, {}).get("1", {}))
    return Text(tables, meta, changed=found)


def parse(data: bytes, path: str) -> Tables:
    """Parse any file that TinyDB can read; raises StoreDamaged for others."""
    if not data.strip(b" \t\r\n\0"):
        raise damaged(path, "is empty")
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise damaged(path, f"is not UTF-8 in line {line}") from error
    if marked_by_git(data):
        raise StoreDamaged(
            f"{path} holds git's conflict markers; nothing was changed: "
            f"'aligntui merge \"{path}\"' keeps both sides"
        )
    try:
        found = json.loads(
            text, object_pairs_hook=_no_twins, parse_float=_finite, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise damaged(path, f"is not JSON: {error.msg} in line {error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise damaged(path, f"can't be read: {error}") from error
    if not isinstance(found, dict):
        raise damaged(path, "is not a map of tables")
    for name, table in found.items():
        _check(name, table, path)
    return found


def differences(one: Tables, other: Tables) -> Iterator[tuple[str, Doc | None, Doc | None]]:
    """The documents that differ between two states: table, one and other, None if missing.

    Those that a failed save left rendered in `one` are as they were.
    """
    for name in one.keys() | other.keys():
        old, new = one.get(name, {}), other.get(name, {})
        numbers = old.keys() | new.keys()
        if isinstance(old, Lines) and isinstance(new, Lines):
            same = old.data == new.data
            numbers = {n for n, _ in old.lines.items() ^ new.lines.items()} if not same else set()
        for number in numbers:
            was: Doc | bytes | None = old.get(number)
            if not isinstance(was, bytes) and was != (row := new.get(number)):
                yield name, was, row


def damaged(path: str, what: str) -> StoreDamaged:
    """An error for a file that can't be trusted."""
    return StoreDamaged(
        f"{path} {what}; nothing was changed: 'aligntui doctor' lists the good states"
    )


def marked_by_git(data: bytes) -> bool:
    """True when a file has the conflict markers of git."""
    return all(data.startswith(mark) or b"\n" + mark in data for mark in _MARKERS)


def sides(data: bytes) -> tuple[bytes, bytes]:
    """Both sides of a file with git's conflict markers, ours first."""
    found: tuple[list[bytes], list[bytes]] = ([], [])
    taken: tuple[int, ...] = (0, 1)
    for line in data.splitlines(keepends=True):
        if line.startswith(b"<<<<<<< "):
            taken = (0,)
        elif line.startswith(b"||||||| ") and taken == (0,):
            taken = ()
        elif line.rstrip() == b"=======" and taken in {(0,), ()}:
            taken = (1,)
        elif line.startswith(b">>>>>>> "):
            taken = (0, 1)
        else:
            for side in taken:
                found[side].append(line)
    ours, theirs = (b"".join(side) for side in found)
    return ours, theirs


def _ours(data: bytes) -> Text | tuple[str, ...]:
    """Parse a file whose checksums match; else return the names of tables that do not."""
    stop = data.find(b"\n")
    line = data[:stop].removesuffix(b",")
    try:
        meta = orjson.loads(line.removeprefix(_START)[:-1])
        same = line == _START + orjson.dumps(meta) + b"}"
        said, kept = meta.pop("sum"), list(meta["parts"].items())
        if not same or said != _sum(meta):
            return (META,)
    except (ValueError, LookupError, TypeError, AttributeError):
        return (META,)
    text = Text(meta={**meta, "sum": said})
    changed = []
    end = len(line)
    for name, (size, crc) in kept:
        between, part, end = data[end : end + 2], data[end + 2 : end + 2 + size], end + 2 + size
        if between == b",\n" and crc32(part) == crc:
            with suppress(ValueError):
                text.tables[name] = text.parts[name] = Lines(part, crc)
        if name not in text.parts:
            changed.append(name)
    if changed or data[end:] != _END:
        return tuple(changed) or (META,)
    return text


def _sum(meta: Mapping[str, Any]) -> str:
    return f"{crc32(orjson.dumps(meta, option=orjson.OPT_SORT_KEYS)):08x}"


def _plain(meta: Mapping[str, Any]) -> Doc:
    """The `_meta` without numbers that are not integers."""
    wrong = [n for n in ("gen", "schema", "min_reader") if not isinstance(meta.get(n, 0), int)]
    return {name: value for name, value in meta.items() if name not in wrong}


def _check(name: str, table: object, path: str) -> None:
    if not isinstance(table, dict):
        raise damaged(path, f"is not a map of tables: {name!r} is none")
    for key, document in table.items():
        if not isinstance(document, dict):
            raise damaged(path, f"holds something else than a document: {name!r} number {key!r}")
        number = key.removeprefix("-").isdecimal() and len(key) <= _LONGEST_NUMBER
        if not number or str(int(key)) != key:
            raise damaged(path, f"numbers a document {key!r} in {name!r}")
        try:
            orjson.dumps(document)
        except orjson.JSONEncodeError as error:
            raise damaged(path, f"can't be kept: {name!r} number {key}: {error}") from error


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twin!r} stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError("a number in it is too large")
    return number
