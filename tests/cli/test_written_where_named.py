"""Whatever writes where a user says writes over nothing that was not named as such."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

WRITES = {
    "ics": ("export", "--format", "ics", "-o"),
    "json": ("export", "--format", "json", "-o"),
    "markdown": ("export", "priya", "--format", "markdown", "-o"),
    "backup": ("backup", "-o"),
}
FOLDERS = {
    "markdown": ("export", "--format", "markdown", "-o"),
    "csv": ("export", "--format", "csv", "-o"),
}
OWN = (
    "store.json", "store.json.journal", "store.json.lock", "store.json.summary",
    "store.json.age.identity", "store.json.later", "STORE.JSON.journal", ".store.json.1.tmp",
    "store (1).json", "backups/mine.json", "recovered/mine", "../{name}/store.json",
    "here/store.json.journal", "link", "linked", "{state}/drafts/x", "{state}/new", "{config}",
    "{data}/store.json", "{data}/backups/x", "other/store.json", "other/store.json.lock",
    "other/store.json.summary",
)  # fmt: skip


@pytest.fixture
def place(priya: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Priya's store with all that may lie about it, links to it, and another store."""
    folder = priya.store.parent
    priya.run("backup")
    (folder / "here").symlink_to(folder)
    (folder / "link").symlink_to(priya.store)
    (folder / "linked").symlink_to(folder / "here" / "store.json.summary")
    (folder / "other").mkdir()
    for name in ("store.json", "store.json.lock"):
        (folder / "other" / name).write_text("{}")
    return priya


def tree(folder: Path) -> dict[str, bytes]:
    """All regular files of a folder by path."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def theirs(folder: Path) -> dict[str, bytes]:
    """The same without what opening the store may write."""
    ours = ("backups", "here", "link", "store.json")
    return {name: data for name, data in tree(folder).items() if not name.startswith(ours)}


@pytest.mark.parametrize("own", OWN)
def test_nothing_of_a_store_is_written_over_even_by_force(place: Shell, own: str) -> None:
    folder = place.store.parent
    environ = os.environ
    named = own.format(
        name=folder.name,
        state=f"{environ['XDG_STATE_HOME']}/aligntui",
        data=f"{environ['XDG_DATA_HOME']}/aligntui",
        config=f"{environ['XDG_CONFIG_HOME']}/aligntui/config.toml",
    )
    path = os.path.join(folder, named)
    if own == "store (1).json":
        Path(path).write_text("conflict copy")
    before = theirs(folder), os.path.lexists(path)
    for words in WRITES.values():
        for force in ((), ("--force",)):
            ended = place.run(*words, path, *force)
            assert (ended.code, ended.out) == (2, ""), ended
            assert f"{path} belongs to AlignTUI itself; name another file with -o" in ended.err
    assert (theirs(folder), os.path.lexists(path)) == before
    assert '"Priya Raman"' in place.run("list", "--json").out


@pytest.mark.parametrize("form", WRITES)
def test_a_document_stays_unless_it_is_to_be_replaced(
    place: Shell, tmp_path: Path, form: str
) -> None:
    words, file, link = WRITES[form], tmp_path / "plan.txt", tmp_path / "to plan"
    file.write_text("mine")
    link.symlink_to(file)
    for name in (file, link):
        ended = place.run(*words, str(name))
        numbered = form == "backup"  # its own promise: where the name is taken, a number is added
        assert ended.code == (0 if numbered else 2), ended
        assert numbered or "is there already; name another file with -o, or rep" in ended.err
        assert file.read_text() == "mine"
    assert place.run(*words, str(link), "--force").code == 0
    assert link.is_symlink()
    assert "Priya" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("form", FOLDERS)
def test_of_a_folder_no_file_is_written_over(place: Shell, tmp_path: Path, form: str) -> None:
    words, folder = FOLDERS[form], tmp_path / "out"
    assert place.run(*words, str(folder)).code == 0
    first = min(folder.iterdir())
    first.write_text("mine")
    before = tree(folder)
    assert "is there already" in place.refusal(*words, str(folder))
    assert tree(folder) == before
    assert place.run(*words, str(folder), "--force").code == 0
    assert "mine" not in first.read_text()
    assert place.refusal(*words, os.path.join(os.environ["XDG_STATE_HOME"], "aligntui", "x"))


THEIRS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n",
    "",
    "BEGIN:VCALENDAR",
)
ADDED = (
    ("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:mine\r\nEND:VEVENT\r\nEND:VCALENDAR"),
    ("TRANSP:TRANSPARENT", "TRANSP:TRANSPARENT\r\nDESCRIPTION:ask about the raise"),
    ("SUMMARY:Check-in with", "SUMMARY:Coffee with"),
    ("END:VCALENDAR\r\n", "END:VCALENDAR\r\nmy own line\r\n"),
    ("END:VCALENDAR\r\n", ""),
)


def test_only_a_calendar_that_holds_nothing_but_ours_is_written_over(
    place: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "due.ics"
    words = (*WRITES["ics"], str(file))
    assert place.run(*words).code == 0
    place.say("add", 'Łukasz; "x", ' * 8)
    assert place.run(*words).code == 0
    ours = file.read_bytes().decode()
    assert "ukasz" in ours
    assert place.run(*words, "--on", "2026-07-09").code == 0
    # wherever its lines are folded, as other versions fold them
    file.write_bytes(ours.replace("SUMMARY:Check", "SUMMARY:Ch\r\n eck").encode())
    assert place.run(*words).code == 0
    for text in (*THEIRS, *(ours.replace(*change) for change in ADDED)):
        assert text != ours
        file.write_bytes(text.encode())
        assert "is there already" in place.refusal(*words)
        assert file.read_bytes() == text.encode()


@pytest.mark.parametrize("form", ["ics", "markdown"])
def test_stdout_by_its_path_and_a_device_are_written_to(place: Shell, form: str) -> None:
    command = [sys.executable, "-m", "aligntui", "--store", str(place.store), *WRITES[form]]
    printed = place.run(*WRITES[form], "-").out
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        words = [*command, name, "--on", "2026-06-29"]
        done = subprocess.run(words, capture_output=True, check=True)
        assert done.stdout.decode() == printed
    for force in ((), ("--force",)):
        assert place.run(*WRITES[form], "/dev/null", *force).code == 0
        assert "No space left" in place.refusal(*WRITES[form], "/dev/full", *force)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_backup_has_to_be_read_again(place: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("/dev/null", "/dev/full", str(tmp_path / "pipe"), "-"):
        for force in ((), ("--force",)):
            assert "is no regular file" in place.refusal("backup", "-o", name, *force)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
