"""Where a text goes when it is copied, and that no more is said than is known."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from aligntui.tui import clipboard
from aligntui.tui.clipboard import LONGEST_SEQUENCE, Sent, send
from tests.tui.driving import driving
from tests.tui.harness import until

if TYPE_CHECKING:
    from pathlib import Path


class Machine:
    """A machine with tools of our making, and a terminal that listens."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin, self.out = folder / "bin", folder / "out"
        self.bin.mkdir()
        self.places = [folder / "not there", folder]
        self.heard: list[str] = []
        monkeypatch.setenv("PATH", f"{self.bin}:/usr/bin:/bin")

    def tool(self, name: str, *, code: int = 0) -> None:
        """A tool that writes down how it was called and what it was given."""
        path = self.bin / name
        path.write_text(
            f'#!/bin/sh\necho "{name} $*" > {self.out}\ncat >> {self.out}\nexit {code}\n'
        )
        path.chmod(0o700)

    def send(self, text: str = "a\nb\n", **environ: str) -> Sent:
        return send(text, environ, self.heard.append, self.places)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_in_tmux_it_goes_to_tmux_also_over_ssh(machine: Machine) -> None:
    machine.tool("tmux")
    machine.tool("xclip")
    sent = machine.send(TMUX="/tmp/t,1,0", SSH_TTY="/dev/pts/1", DISPLAY=":0")
    assert (sent.known, machine.heard) == (True, [])
    assert "Copied to tmux" in sent.words
    assert machine.out.read_text() == "tmux load-buffer -w -\na\nb\n"


def test_over_ssh_it_goes_to_the_terminal_and_is_never_called_copied(machine: Machine) -> None:
    machine.tool("xclip")
    sent = machine.send(SSH_CONNECTION="1 2 3 4", DISPLAY="localhost:10")
    assert (sent.known, machine.heard) == (False, ["a\nb\n"])
    assert "Sent to the terminal" in sent.words
    assert "opied" not in sent.words
    assert not machine.out.exists()


@pytest.mark.parametrize(
    ("environ", "tool", "called"),
    [
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "wl-copy", "wl-copy \n"),
        ({"DISPLAY": ":0"}, "xclip", "xclip -selection clipboard\n"),
        ({"DISPLAY": ":0"}, "xsel", "xsel --clipboard --input\n"),
    ],
)
def test_at_the_machine_itself_a_local_tool_takes_it(
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    environ: dict[str, str],
    tool: str,
    called: str,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == tool else None)
    machine.tool(tool)
    assert machine.send(**environ) == Sent("Copied", known=True)
    assert machine.out.read_text() == f"{called}a\nb\n"


@pytest.mark.parametrize(
    "environ", [{}, {"TMUX": "x"}, {"DISPLAY": ":0"}, {"SSH_TTY": "x", "STY": "1"}]
)
def test_where_no_tool_says_yes_it_lies_in_a_file_of_ours(
    machine: Machine, environ: dict[str, str]
) -> None:
    for name in ("tmux", "xclip", "xsel"):
        machine.tool(name, code=1)
    sent = machine.send(**environ)
    file = machine.places[1] / "aligntui-copy-1.md"
    assert sent == Sent(f"Written to {file}; no clipboard is available", known=False)
    assert file.read_text() == "a\nb\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "aligntui-copy-2.md" in machine.send("more", **environ).words
    assert file.read_text() == "a\nb\n"


def test_what_is_too_long_for_a_terminal_goes_to_a_file(machine: Machine) -> None:
    sent = machine.send("x" * LONGEST_SEQUENCE, SSH_TTY="/dev/pts/1")
    assert machine.heard == []
    assert "Written to" in sent.words


def test_a_tool_that_hangs_is_given_up(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.05)
    (machine.bin / "tmux").write_text("#!/bin/sh\nsleep 20\n")
    (machine.bin / "tmux").chmod(0o700)
    assert "Written to" in machine.send(TMUX="x").words


def test_nowhere_at_all_is_said(tmp_path: Path) -> None:
    sent = send("a", {}, print, [tmp_path / "not there"])
    assert sent.words.startswith("Not copied: ")


async def test_the_summary_says_what_became_of_the_copy(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.tool("tmux")
    monkeypatch.setenv("TMUX", "x")
    async with driving() as d:
        await d.press("c", "5")
        await d.write("tired")
        await d.press("ctrl+s", "y")
        await until(d.pilot, lambda: "Copied to tmux" in d.message)
    said = machine.out.read_text()
    assert said.startswith("tmux load-buffer -w -\n# Check-in with Priya Raman")
    assert "tired" not in said


def test_a_real_tmux_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = tmp_path / "socket"
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    try:
        subprocess.run([*tmux, "new-session", "-d"], check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("there is no tmux here")
    try:
        monkeypatch.setenv("TMUX", f"{socket},1,0")
        sent = send("zwei\nZeilen\n", {"TMUX": f"{socket},1,0"}, print, [tmp_path])
        assert sent.known
        shown = subprocess.run([*tmux, "show-buffer"], check=True, capture_output=True, text=True)
        assert shown.stdout == "zwei\nZeilen\n"
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
