"""Two apps open on the same person in two terminals, and a process that is stopped in a save."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from tests.terminal.living import command
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.terminal

STOPPED = """
import os, signal, sys
from aligntui.store.lock import StoreLock
with StoreLock(sys.argv[1]).held():
    print("held", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A home of its own with Asha Bell and one focus item in the usual store."""
    home = tmp_path / "home"
    home.mkdir()
    places = {name: "" for name in os.environ if name.startswith(("XDG_", "ALIGNTUI_"))}
    environ = {**places, "HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    command(environ, "add", "Asha Bell")
    command(environ, "focus", "asha", "One")
    return environ


def store(environ: dict[str, str]) -> str:
    return f"{environ['HOME']}/.local/share/aligntui/store.json"


@contextmanager
def window(environ: dict[str, str]) -> Iterator[Terminal]:
    """An app in a terminal of its own, open on Asha."""
    with Terminal([sys.executable, "-m", "aligntui", "open", "asha"], env=environ) as terminal:
        terminal.wait_for("F1  One")
        yield terminal


def both(one: Terminal, two: Terminal, text: str) -> None:
    one.wait_for(text)
    two.wait_for(text)


def revisions(environ: dict[str, str]) -> list[str]:
    with TinyDB(store(environ)) as plain:
        return [revision["text"] for revision in plain.table("items").all()[0]["revisions"]]


def test_two_windows_edit_the_same_person_see_each_other_and_lose_nothing(
    environ: dict[str, str],
) -> None:
    with window(environ) as one, window(environ) as two:
        one.send("1aFrom the first\r")
        both(one, two, "F2  From the first")
        one.send("\r")
        two.send("1aFrom the second\r")
        both(one, two, "F3  From the second")
        two.send("\r")
        one.send("g\r")
        one.wait_for("F1:")
        two.send("g\r")
        two.wait_for("F1:")
        one.send("\x1b[F by one\r")
        one.wait_for("F1  One by one")
        two.send("\x1b[F by two\r")
        two.wait_for("m mine  t other  b both")
        two.send("b")
        both(one, two, "F1  One by one / One by two")
        for terminal in (two, one):
            terminal.send("qq")
            assert terminal.wait_for_end() == 0
    shown = json.loads(command(environ, "show", "asha", "--json"))
    assert [item["text"] for item in shown["sections"]["focus"]] == [
        "One by one / One by two", "From the first", "From the second",
    ]  # fmt: skip
    assert revisions(environ) == ["One", "One by one", "One by one / One by two"]


def test_a_command_beside_an_open_app_is_seen_in_it_and_types_nothing_over(
    environ: dict[str, str],
) -> None:
    with window(environ) as app:
        command(environ, "reword", "asha", "f1", "One from the shell")
        app.wait_for("F1  One from the shell")
        command(environ, "archive", "asha")
        app.wait_for("Asha Bell was archived in another window")
    assert revisions(environ) == ["One", "One from the shell"]


def test_an_idle_window_sends_nothing_and_hardly_runs(environ: dict[str, str]) -> None:
    with window(environ) as app:
        app.quiet(1)
        before = cpu(app.pid)
        assert app.read_for(6) == 0
        assert cpu(app.pid) - before < 0.3


def test_a_process_stopped_in_a_save_freezes_nobody(environ: dict[str, str]) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", STOPPED, store(environ) + ".lock"], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with window(environ) as app:
            app.send("1aTyped meanwhile\r")
            app.wait_for("NOT SAVED: ")
            app.send("\x1b4")
            app.wait_for("━ 4 Risks")
            app.send("t")
            app.wait_for("› Timeline")
            app.send("q")
            app.wait_for("? help")
            app.send("1a")
            app.wait_for("Focus: Typed meanwhile")
            holder.send_signal(signal.SIGCONT)
            holder.wait(10)
            app.send("\r")
            app.wait_for("F2  Typed meanwhile")
    finally:
        holder.kill()
        holder.wait()
    shown = json.loads(command(environ, "show", "asha", "--json"))
    assert [item["text"] for item in shown["sections"]["focus"]] == ["One", "Typed meanwhile"]


def test_in_a_carried_folder_the_file_is_whole_after_a_rest_and_copies_are_announced(
    environ: dict[str, str],
) -> None:
    folder = Path(store(environ)).parent
    (folder / ".stfolder").mkdir()
    with Terminal([sys.executable, "-m", "aligntui"], env=environ) as app:
        app.wait_for("synchronised by Syncthing")
        app.send("g\r")
        app.wait_for("F1  One")
        app.send("1aWritten here\r")
        app.wait_for("F2  Written here")
        base = folder / "store.json"
        app.wait_until(lambda: "Written here" in base.read_text("utf-8"), 30, "it in the base")
        with TinyDB(store(environ)) as plain:
            assert len(plain.table("items")) == 2
        written = base.read_bytes()
        (folder / "store (2).json").write_bytes(written)
        (folder / "store (1).json").write_bytes(written.replace(b"Written here", b"Or there"))
        app.wait_for("store (1).json holds changes that are missing here")
        assert not [name for name in os.listdir(folder) if name.startswith("store.json.j")]
    command(environ, "merge", str(folder / "store (1).json"))
    assert [each.name[-14:] for each in (folder / "recovered").iterdir()] == ["store (1).json"]


def cpu(pid: int) -> float:
    """Seconds that a process has run so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        numbers = file.read().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
