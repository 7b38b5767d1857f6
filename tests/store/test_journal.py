"""A journal tells a save cut short from a save damaged, and loses neither."""

import json
from pathlib import Path
from zlib import crc32

import pytest

from aligntui.store.journal import Journal
from aligntui.store.lines import line_of
from aligntui.store.saves import Scan, header_line, record_payload, scan, scan_whole, seal
from aligntui.store.state import Op


def made(saves: int) -> list[bytes]:
    lines = [header_line("id", 3, 0x1234, 99, {})]
    chain = int(lines[0][:8], 16)
    for number in range(1, saves + 1):
        document = {"uid": f"u{number}", "text": "ü\nx"}
        ops = [Op("put", "people", number, line_of(number, document)), Op("del", "a", 7, uid="q")]
        line, chain = seal(record_payload(number, "2026-01-01T00:00:00Z", ops), chain)
        lines.append(line)
    return lines


def test_a_line_is_a_checksum_a_space_and_json() -> None:
    header, first, *_ = made(2)
    assert int(header[:8], 16) == crc32(header[9:-1])
    assert int(first[:8], 16) == crc32(first[9:-1], crc32(header[9:-1]))
    assert json.loads(first[9:])["ops"] == [
        ["put", "people", 1, {"uid": "u1", "text": "ü\nx"}],
        ["del", "a", 7, "q"],
    ]


def test_a_whole_journal_is_read_whole() -> None:
    data = b"".join(made(3))
    found = scan_whole(data)
    assert (found.fault, found.number, found.end) == ("", 3, len(data))
    assert found.header is not None
    assert found.header["gen"] == 3
    assert [op.document for record in found.records for op in record.ops if op.verb == "put"] == [
        {"uid": f"u{n}", "text": "ü\nx"} for n in (1, 2, 3)
    ]


def test_reading_goes_on_where_it_ended() -> None:
    lines = made(4)
    head = b"".join(lines[:3])
    first = scan_whole(head)
    rest = scan(
        b"".join(lines[3:]), Scan(first.end, first.chain, first.number, header=first.header)
    )
    assert (rest.number, rest.end, rest.fault) == (4, len(b"".join(lines)), "")


def test_a_torn_last_line_is_known_at_every_byte() -> None:
    *lines, last = made(3)
    head = b"".join(lines)
    for cut in range(1, len(last)):
        found = scan_whole(head + last[:cut])
        assert (found.fault, found.number, found.end) == ("torn", 2, len(head))
    assert scan_whole(head).fault == ""


def test_every_bit_of_the_last_line_is_guarded() -> None:
    *lines, last = made(2)
    head = b"".join(lines)
    for position in range(len(last)):
        for bit in range(8):
            bad = bytearray(last)
            bad[position] ^= 1 << bit
            found = scan_whole(head + bytes(bad))
            assert found.fault in {"last", "middle"}, (position, bit)
            assert found.number == 1


def test_lines_removed_doubled_or_swapped_are_noticed() -> None:
    lines = made(4)
    for wrong in (
        [*lines[:2], *lines[3:]],
        [*lines[:3], *lines[2:]],
        [lines[0], lines[2], lines[1], *lines[3:]],
        lines[1:],
        [b"\n", *lines],
    ):
        assert scan_whole(b"".join(wrong)).fault == "middle"
    assert scan_whole(b"").fault == "middle"


def test_rubbish_in_the_place_of_the_last_save_is_not_taken_for_more_saves() -> None:
    lines = made(3)
    whole, rubbish = b"".join(lines[:3]), b"\x00\xff\n[1]\nnothing \n"
    assert scan_whole(whole + rubbish).fault == "last"
    assert scan_whole(whole + rubbish + lines[3]).fault == "middle"


def test_zeros_in_the_place_of_saves_are_damage_and_no_torn_save() -> None:
    lines = made(3)
    whole = b"".join(lines[:3])
    assert scan_whole(whole + bytes(512)).fault == "last"
    assert scan_whole(whole + lines[3][:40] + bytes(512)).fault == "last"
    assert scan_whole(whole + lines[3][:40]).fault == "torn"


def test_another_journals_header_breaks_the_chain() -> None:
    other = header_line("other", 3, 0x1234, 99, {})
    assert scan_whole(other + b"".join(made(2)[1:])).fault == "middle"


def test_what_is_set_aside_is_kept(tmp_path: Path) -> None:
    lines = made(2)
    path = tmp_path / "store.json.journal"
    path.write_bytes(b"".join(lines) + b"torn")
    journal = Journal(str(path))
    kept = journal.set_aside(len(b"".join(lines)))
    journal.close()
    assert Path(kept).read_bytes() == b"torn"
    assert path.read_bytes() == b"".join(lines)
    assert Path(kept).stat().st_mode & 0o777 == 0o600


def test_a_payload_that_is_sealed_but_no_save_is_bad() -> None:
    lines = made(1)
    chain = int(lines[-1][:8], 16)
    for payload in (b"[]", b"{}", b'{"n":2,"ops":[["fly","a"]]}', b'{"n":5,"ops":[]}', b"\xff"):
        assert scan_whole(b"".join(lines) + seal(payload, chain)[0]).fault == "last"


@pytest.mark.parametrize("table", ["people", 'odd "name"', "ü", "_x"])
def test_any_table_name_comes_back(table: str) -> None:
    payload = record_payload(1, "2026-01-01T00:00:00Z", [Op("drop", table), Op("new", table)])
    head = header_line("id", 1, 0, 0, {})
    found = scan_whole(head + seal(payload, int(head[:8], 16))[0])
    assert [(op.verb, op.table) for op in found.records[0].ops] == [("drop", table), ("new", table)]
