"""An encrypted backup comes back, on an empty machine, over a plain store or an encrypted one."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from aligntui.store import crypt
from tests.cli.conftest import Shell
from tests.store.sealed import MARKS, PASSPHRASE, fresh_hands, grow, leaks, quick, tree, typed

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")
NEW = "another long passphrase"
OTHER = "the passphrase of another store"


class Backup(NamedTuple):
    """A backup from another machine, with what opens it."""

    file: Path
    key_file: Path
    recovery: str


@pytest.fixture
def backup(shell: Shell, tmp_path: Path) -> Backup:
    """An encrypted backup in a folder of its own; the store of the shell is not there yet."""
    here, folder = shell.store, tmp_path / "old"
    folder.mkdir(mode=0o700)
    shell.store = folder / "store.json"
    grow(shell.store)
    recovery = shell.run("encrypt", "--json", "--passphrase-fd", typed(PASSPHRASE))
    drive = tmp_path / "drive"
    drive.mkdir(mode=0o700)
    ended = shell.run("backup", "-o", str(drive / "bk.age"), "--passphrase-fd", typed(PASSPHRASE))
    key_file = folder / "store.json.age.identity"
    assert f"the recovery key opens it; with a copy of {key_file}\nbeside it your" in ended.err
    shell.store = here.parent / "new" / here.name
    shell.store.parent.mkdir(mode=0o700)
    crypt._held.clear()
    return Backup(drive / "bk.age", key_file, recovery.json["recovery_key"])


def nothing(shell: Shell, backup: Backup) -> None:
    """An empty machine."""


def plain(shell: Shell, backup: Backup) -> None:
    assert shell.run("add", "Somebody Else").code == 0


def sealed(shell: Shell, backup: Backup) -> None:
    plain(shell, backup)
    assert shell.run("encrypt", "--passphrase-fd", typed(OTHER)).code == 0


def keyless(shell: Shell, backup: Backup) -> None:
    sealed(shell, backup)
    Path(f"{shell.store}.age.identity").unlink()


def moved(shell: Shell, backup: Backup) -> None:
    """Only the key file came along, where the store's own would be."""
    shutil.copy(backup.key_file, f"{shell.store}.age.identity")


def beside(shell: Shell, backup: Backup) -> None:
    """The key file lies beside the backup under the name that it had."""
    shutil.copy(backup.key_file, backup.file.parent / backup.key_file.name)


def named(shell: Shell, backup: Backup) -> None:
    shutil.copy(backup.key_file, f"{backup.file}.identity")


State = Callable[[Shell, Backup], None]
AS_IT_WAS = "it is encrypted as it was; the same passphrase opens it"
ANEW = "it is encrypted: the new passphrase opens it, and the same recovery key"
IS_PLAIN = "the store is not encrypted, so what was encrypted in the backup is plain in it now"


@pytest.mark.parametrize(
    ("states", "lines", "opens", "words"),
    [
        ((beside,), (PASSPHRASE,), PASSPHRASE, AS_IT_WAS),
        ((named,), (PASSPHRASE,), PASSPHRASE, AS_IT_WAS),
        ((moved,), (PASSPHRASE,), PASSPHRASE, AS_IT_WAS),
        ((nothing,), ("KEY", NEW), NEW, ANEW),
        ((beside,), ("KEY", NEW), NEW, ANEW),
        ((moved,), ("KEY", NEW), NEW, ANEW),
        ((plain,), ("KEY",), "", IS_PLAIN),
        ((plain, beside), (PASSPHRASE,), "", IS_PLAIN),
        ((sealed,), (OTHER, "KEY"), OTHER, ""),
        ((sealed, named), (OTHER, PASSPHRASE), OTHER, ""),
        ((keyless,), ("KEY", NEW), NEW, ANEW),
        ((keyless, named), (PASSPHRASE,), PASSPHRASE, AS_IT_WAS),
    ],
)
def test_an_encrypted_backup_comes_back(
    shell: Shell,
    backup: Backup,
    states: tuple[State, ...],
    lines: tuple[str, ...],
    opens: str,
    words: str,
) -> None:
    for state in states:
        state(shell, backup)
    crypt._held.clear()
    given = typed(*(backup.recovery if line == "KEY" else line for line in lines))
    ended = shell.run("restore", str(backup.file), "--passphrase-fd", given)
    assert ended.code == 0, ended
    assert words in ended.err
    crypt._held.clear()
    fd = ("--passphrase-fd", typed(opens)) if opens else ()
    assert MARKS[0] in shell.run("list", *fd).out
    assert shell.store.exists() is not bool(opens)
    if opens:
        assert leaks(shell.store.parent) == []
        # the recovery key of the store that is there now opens it, too
        crypt._held.clear()
        if opens != OTHER:
            key = typed(backup.recovery)
            assert shell.run("decrypt", "--passphrase-fd", key).code == 0


WRONG = "AGE-SECRET-KEY-1" + "Q" * 58


@pytest.mark.parametrize("there", [nothing, plain, sealed, keyless])
@pytest.mark.parametrize(
    ("key_file", "cut", "lines", "words"),
    [
        (nothing, 0, ("lantern 8",), "opens with its recovery key, which begins with AGE-SECRET"),
        (nothing, 0, (WRONG,), "this is no recovery key"),
        (nothing, 0, ("STRANGER",), "encrypted with another key"),
        (named, 0, ("lantern 8",), "wrong passphrase; nothing was changed"),
        (named, 9, (PASSPHRASE, NEW), "is damaged, or encrypted with another key"),
        (named, 9, ("KEY", NEW), "is damaged, or encrypted with another key"),
        (nothing, 0, ("KEY", "short"), "at least 8 characters"),
        (nothing, 0, ("KEY",), "no passphrase left in"),
        (nothing, 0, (), "no passphrase left in|wrong passphrase|opens with its recovery key"),
    ],
)
def test_what_does_not_open_it_changes_nothing(
    shell: Shell,
    backup: Backup,
    there: State,
    key_file: State,
    cut: int,
    lines: tuple[str, ...],
    words: str,
) -> None:
    there(shell, backup)
    key_file(shell, backup)
    if lines[:1] == ("KEY",) and not cut and there in (plain, sealed):
        return  # no new passphrase is asked for
    if cut:
        backup.file.write_bytes(backup.file.read_bytes()[:-cut])
    stranger = str(crypt.age().x25519.Identity.generate())
    named_keys = {"KEY": backup.recovery, "STRANGER": stranger}
    first = (OTHER,) if there is sealed else ()
    given = typed(*first, *(named_keys.get(line, line) for line in lines))
    folders = (shell.store.parent, backup.file.parent)
    before = tree(*folders)
    crypt._held.clear()
    ended = shell.run("restore", str(backup.file), "--passphrase-fd", given)
    assert (ended.code in {2, 3}, ended.out, ended.err.count("\n")) == (True, "", 1), ended
    assert any(each in ended.err for each in words.split("|")), ended.err
    assert tree(*folders) == before


def test_a_kept_backup_comes_back_once_machine_and_key_file_are_lost(
    shell: Shell, backup: Backup
) -> None:
    kept = sorted((backup.key_file.parent / "backups").glob("*.json.age"))
    assert kept
    for file in kept:
        target = shell.store.parent / file.stem
        target.mkdir(mode=0o700)
        shell.store = target / "store.json"
        crypt._held.clear()
        given = typed(backup.recovery, NEW)
        assert shell.run("restore", str(file), "--passphrase-fd", given).code == 0
        assert shell.run("list", "--passphrase-fd", typed(NEW)).code == 0


def test_a_restore_over_a_store_without_its_key_file_keeps_that_store(
    shell: Shell, backup: Backup
) -> None:
    keyless(shell, backup)
    old = Path(f"{shell.store}.age").read_bytes()
    crypt._held.clear()
    shell.run("restore", str(backup.file), "--passphrase-fd", typed(backup.recovery, NEW))
    kept = [file.read_bytes() for file in (shell.store.parent / "recovered").iterdir()]
    assert old in kept


def test_an_encrypted_backup_under_another_name_is_told_what_name_it_needs(
    shell: Shell, backup: Backup
) -> None:
    assert "merge it, or restore it" in shell.run("import", str(backup.file)).err
    renamed = backup.file.rename(backup.file.parent / "bk.bin")
    ended = shell.run("restore", str(renamed))
    assert (ended.code, ended.out) == (3, "")
    assert f"{renamed} is encrypted; give it a name that ends in .age" in ended.err


def test_a_copy_elsewhere_is_merged_with_its_recovery_key(shell: Shell, backup: Backup) -> None:
    plain(shell, backup)
    words = ("merge", str(backup.file), "--passphrase-fd", typed(backup.recovery))
    assert shell.run(*words).code == 0
    assert MARKS[0] in shell.run("list").out
    assert "Somebody Else" in shell.run("list").out
