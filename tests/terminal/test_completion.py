"""The tab key in real shells."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from aligntui.__main__ import main
from tests.terminal.pty import Terminal

SHELLS = {
    "bash": (["--norc", "--noprofile"], "source <(aligntui completion bash)"),
    "zsh": (["-f"], "autoload -U compinit; compinit -u -D; source <(aligntui completion zsh)"),
    "fish": (["--no-config"], "aligntui completion fish | source"),
}
TYPED = (
    ("aligntui understoo", "aligntui understood"),
    ("aligntui note asa", "aligntui note Ben\\ Asante"),
    ('aligntui note "Be', "Ben Asante"),
    ("aligntui close ben e", "aligntui close ben E1"),
    ("aligntui agree ben --section opp", "--section opportunities"),
    ("aligntui action ben x --by tomo", "--by tomorrow"),
    ("aligntui import peop", "aligntui import people.csv"),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "store.json"
    for words in (("add", "Ben Asante"), ("add", "Zoe Ash"), ("expect", "ben", "Owns billing")):
        assert main(["--store", str(store), *words]) == 0
    (tmp_path / "people.csv").write_text("name\n")
    return store


@pytest.mark.terminal
@pytest.mark.parametrize("shell", SHELLS)
def test_the_tab_key_completes_what_may_come_next(shell: str, store: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    options, set_up = SHELLS[shell]
    env = os.environ | {
        "ALIGNTUI_STORE": str(store),
        "HOME": str(store.parent),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PS1": "$ ",
        "TERM": "xterm",
    }
    command = ["env", "-C", str(store.parent), shell, *options]
    with Terminal(command, columns=100, env=env) as terminal:
        terminal.settle()
        terminal.send(f"{set_up}; echo re''ady\r")
        terminal.wait_for("ready")
        for typed, completed in TYPED:
            terminal.settle()
            terminal.send(f"{typed}\t")
            terminal.wait_until(
                lambda become=completed: become in terminal.text,  # type: ignore[misc]
                20,
                f"'{completed}' of '{typed}'",
            )
            terminal.send("\x05\x15\x0c")
