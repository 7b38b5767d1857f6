"""The base: a plain TinyDB file, one document a line, replaced whole."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.errors import StoreDamaged
from aligntui.store.files import Mark, read_whole, write_private
from aligntui.store.git_markers import marked_by_git
from aligntui.store.lines import line_of
from aligntui.store.rows import META, Rows

BOM = b"\xef\xbb\xbf"
Tables = dict[str, Rows]


@dataclass(slots=True)
class Base:
    """A base as it was read. `data` is what stood in the file, encrypted where that is."""

    path: str
    data: bytes
    mark: Mark
    crc: int

    def named_by(self, header: Mapping[str, Any]) -> bool:
        """Whether this is, byte for byte, the base a journal goes on from."""
        return header.get("base_size") == len(self.data) and header.get("base_crc") == self.crc

    def tables(self, *, ours: bool) -> Tables:
        """The tables; a file known to be ours is only cut into lines.

        StoreDamaged when the file isn't a map of tables of documents.
        """
        data = crypt.opened(self.path, self.data) if crypt.sealed(self.path) else self.data
        return split(data) if ours else parse(data, self.path)


def read_base(path: str) -> Base | None:
    """Read the base; None when there is none."""
    found = read_whole(path)
    if found is None:
        return None
    data, mark = found
    return Base(path, data, mark, crc32(data))


def split(data: bytes) -> Tables:
    """Cut a file that `write_base` wrote into lines, without parsing any document."""
    tables: Tables = {}
    # twice as fast as to split the bytes
    lines = [line[:-1] for line in BytesIO(data)]
    head = 0
    while lines[head] != b"}":
        # The first name stands after the brace that opens the file.
        name: str = json.loads(lines[head].removeprefix(b"{").removesuffix(b": {"))
        stop = _end(lines, head)
        found = lines[head + 1 : stop]
        if found:
            found[-1] += b","
        tables[name] = Rows({int(line[1 : line.index(b'"', 1)]): line for line in found})
        head = stop + 1
    return tables


def _end(lines: list[bytes], head: int) -> int:
    try:
        return lines.index(b"},", head)
    except ValueError:
        return lines.index(b"}", head)


def parse(data: bytes, path: str) -> Tables:
    """Read whatever TinyDB would read, and bring it into our form; else StoreDamaged."""
    if not data.strip(b" \t\r\n\0"):
        raise _damage(path, "is empty")
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _damage(path, f"is not UTF-8 in line {line}") from error
    if marked_by_git(data):
        raise StoreDamaged(
            f"{path} holds git's conflict markers; nothing was changed: "
            f"'aligntui merge \"{path}\"' keeps both sides"
        )
    try:
        found = json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _damage(path, f"is not JSON: {error.msg} in line {error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise _damage(path, f"can't be read: {error}") from error
    if not isinstance(found, dict):
        raise _damage(path, "is not a map of tables")
    return {name: _rows(name, table, path) for name, table in found.items()}


def write_base(path: str, tables: Mapping[str, Rows]) -> tuple[int, int]:
    """Replace the base; returns the CRC-32 and the size in bytes of what was written."""
    crc = size = 0

    def counted() -> Iterator[bytes]:
        nonlocal crc, size
        for chunk in written(path, tables):
            crc, size = crc32(chunk, crc), size + len(chunk)
            yield chunk

    write_private(path, counted())
    return crc, size


def written(path: str, tables: Mapping[str, Rows]) -> Iterable[bytes]:
    """The bytes of a base as they stand in the file of a store, encrypted where that is."""
    return [crypt.seal(path, b"".join(chunks(tables)))] if crypt.sealed(path) else chunks(tables)


def chunks(tables: Mapping[str, Rows]) -> Iterable[bytes]:
    """The bytes of a base: `_meta` first, the other tables by name."""
    lead = b"{"
    for name in sorted(tables, key=lambda name: (name != META, name)):
        lines = tables[name].lines()
        yield lead + json.dumps(name).encode() + b": {\n"
        if lines:
            lines[-1] = lines[-1][:-1]
            lines.append(b"")
            yield b"\n".join(lines)
        lead = b"},\n"
    yield b"}\n}\n"


def _rows(name: str, table: object, path: str) -> Rows:
    if not isinstance(table, dict):
        raise _damage(path, f"is not a map of tables: {name!r} is none")
    lines: dict[int, Any] = {}
    for key, document in table.items():
        if not isinstance(document, dict):
            raise _damage(path, f"holds something else than a document: {name!r} number {key!r}")
        if len(key) > 18 or not key.removeprefix("-").isdecimal() or str(int(key)) != key:
            raise _damage(path, f"numbers a document {key!r} in {name!r}")
        try:
            lines[int(key)] = line_of(int(key), document)
        except ValueError as error:
            raise _damage(path, f"can't be kept: {name!r} number {key}: {error}") from error
    return Rows(lines)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twin!r} stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _damage(path: str, what: str) -> StoreDamaged:
    return StoreDamaged(
        f"{path} {what}; nothing was changed: 'aligntui doctor' lists the good states"
    )
