"""The saves since the base: a header and one checksummed line for each transaction.

A line is eight hex digits, a space, JSON and a line feed. The digits are the CRC-32 of the
JSON, begun with the digits of the line before, so that no line can be lost, doubled or moved
without a trace. In an encrypted store, base64 of the encrypted JSON stands in its place, but for
the header.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.errors import NotSaved
from aligntui.store.files import (
    UNWRITABLE,
    Mark,
    keep_aside,
    mark_of,
    open_regular,
    refusal,
    sync,
    timestamp,
    write_all,
)
from aligntui.store.mounts import remote
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


def _step(op: Op) -> bytes:
    table = json.dumps(op.table).encode()
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


class Journal:
    """The open journal file. Its descriptor stays open, so its inode can't be given away."""

    def __init__(self, path: str) -> None:
        """Open an existing journal, for reading only where it can't be written."""
        self.path = path
        self.writable = True
        self._careful = bool(remote(os.path.dirname(path)))
        self.failed = False
        try:
            self._fd = open_regular(path, os.O_RDWR | os.O_APPEND)
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            self._fd = open_regular(path, os.O_RDONLY)
            self.writable = False

    def mark(self) -> Mark:
        """The mark of the open file, whatever its name stands for by now."""
        found = mark_of(self._fd)
        assert found is not None
        return found

    def read(self, start: int = 0) -> bytes:
        """The bytes from `start` to the end."""
        parts = []
        while part := os.pread(self._fd, 1 << 20, start):
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def scan(self) -> Scan:
        """Read it from its header on."""
        return scan_whole(self.read(), sealed=crypt.sealed(self.path))

    def append(self, line: bytes, end: int) -> None:
        """Write one line at `end`, durably; NotSaved when it is not, with the line cut off again.

        After a failed cut or sync nothing is known of the disk: `failed` is True from then on,
        and the file must not be written or synced again.
        """
        try:
            write_all(self._fd, line)
        except BaseException as error:
            self._cut(end)
            if isinstance(error, OSError):
                raise refusal(error, self.path) from error
            raise
        try:
            sync(self._fd)
            if self._careful:
                # over a network a full disk may be told only at the close of a descriptor
                os.close(os.dup(self._fd))
        except OSError as error:
            self._cut(end)
            self.failed = True
            raise NotSaved(
                f"not saved: the disk of {self.path} failed ({error.strerror}); "
                "check the disk, then start again"
            ) from error
        except BaseException:
            self._cut(end)
            raise

    def set_aside(self, end: int) -> str:
        """Keep what stands after `end` in a file of its own and cut it off; returns its name."""
        kept = keep_aside(f"{self.path}.torn-{timestamp()}", self.read(end))
        os.ftruncate(self._fd, end)
        sync(self._fd)
        return kept

    def reopen(self) -> bool:
        """Open the file anew, so that a network shows what is in it; whether it is the same one."""
        if not self._careful:
            return True
        fd = open_regular(self.path, os.O_RDWR | os.O_APPEND if self.writable else os.O_RDONLY)
        same = os.path.sameopenfile(fd, self._fd)
        if same:
            fd, self._fd = self._fd, fd
        os.close(fd)
        return same

    def close(self) -> None:
        """Give the file back."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _cut(self, end: int) -> None:
        try:
            os.ftruncate(self._fd, end)
        except OSError:
            self.failed = True
