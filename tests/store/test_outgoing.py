"""Files that leave: their names are safe, and what is there already stays."""

import os
import select
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.errors import Refused
from aligntui.outgoing import LONGEST, Place, distinct, put, put_all, safe_name

ODD = (
    "../../x", "CON", "con.txt", "a/b", "x" * 300, "é" * 200, "-rf", ".hidden", "..", "", "NUL",
    "a\x1b]52;c;x\x07b", "a\nb", "C:\\x", "LPT1", "  ", "\u202egnp", "~root", "\x00", "a\tb",
    "COM9.md", "李小龍", "🦉" * 80,
)  # fmt: skip

RESERVED = {"con", "nul", "prn", "aux", "com1", "lpt1", "com9"}


def safe(name: str) -> None:
    assert 0 < len(name.encode()) <= LONGEST + 1
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t\x1b\u202e')
    assert name[0] not in ".-~ "
    assert name[-1] not in ". "
    assert name.split(".", maxsplit=1)[0].strip().casefold() not in RESERVED


PLACE = Place(None, "-o")
FORCE = Place(None, "-o", force=True)
TYPED = Place(None)


@pytest.mark.parametrize("name", ODD)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    safe(safe_name(name))
    put_all(str(tmp_path), {f"{safe_name(name)}.md": b"x"}, PLACE)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == b"x"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@given(st.text())
def test_any_name_is_safe(name: str) -> None:
    safe(safe_name(name))


def test_plain_names_stay_readable() -> None:
    assert safe_name("Tomás Oliveira") == "Tomás Oliveira"
    assert safe_name("a/b c") == "a b c"


def test_names_that_come_to_the_same_are_numbered() -> None:
    assert distinct(["a b", "A b", "a b", "c"]) == ["a b", "A b-2", "a b-3", "c"]


def test_a_file_that_is_there_stays_and_a_link_stays_a_link(tmp_path: Path) -> None:
    there, link, lost = tmp_path / "there", tmp_path / "link", tmp_path / "lost"
    there.write_bytes(b"mine")
    link.symlink_to(there)
    lost.symlink_to(tmp_path / "nothing")
    for place in (PLACE, TYPED):
        for name in (there, link):
            with pytest.raises(Refused, match="is there already; name another file"):
                put(str(name), b"x", place)
    for place in (PLACE, FORCE, TYPED):
        with pytest.raises(Refused, match="is a link that leads nowhere"):
            put(str(lost), b"x", place)
        with pytest.raises(Refused, match="is a folder"):
            put(str(tmp_path), b"x", place)
    assert there.read_bytes() == b"mine"
    assert put(str(link), b"new", FORCE) == str(there)
    assert link.is_symlink()
    assert there.read_bytes() == b"new"
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["link", "lost", "there"]


def test_what_the_same_command_wrote_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"ours: 1")
    place = Place(None, "-o", ours=lambda data: data.startswith(b"ours"))
    put(str(file), b"mine now", place)
    with pytest.raises(Refused, match="or replace it with --force"):
        put(str(file), b"ours: 2", place)
    assert file.read_bytes() == b"mine now"


def test_of_several_files_none_is_written_where_one_may_not_be(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    files = {"a": b"1", "b": b"2"}
    with pytest.raises(Refused, match="b is there already"):
        put_all(str(tmp_path), files, PLACE)
    assert os.listdir(tmp_path) == ["b"]
    put_all(str(tmp_path), files, FORCE)
    assert (tmp_path / "b").read_bytes() == b"2"


def test_a_pipe_is_written_to_where_somebody_reads_from_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Refused, match="nobody reads from it yet"):
        put(str(pipe), b"x", PLACE)
    reading, got = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), []

    def read() -> None:
        select.select([reading], [], [])
        os.set_blocking(reading, True)
        with open(reading, "rb") as file:
            got.append(file.read())

    reader = threading.Thread(target=read)
    reader.start()
    put(str(pipe), b"x" * 200_000, FORCE)
    reader.join()
    assert got == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_is_written_to_and_an_open_file_of_our_own_is_not(tmp_path: Path) -> None:
    for place in (PLACE, FORCE):
        put("/dev/null", b"x", place)
        with pytest.raises(Refused, match="No space left"):
            put("/dev/full", b"x", place)
        with open(tmp_path / "open", "wb") as own, pytest.raises(Refused, match="is a file"):
            put(f"/dev/fd/{own.fileno()}", b"x", place)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert (tmp_path / "open").read_bytes() == b""


def test_on_a_screen_only_regular_files_are_written() -> None:
    for name in ("/dev/null", "/dev/stdout", "/dev/tty"):
        with pytest.raises(Refused, match=r"no regular file|leads nowhere|is there already"):
            put(name, b"x", TYPED)


def test_what_can_not_be_a_name_is_said(tmp_path: Path) -> None:
    for name in (f"{tmp_path}/\0", "~nobody-is-called-so/x", f"{tmp_path}/{'x' * 300}", ""):
        with pytest.raises(Refused, match="name a"):
            put(name, b"x", PLACE)
    assert os.listdir(tmp_path) == []
