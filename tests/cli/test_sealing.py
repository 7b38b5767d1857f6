"""Passphrases from an open file, and everything that encrypt and decrypt refuse."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aligntui.store import crypt
from tests.cli.conftest import Shell
from tests.faults.disks import as_root
from tests.store.sealed import MARKS, PASSPHRASE, fresh_hands, grow, leaks, quick, tree, typed

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")
ROOT = Path(__file__).parents[2]
NEW = "another long passphrase"


@pytest.fixture
def plain(shell: Shell) -> Shell:
    """A plain store in a folder of its own."""
    folder = shell.store.parent / "data"
    folder.mkdir(mode=0o700)
    shell.store = folder / "store.json"
    grow(shell.store)
    return shell


@pytest.fixture
def sealed(plain: Shell) -> Shell:
    """An encrypted store."""
    plain.run("encrypt", "--passphrase-fd", typed(PASSPHRASE))
    crypt._held.clear()
    return plain


def store(shell: Shell) -> Path:
    return Path(f"{shell.store}.age")


def failure(shell: Shell, code: int, *words: str) -> str:
    """The one line of a command that fails with a code and changes nothing."""
    before = tree(shell.store.parent)
    crypt._held.clear()
    ended = shell.run(*words)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1), ended
    assert tree(shell.store.parent) == before
    return ended.err


def test_the_passphrase_may_stand_before_the_command_or_after_it(sealed: Shell) -> None:
    for words in (("--passphrase-fd", "list"), ("list", "--passphrase-fd")):
        crypt._held.clear()
        at = words.index("--passphrase-fd") + 1
        ended = sealed.run(*words[:at], typed(PASSPHRASE), *words[at:])
        assert (ended.code, ended.err) == (0, "")
        assert MARKS[0] in ended.out


def test_one_passphrase_opens_for_the_whole_command(sealed: Shell) -> None:
    ended = sealed.run("doctor", "--fix", "--passphrase-fd", typed(PASSPHRASE))
    assert ended.code == 0, ended
    assert "encryption" in ended.out


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", 3, "wrong passphrase"),
        (b"\n", 3, "wrong passphrase"),
        (b"wrong one\n", 3, "wrong passphrase"),
        (f"{PASSPHRASE} \n".encode(), 3, "wrong passphrase"),
        (b"\xff\xfe\n", 2, "can't read a passphrase from"),
        (b"x" * 100_000, 3, "wrong passphrase"),
    ],
)
def test_what_is_no_passphrase_is_one_line(
    sealed: Shell, tmp_path: Path, content: bytes, code: int, words: str
) -> None:
    (tmp_path / "words").write_bytes(content)
    fd = os.open(tmp_path / "words", os.O_RDONLY)
    assert words in failure(sealed, code, "list", "--passphrase-fd", str(fd))
    os.close(fd)


COMPOSED, APART = "Zoë's été lantern", "Zoe\u0308's e\u0301te\u0301 lantern"


@pytest.mark.parametrize(
    ("chosen", "later"),
    [
        (COMPOSED, APART),
        (APART, COMPOSED),
        ("one two three", "one\u00a0two\u2003three"),
        ("one\u00a0two\u3000three", "one two three"),
    ],
)
def test_a_passphrase_is_the_same_however_a_keyboard_writes_it(
    plain: Shell, chosen: str, later: str
) -> None:
    assert plain.run("encrypt", "--passphrase-fd", typed(chosen)).code == 0
    for each in (later, chosen):
        crypt._held.clear()
        assert plain.run("list", "--passphrase-fd", typed(each)).code == 0
    crypt._held.clear()
    words = ("encrypt", "--change-passphrase", "--passphrase-fd", typed(later, NEW))
    assert plain.run(*words).code == 0
    assert "wrong passphrase" in failure(plain, 3, "list", "--passphrase-fd", typed(chosen))


@pytest.mark.parametrize(
    ("kept", "later"),
    [
        (COMPOSED, APART),
        (APART, COMPOSED),
        (APART, APART),
        ("a\u00a0lantern 7", "a\u00a0lantern 7"),
    ],
)
def test_a_passphrase_that_was_kept_as_it_was_typed_opens_too(
    plain: Shell, kept: str, later: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(crypt, "one_form", lambda passphrase: passphrase)
        assert plain.run("encrypt", "--passphrase-fd", typed(kept)).code == 0
    crypt._held.clear()
    assert plain.run("list", "--passphrase-fd", typed(later)).code == 0


def in_groups(key: str, between: str) -> str:
    return between.join(key[at : at + 4] for at in range(0, len(key), 4))


AS_WRITTEN: dict[str, Callable[[str], str]] = {
    "as it was shown": lambda key: key,
    "in lower case": lambda key: f"  {key.lower()} ",
    "in groups of four with blanks": lambda key: in_groups(key, " "),
    "in groups with dashes": lambda key: in_groups(key.replace("-", ""), "-"),
    "in groups with long dashes and odd blanks": lambda key: in_groups(key, "\u2013\u00a0"),
    "over several lines": lambda key: f"{key[:16]}\n{in_groups(key[16:], chr(10))}",
    "as age-keygen writes it": lambda key: (
        f"# created: 2026-06-29T10:00:00+02:00\n# public key: age1xyz\n{key}\n"
    ),
    "with a remark above and blank lines": lambda key: f"\n# of AlignTUI, keep\n\n  {key}\n\n",
    "with Windows line ends": lambda key: f"# public key: age1xyz\r\n{key}\r\n",
}


@pytest.mark.parametrize("way", AS_WRITTEN)
def test_a_recovery_key_is_read_as_people_write_it_down(plain: Shell, way: str) -> None:
    ended = plain.run("encrypt", "--json", "--passphrase-fd", typed(PASSPHRASE))
    crypt._held.clear()
    written = AS_WRITTEN[way](ended.json["recovery_key"])
    assert plain.run("decrypt", "--passphrase-fd", typed(written)).code == 0
    assert MARKS[0] in plain.run("list").out


@pytest.mark.parametrize(
    ("typed_key", "words"),
    [
        ("AGE-SECRET-KEY-1QQQ", "begins with AGE-SECRET-KEY-1; this one has 19"),
        ("age secret key 1" + "q" * 58, "one has 74 characters"),
        ("AGE-SECRET-KEY-1" + "Q" * 58, "look for a mistyped one"),
    ],
)
def test_what_is_no_key_is_told_how_one_looks(sealed: Shell, typed_key: str, words: str) -> None:
    assert words in failure(sealed, 3, "decrypt", "--passphrase-fd", typed(typed_key))


def test_a_recovery_key_in_the_place_of_a_passphrase_is_told_where_it_belongs(
    plain: Shell,
) -> None:
    ended = plain.run("encrypt", "--json", "--passphrase-fd", typed(PASSPHRASE))
    key = ended.json["recovery_key"]
    said = failure(plain, 3, "list", "--passphrase-fd", typed(key.lower()))
    assert "this is a recovery key; 'aligntui decrypt' takes it" in said
    assert key.lower() not in said


def test_a_file_that_cannot_be_read_is_one_line(sealed: Shell, tmp_path: Path) -> None:
    closed = os.dup(0)
    os.close(closed)
    for fd in (closed, os.open(tmp_path, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY), -1):
        said = failure(sealed, 2, "list", "--passphrase-fd", str(fd))
        assert "can't read a passphrase" in said
    assert "--passphrase-fd" in failure(sealed, 2, "list", "--passphrase-fd", "x")


def test_a_line_ends_at_its_end_only(plain: Shell) -> None:
    odd = "a\x0bb\u2028c d\x85efgh"
    assert plain.run("encrypt", "--passphrase-fd", typed(odd)).code == 0
    crypt._held.clear()
    assert "wrong passphrase" in failure(plain, 3, "list", "--passphrase-fd", typed("a"))
    crypt._held.clear()
    assert plain.run("list", "--passphrase-fd", typed(odd)).code == 0


def test_with_nobody_to_ask_it_says_how_else(sealed: Shell) -> None:
    words = [sys.executable, "-m", "aligntui", "--store", str(sealed.store)]
    for command in ("list", "due", "decrypt", "encrypt"):
        given = [*words, command, *(["--change-passphrase"] if command == "encrypt" else [])]
        done = subprocess.run(
            given, check=False, capture_output=True, text=True, start_new_session=True, cwd=ROOT
        )
        assert (done.returncode, done.stdout) == (2, ""), done
        assert "pass it with --passphrase-fd N" in done.stderr
        assert done.stderr.count("\n") == 1


def test_encrypting_gives_the_place_and_the_recovery_key(plain: Shell) -> None:
    ended = plain.run("encrypt", "--json", "--passphrase-fd", typed(PASSPHRASE))
    assert ended.code == 0
    assert ended.json["path"] == str(store(plain))
    key = ended.json["recovery_key"]
    assert key.startswith("AGE-SECRET-KEY-1")
    assert set(ended.json) == {"path", "recovery_key"}
    changed = plain.run(
        "encrypt", "--change-passphrase", "--json", "--passphrase-fd", typed(PASSPHRASE, NEW)
    )
    assert (changed.code, changed.json) == (0, {"path": str(store(plain))})
    crypt._held.clear()
    back = plain.run("decrypt", "--json", "--passphrase-fd", typed(key))
    assert (back.code, back.json) == (0, {"path": str(plain.store)})


def test_the_recovery_key_is_out_before_anything_goes(plain: Shell) -> None:
    before = tree(plain.store.parent)
    for extra in ([], ["--json"]):
        script = (
            "import sys; from tests.store import sealed; import pyrage; "
            "pyrage.passphrase.encrypt = sealed.quick_encrypt; "
            "pyrage.passphrase.decrypt = sealed.quick_decrypt; "
            "from aligntui.__main__ import main; sys.exit(main(sys.argv[1:]))"
        )
        fd = int(typed(PASSPHRASE))
        nothing, writer = os.pipe()
        os.close(nothing)
        done = subprocess.run(
            [sys.executable, "-c", script, "--store", str(plain.store), "encrypt", *extra,
             "--passphrase-fd", str(fd)],
            check=False, stdout=writer, stderr=subprocess.PIPE, text=True, pass_fds=[fd], cwd=ROOT,
        )  # fmt: skip
        os.close(writer)
        assert done.returncode == 2, done
        assert "nothing was encrypted: no terminal to show the recovery key in" in done.stderr
        assert tree(plain.store.parent) == before


def test_changing_the_passphrase_reads_the_old_and_the_new(sealed: Shell) -> None:
    change = ("encrypt", "--change-passphrase", "--passphrase-fd")
    assert "wrong passphrase" in failure(sealed, 3, *change, typed(NEW, NEW))
    assert "at least 8 characters" in failure(sealed, 2, *change, typed(PASSPHRASE, "short"))
    assert "no passphrase left" in failure(sealed, 2, *change, typed(PASSPHRASE))
    assert sealed.run(*change, typed(PASSPHRASE, NEW)).code == 0
    assert "wrong passphrase" in failure(sealed, 3, "list", "--passphrase-fd", typed(PASSPHRASE))
    crypt._held.clear()
    assert sealed.run("list", "--passphrase-fd", typed(NEW)).code == 0


def test_what_makes_no_sense_is_refused(plain: Shell) -> None:
    fd = "--passphrase-fd"
    said = failure(plain, 2, "encrypt", "--change-passphrase", fd, typed(PASSPHRASE))
    assert "the store is not encrypted" in said
    assert "the store is not encrypted" in failure(plain, 2, "decrypt", fd, typed(PASSPHRASE))
    assert "at least 8" in failure(plain, 2, "encrypt", fd, typed("seven77"))
    assert plain.run("encrypt", fd, typed(PASSPHRASE)).code == 0
    assert "the store is encrypted" in failure(plain, 2, "encrypt", fd, typed(PASSPHRASE))


def test_a_store_that_is_not_there_yet_begins_encrypted(shell: Shell) -> None:
    shell.store = shell.store.parent / "new" / "store.json"
    assert shell.run("encrypt", "--passphrase-fd", typed(PASSPHRASE)).code == 0
    assert shell.run("add", MARKS[0], "--passphrase-fd", typed(PASSPHRASE)).code == 0
    assert not shell.store.exists()
    assert leaks(shell.store.parent) == []
    assert shell.run("decrypt", "--passphrase-fd", typed(PASSPHRASE)).code == 0
    assert MARKS[0] in shell.say("list")


def test_a_name_with_age_of_nothing_says_what_makes_one(shell: Shell) -> None:
    shell.store = Path(f"{shell.store}.age")
    assert "'aligntui encrypt' encrypts a store" in failure(
        shell, 3, "list", "--passphrase-fd", typed(PASSPHRASE)
    )


@as_root
def test_a_folder_that_cannot_be_written_stays_as_it_is(plain: Shell) -> None:
    folder = plain.store.parent
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        said = failure(plain, 3, "encrypt", "--passphrase-fd", typed(PASSPHRASE))
        assert "can't be written" in said
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_without_what_encrypts_one_line_says_what_to_install(
    sealed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    for command in ("list", "decrypt"):
        said = failure(sealed, 3, command, "--passphrase-fd", typed(PASSPHRASE))
        assert f"run: {sys.executable} -m pip install pyrage" in said
    sealed.store = sealed.store.parent / "plain.json"
    assert sealed.run("add", "Ana").code == 0
    assert "pip install" in failure(sealed, 3, "encrypt", "--passphrase-fd", typed(PASSPHRASE))
    assert sealed.run("list").code == 0


def test_a_passphrase_and_a_key_are_nowhere_to_be_found(plain: Shell) -> None:
    ended = plain.run("encrypt", "--json", "--passphrase-fd", typed(PASSPHRASE))
    said = [ended.err]
    for words in (("add", "Ana"), ("where",), ("doctor",), ("list",), ("backup",), ("decrypt",)):
        crypt._held.clear()
        ended_too = plain.run(*words, "--passphrase-fd", typed(PASSPHRASE))
        said += [ended_too.out, ended_too.err]
    marks = (PASSPHRASE, ended.json["recovery_key"], ended.json["recovery_key"][16:])
    assert not any(mark in words for words in said for mark in marks)
    assert leaks(plain.store.parent.parent, marks=marks) == []
    assert not any(PASSPHRASE in value for value in os.environ.values())


def test_doctor_says_what_is_still_plain_and_where_the_key_should_be(sealed: Shell) -> None:
    backup = sealed.store.parent / "backups" / "store-20260101-g1.json"
    backup.write_text("{}", encoding="utf-8")
    backup.chmod(0o600)
    ended = sealed.run("doctor", "--json", "--passphrase-fd", typed(PASSPHRASE))
    found = [each["text"] for each in json.loads(ended.out) if each["check"] == "encryption"]
    assert found[1:] == [f"{backup} is not encrypted; 'aligntui encrypt' does it"]
    ended = sealed.run("encrypt", "--passphrase-fd", typed(PASSPHRASE))
    assert (ended.code, "files encrypted now: 1" in ended.err) == (0, True)
    assert not backup.exists()
    assert stat.S_IMODE(Path(f"{backup}.age").stat().st_mode) == 0o600


def test_a_store_encrypted_elsewhere_is_merged_into_the_plain_one(plain: Shell) -> None:
    before = plain.store.read_bytes()
    plain.run("encrypt", "--passphrase-fd", typed(PASSPHRASE))
    plain.run("add", "Ana Later", "--passphrase-fd", typed(PASSPHRASE))
    plain.store.write_bytes(before)
    crypt._held.clear()
    merge = ("merge", str(store(plain)), "--passphrase-fd", typed(PASSPHRASE))
    assert plain.run(*merge).code == 0
    assert "Ana Later" in plain.run("list").out


def test_a_plain_copy_is_not_called_encrypted(plain: Shell) -> None:
    name = plain.store.parent / "copy.json.age"
    before = set(plain.store.parent.iterdir())
    ended = plain.run("backup", "-o", str(name))
    assert (ended.code, ended.out) == (3, "")
    assert "choose a name without .age" in ended.err
    assert set(plain.store.parent.iterdir()) == before
