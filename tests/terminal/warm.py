"""Programs that begin with their modules loaded, as half of a start is loading them.

A process that has loaded all of ours forks for each program, which gets the terminal and the
environment that it would have been started with. What an interpreter takes from its environment
itself, such as the locale, needs one of its own.
"""

from __future__ import annotations

import atexit
import fcntl
import multiprocessing
import os
import runpy
import subprocess
import sys
import termios
from pkgutil import walk_packages
from time import sleep
from typing import TYPE_CHECKING

import aligntui

if TYPE_CHECKING:
    import signal
    from collections.abc import Mapping, Sequence
    from multiprocessing.context import ForkServerContext

OF_THE_INTERPRETER = ("LC_ALL", "PYTHONUTF8", "PYTHONIOENCODING")

_forks: ForkServerContext = multiprocessing.get_context("forkserver")
_names = (each.name for each in walk_packages(aligntui.__path__, "aligntui."))
_forks.set_forkserver_preload(
    [*(name for name in _names if "__main__" not in name), "pytest", "tests.tui.rest"]
)


def fits(command: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Say whether a command is a module of Python that needs no interpreter of its own."""
    return [*command[:2]] == [sys.executable, "-m"] and not any(
        environ.get(name) for name in OF_THE_INTERPRETER
    )


class Warm:
    """A program in a process of its own, with as much of `Popen` as a terminal needs."""

    def __init__(self, words: Sequence[str], tty: str, environ: Mapping[str, str]) -> None:
        self._process = _forks.Process(target=_run, args=(words, tty, dict(environ)))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid
        while self.poll() is None and os.getpgid(self.pid) != self.pid:
            sleep(0.001)  # until then a signal to its group would reach nobody

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()


def _run(words: Sequence[str], tty: str, environ: dict[str, str]) -> None:
    """Become the program: a session, a terminal, streams and an environment of its own."""
    terminal = os.open(tty, os.O_RDWR | os.O_NOCTTY)
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for stream, name in enumerate(("stdin", "stdout", "stderr")):
        os.dup2(terminal, stream)
        file = os.fdopen(stream, "w" if stream else "r", encoding="utf-8", closefd=False)
        setattr(sys, name, file)
        setattr(sys, f"__{name}__", file)
    os.close(terminal)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[:] = ["", *words[1:]]
    try:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()
