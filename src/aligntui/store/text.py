"""The file of a store as text: plain TinyDB JSON, one document a line, `_meta` first.

    {"_meta": {"1": {…}},
    "people": {
    "1": {…},
    "2": {…}
    },
    …
    }

`_meta` counts the saves (`gen`) and says of each table how many bytes it has and their CRC-32, so
that what anybody else did to the file is noticed. Only what a checksum vouches for is read fast;
everything else is read strictly.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isinf
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from aligntui.store.errors import StoreDamaged

META = "_meta"
"""The table in which the file says what it is."""
FORMAT = 2
"""Before it came a base with a journal beside it; see `legacy`."""
BOM = b"\xef\xbb\xbf"
_START = b'{"_meta": {"1": '
_END = b"\n}\n"
_MARKERS = (b"<<<<<<< ", b">>>>>>> ")
_LONGEST_NUMBER = 18

Doc = dict[str, Any]
Table = dict[str, Doc]
"""Documents by their numbers, which are text as TinyDB's storages have it."""
Tables = dict[str, Table]


class Part(NamedTuple):
    """One table as it stands in the file."""

    table: Table
    data: bytes
    crc: int

    @classmethod
    def of(cls, name: str, table: Table) -> "Part":
        """Render a table; ValueError for what JSON would bend or break."""
        lines = b",\n".join([b'"%s": %s' % (n.encode(), encode(doc)) for n, doc in table.items()])
        data = b"%s: {\n%s}" % (orjson.dumps(name), lines + b"\n" if lines else b"")
        return cls(table, data, crc32(data))

    def read(self) -> Table:
        """The table as it was when it was rendered, or read."""
        found: Table = orjson.loads(self.data[self.data.index(b": {\n") + 2 :])
        return found


@dataclass(slots=True)
class Text:
    """What a file holds. `parts` are the tables as they stand in it, where they were read fast."""

    tables: Tables = field(default_factory=dict)
    meta: Doc = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    """The tables that somebody else wrote since, as far as that can be told; or `_meta`."""

    @property
    def gen(self) -> int:
        """How many saves led to it, as far as it says so."""
        gen = self.meta.get("gen")
        return gen if isinstance(gen, int) else 0

    @property
    def sum(self) -> str:
        """What tells two texts of one generation apart."""
        return str(self.meta.get("sum", ""))


def encode(document: Mapping[str, object]) -> bytes:
    """The JSON of a document; ValueError for what JSON would bend or break."""
    try:
        return orjson.dumps(document)
    except TypeError as error:
        raise ValueError(str(error)) from error


def write(tables: Mapping[str, Table], meta: Mapping[str, Any], old: Mapping[str, Part]) -> Text:
    """Render tables; of a table that is still the one of an `old` part, that part is taken."""
    parts = {}
    for name in sorted(tables):
        known = old.get(name)
        same = known is not None and known.table is tables[name]
        parts[name] = known if known is not None and same else Part.of(name, tables[name])
    whole = {**meta, "format": FORMAT}
    whole.pop("sum", None)
    whole["parts"] = {name: [len(part.data), part.crc] for name, part in parts.items()}
    whole["sum"] = _sum(whole)
    return Text(dict(tables), whole, parts)


def chunks(text: Text) -> Iterable[bytes]:
    """The bytes of a file."""
    yield _START + orjson.dumps(text.meta) + b"}"
    for part in text.parts.values():
        yield b",\n"
        yield part.data
    yield _END


def read(data: bytes, path: str) -> Text:
    """What a file holds; StoreDamaged where it is no map of tables of documents."""
    found = _ours(data)
    if isinstance(found, Text):
        return found
    tables = parse(data, path)
    meta = _plain(tables.pop(META, {}).get("1", {}))
    return Text(tables, meta, changed=found)


def parse(data: bytes, path: str) -> Tables:
    """Read whatever TinyDB would read; StoreDamaged for anything else."""
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


def differing(one: Tables, other: Tables) -> int:
    """How many documents two states do not have in common."""
    return sum(
        one.get(name, {}).get(number) != other.get(name, {}).get(number)
        for name in one.keys() | other.keys()
        for number in one.get(name, {}).keys() | other.get(name, {}).keys()
    )


def damaged(path: str, what: str) -> StoreDamaged:
    """What to say of a file that can't be trusted."""
    return StoreDamaged(
        f"{path} {what}; nothing was changed: 'aligntui doctor' lists the good states"
    )


def marked_by_git(data: bytes) -> bool:
    """Whether a file holds the two sides of a merge that git could not finish."""
    return all(data.startswith(mark) or b"\n" + mark in data for mark in _MARKERS)


def sides(data: bytes) -> tuple[bytes, bytes]:
    """Both sides of a file with git's markers, ours first."""
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
    """A file just as it was written, read fast; else the tables that are not as they were."""
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
            table = orjson.loads(part[part.index(b": {\n") + 2 :])
            text.tables[name], text.parts[name] = table, Part(table, part, crc)
        else:
            changed.append(name)
    if changed or data[end:] != _END:
        return tuple(changed) or (META,)
    return text


def _sum(meta: Mapping[str, Any]) -> str:
    return f"{crc32(orjson.dumps(meta, option=orjson.OPT_SORT_KEYS)):08x}"


def _plain(meta: Mapping[str, Any]) -> Doc:
    """What `_meta` says, without what is no number where one has to be."""
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
            encode(document)
        except ValueError as error:
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
