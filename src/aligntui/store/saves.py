"""What the journal says: a header and one checksummed line for each transaction.

A line is eight hex digits, a space, JSON and a line feed. The digits are the CRC-32 of the
JSON, begun with the digits of the line before, so that no line can be lost, doubled or moved
without a trace. In an encrypted store, base64 of the encrypted JSON stands in its place, but for
the header.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.state import Op, put_json

Fault = Literal["", "torn", "last", "middle"]


@dataclass(slots=True)
class Record:
    """One transaction as the journal holds it."""

    number: int
    ops: list[Op]


@dataclass(slots=True)
class Scan:
    """What a stretch of journal holds up to its first bad line.

    `fault` is "torn" for an unfinished last line, "last" for a finished last line that is
    wrong, "middle" for a wrong line with other saves after it.
    """

    end: int
    chain: int
    number: int
    records: list[Record] = field(default_factory=list)
    header: dict[str, Any] | None = None
    fault: Fault = ""
    sealed: bool = False
    """Whether every line after the header is encrypted."""


def seal(payload: bytes, chain: int) -> tuple[bytes, int]:
    """The line of a payload after a line with the checksum `chain`, and its own checksum."""
    crc = crc32(payload, chain)
    return b"%08x %s\n" % (crc, payload), crc


def header_line(store_id: str, gen: int, crc: int, size: int, folded: dict[str, Any]) -> bytes:
    """The first line: which base the journal goes on from, and what was folded into it."""
    names = {"journal": 1, "store": store_id, "gen": gen, "base_crc": crc, "base_size": size}
    return seal(json.dumps({**names, "folded": folded}).encode(), 0)[0]


def record_payload(number: int, at: str, ops: Sequence[Op]) -> bytes:
    """The JSON of one transaction."""
    steps = b",".join(_step(op) for op in ops)
    return b'{"n":%d,"at":"%s","ops":[%s]}' % (number, at.encode(), steps)


def scan(data: bytes, start: Scan) -> Scan:
    """Read lines on from `start`; positions count from the start of the file."""
    found = Scan(start.end, start.chain, start.number, header=start.header, sealed=start.sealed)
    at = 0
    while at < len(data):
        stop = data.find(b"\n", at)
        line = data[at:] if stop < 0 else data[at:stop]
        if stop < 0:
            # A whole line but for its line feed was finished, then damaged; so was one in zeros.
            whole = _opened(line[:-1], found.chain) or b"\0" in line
            found.fault = "last" if whole else "torn"
            break
        if not _take(found, line):
            rest = data[stop + 1 :]
            found.fault = "middle" if _has_saves(rest, sealed=found.sealed) else "last"
            break
        at = stop + 1
        found.end = start.end + at
    return found


def scan_whole(data: bytes, *, sealed: bool = False) -> Scan:
    """Read a journal from its header on; no header means its first line is bad."""
    found = scan(data, Scan(0, 0, 0, sealed=sealed))
    if found.header is None:
        found.fault = "middle"
    return found


def parsed(line: bytes, *, sealed: bool) -> Any:
    """What a save says, whatever its checksum; `ValueError` where it says nothing."""
    return json.loads(crypt.unwrapped(line[9:]) if sealed else line[9:])


def _has_saves(data: bytes, *, sealed: bool) -> bool:
    """Whether any line is a save, or was one: rubbish where a save was cut short is none."""
    for line in data.split(b"\n"):
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            parsed(line, sealed=sealed)["ops"]
            return True
    return False


def _opened(line: bytes, chain: int) -> bytes | None:
    payload = line[9:]
    if line[8:9] != b" " or line[:8] != b"%08x" % crc32(payload, chain):
        return None
    return payload


def _take(found: Scan, line: bytes) -> bool:
    payload = _opened(line, found.chain)
    if payload is None:
        return False
    with suppress(ValueError, TypeError, KeyError, IndexError, RecursionError):
        said = parsed(line, sealed=found.sealed and found.header is not None)
        if found.header is None:
            if said["journal"] != 1:
                return False
            int(said["gen"])
            found.header = said
        elif said["n"] == found.number + 1:
            found.records.append(Record(said["n"], [_op(step) for step in said["ops"]]))
            found.number += 1
        else:
            return False
        found.chain = crc32(payload, found.chain)
        return True
    return False


@cache
def _named(table: str) -> bytes:
    return json.dumps(table).encode()


def _step(op: Op) -> bytes:
    table = _named(op.table)
    if op.verb == "put":
        return b'["put",%s,%d,%s]' % (table, op.doc_id, put_json(op))
    if op.verb == "del":
        tail = b"," + json.dumps(op.uid).encode() if op.uid is not None else b""
        return b'["del",%s,%d%s]' % (table, op.doc_id, tail)
    return b'["%s",%s]' % (op.verb.encode(), table)


def _op(step: list[Any]) -> Op:
    verb, table = step[0], str(step[1])
    if verb == "put":
        return Op("put", table, int(step[2]), after=dict(step[3]))
    if verb == "del":
        return Op("del", table, int(step[2]), uid=step[3] if len(step) > 3 else None)
    if verb in {"drop", "new"}:
        return Op(verb, table)
    raise ValueError(f"unknown operation {verb!r}")
