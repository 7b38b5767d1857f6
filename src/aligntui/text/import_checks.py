"""Read and validate imported files within limits, before anything is changed."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.domain.plain import LONGEST_TEXT, clean_line
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.errors import StoreDamaged
from aligntui.store.opening import SCHEMA
from aligntui.store.text import META, Tables, parse

LARGEST = 100_000_000
"""The most bytes of an export."""
MOST_PEOPLE = 10_000
MOST_RECORDS = 500_000
DEEPEST = 12
"""The most levels of lists and maps in one record; ours have four."""
MOST_BRACKETS = 5_000_000
"""The most lists and maps in one file; each takes many times its two bytes of memory."""


class Someone(NamedTuple):
    """A person in an imported file."""

    id: str
    name: str


def bounded(file: str, largest: int, *, plain: bool = False) -> bytes:
    """Read a file or pipe whole; refuses a missing or too large one.

    With `plain` a pipe is refused, for who can't wait for what comes through it.
    """
    try:
        if plain and os.path.exists(file) and not os.path.isfile(file):
            raise Refused(f"{file} is not a plain file; choose another path")
        with open(file, "rb") as opened:
            data = opened.read(largest + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", "") or "no such file"
        raise Refused(f"{file}: {said}; name a file that can be read") from None
    return within(file, data, largest)


def within(file: str, data: bytes, largest: int) -> bytes:
    """Return data within the limit; refuses larger data."""
    if len(data) > largest:
        raise Refused(f"{file} has more than {largest:,} bytes, the limit; split it")
    return data


def table_text(file: str, data: bytes) -> tuple[str, bool]:
    """Decode a table, and say whether its encoding was guessed; refuses binary data.

    Spreadsheets write UTF-16 with a BOM, or their machine's code page without one.
    """
    try:
        text, guessed = data.decode(_encoding(data)), False
    except UnicodeDecodeError:
        # the most common code page; some of its bytes are undefined
        text, guessed = data.decode("cp1252", "replace"), True
        if _encoding(data) == "utf-16" or re.search("[\0-\x08\x0e-\x1f\ufffd]", text):
            as_text(file, data)
    if "\0" in text:
        raise Refused(f"{file} is no text; save it as CSV in UTF-8")
    return text, guessed


def _encoding(data: bytes) -> str:
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def as_text(file: str, data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with a BOM; refuses anything else, naming the line."""
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"{file} is not UTF-8 in line {line}; save it as UTF-8 first") from None


def people_in(file: str, data: bytes) -> tuple[Someone, ...]:
    """The people in an export; refuses one with any record that can't be imported."""
    tables = _tables(file, data)
    seen: set[tuple[str, str]] = set()
    rows: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for name in TABLES:
        for number, row in tables[name].items() if name in tables else ():
            _check(row, f"{file}: record {number} of '{name}'")
            if (name, row["uid"]) in seen:
                raise Refused(f"{file}: record {number} of '{name}' stands twice; take one out")
            seen.add((name, row["uid"]))
            rows.setdefault(row["person"], {}).setdefault(name, []).append(row)
    if len(rows) > MOST_PEOPLE:
        raise Refused(f"{file} holds {len(rows):,} people; the limit is {MOST_PEOPLE:,}")
    return tuple(_someone(file, owner, own) for owner, own in rows.items())


def _tables(file: str, data: bytes) -> Tables:
    if data.count(b"[") + data.count(b"{") > MOST_BRACKETS:
        raise Refused(f"{file} holds more lists than people have; it is no export of people")
    try:
        tables = parse(data, file)
    except StoreDamaged as damage:
        raise Refused(f"{str(damage).partition(';')[0]}; nothing was imported") from None
    meta = tables.get(META, {}).get("1", {})
    strange = sorted(n for n in tables if n not in TABLES and not n.startswith("_"))
    if PEOPLE not in tables or strange:
        odd = f"holds '{strange[0][:40]}'" if strange else "holds no people"
        raise Refused(f"{file} {odd}, and is not an export of people; nothing was imported")
    if any(isinstance(n := meta.get(k), int) and n > SCHEMA for k in ("schema", "min_reader")):
        raise Refused(f"{file} was written by a newer aligntui; update aligntui first")
    if sum(len(rows) for rows in tables.values()) > MOST_RECORDS:
        raise Refused(f"{file} holds more than {MOST_RECORDS:,} records; split it")
    return tables


def _check(row: Mapping[str, Any], where: str) -> None:
    if not all(isinstance(row.get(name), str) and row[name] for name in ("person", "uid")):
        raise Refused(f"{where} names no person; nothing was imported")
    level: list[Any] = [row]
    for _ in range(DEEPEST):
        parts = [list(v.values()) if isinstance(v, dict) else v for v in level]
        level = [each for part in parts for each in part]
        if any(isinstance(each, str) and len(each) > LONGEST_TEXT for each in level):
            raise Refused(f"{where} has more than {LONGEST_TEXT:,} characters; shorten it")
        level = [each for each in level if isinstance(each, list | dict)]
        if not level:
            return
    raise Refused(f"{where} is nested too deeply; nothing was imported")


def _someone(file: str, owner: str, rows: Mapping[str, list[Mapping[str, Any]]]) -> Someone:
    def tell(table: str, row: Mapping[str, Any], why: str) -> None:
        raise Refused(f"{file}: a record of '{table}' can't be read: {why}; nothing was imported")

    person = person_of(rows, tell)
    if person is None:
        raise Refused(f"{file} holds records of somebody who is not in it; nothing was imported")
    _check_name(file, person.name)
    handles = Counter(row["handle"] for own in rows.values() for row in own if "handle" in row)
    if twice := [handle for handle, count in handles.items() if count > 1]:
        raise Refused(f"{file}: {person.name} has two {twice[0]}; nothing was imported")
    return Someone(owner, person.name)


def _check_name(file: str, name: str) -> None:
    """Refuse a name that is not stored as it is: people are found by name."""
    try:
        plain = clean_line(name, "a name")
    except Refused as refusal:
        raise Refused(f"{file}: {refusal}; nothing was imported") from None
    if plain != name:
        raise Refused(f"{file}: '{plain[:40]}' is not as a name is kept; nothing was imported")
