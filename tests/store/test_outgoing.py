"""Files that leave: their names are safe, and nothing is ever written over."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.errors import Refused
from aligntui.store.outgoing import LONGEST, new_file, new_in, safe_name

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


@pytest.mark.parametrize("name", ODD)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    safe(safe_name(name))
    file = new_in(str(tmp_path), safe_name(name), ".md", b"x")
    assert os.path.dirname(file) == str(tmp_path)
    assert Path(file).read_bytes() == b"x"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600


@given(st.text())
def test_any_name_is_safe(name: str) -> None:
    safe(safe_name(name))


def test_plain_names_stay_readable() -> None:
    assert safe_name("Tomás Oliveira") == "Tomás Oliveira"
    assert safe_name("a/b c") == "a b c"


def test_names_that_come_to_the_same_are_numbered(tmp_path: Path) -> None:
    for number in range(3):
        new_in(str(tmp_path / "out"), safe_name("a:b" if number else "a/b"), ".md", b"%d" % number)
    assert sorted(os.listdir(tmp_path / "out")) == ["a b-2.md", "a b-3.md", "a b.md"]
    assert (tmp_path / "out" / "a b.md").read_bytes() == b"0"


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    for name in ("there", "link"):
        with pytest.raises(Refused, match="is there already"):
            new_file(str(tmp_path / name), b"x")
    with pytest.raises(Refused, match="is a folder"):
        new_file(str(tmp_path), b"x")
    assert there.read_bytes() == b"mine"
    assert sorted(os.listdir(tmp_path)) == ["link", "there"]
