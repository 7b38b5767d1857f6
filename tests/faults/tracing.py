"""Real faults at real system calls: strace counts them, kills at one, or lets one fail.

The traced process is forked and waits while strace attaches, so that the counts begin with the
first call of its work.
"""

import functools
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aligntui.store.recovery import verified
from tests.faults.child import Child, Work
from tests.faults.kills import Start, Tally
from tests.faults.script import stored
from tests.faults.work import Steps, StubbornSteps

WRITING = (
    "openat", "write", "pwrite64", "fdatasync", "fsync", "rename", "renameat2", "link", "linkat",
    "unlink", "unlinkat", "ftruncate", "mkdir", "chmod", "flock", "close",
)  # fmt: skip
READING = ("read", "pread64", "newfstatat", "lstat", "getdents64")

FAILING = {
    "ENOSPC": {"openat", "write", "pwrite64", "fdatasync", "fsync", "rename", "link", "mkdir"},
    "EDQUOT": {"openat", "write", "fsync", "rename", "mkdir"},
    "EFBIG": {"write", "pwrite64"},
    "EIO": {*WRITING, *READING} - {"flock", "close"},
    "EROFS": {"openat", "write", "ftruncate", "rename", "link", "mkdir"},
    "EACCES": {"openat", "rename", "link", "mkdir"},
    "EBUSY": {"rename"},
    "ESTALE": {"openat", "write", "fdatasync", "newfstatat", "pread64", "rename"},
    "EMFILE": {"openat"},
    "EINTR": {"openat", "write", "fdatasync", "fsync", "flock", "read", "pread64"},
}
"""Which calls a device, a quota or a limit lets fail, by the error that they give."""

ONLY_MAKING = {"ENOSPC", "EDQUOT", "EROFS"}
"""Errors of which an `openat` dies only where it may make or write a file."""


@dataclass(frozen=True)
class Call:
    """The nth call of a name; `makes` says whether an `openat` may make or write a file."""

    name: str
    number: int
    makes: bool


class NotMadeError(Exception):
    """The call at which something was to happen was not made this time."""


@functools.cache
def reason_not_to() -> str:
    """Why nothing can be traced here, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    log = Path(os.devnull)
    try:
        words, _ = traced(lambda say: say("here"), log)
    except AssertionError as error:
        return f"strace can't trace here: {error}"
    return "" if words == ["here"] else f"strace disturbs what it traces: {words}"


def traced(work: Work, log: Path, *expressions: str) -> tuple[list[str], int]:
    """Do work under strace; what was said, and the exit status."""
    calls = ",".join(f"?{name}" for name in (*WRITING, *READING))
    options = [part for words in (f"trace={calls}", *expressions) for part in ("-e", words)]
    with Child(work, held=True) as child:
        command = ["strace", "-o", str(log), *options, "-p", str(child.pid)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            said = strace.stderr.readline()
            if "attached" not in said:
                strace.kill()
                raise AssertionError(said.strip() or "strace said nothing")
            child.go()
            status = child.end()
            strace.communicate()
        return child.words, status


def calls_in(log: Path) -> Iterator[Call]:
    """Every call of a log, in order."""
    counts: Counter[str] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        if called := re.match(r"(\w+)\(", line):
            name = called[1]
            counts[name] += 1
            yield Call(name, counts[name], bool(re.search("O_CREAT|O_WRONLY|O_RDWR", line)))


def changing(log: Path) -> list[Call]:
    """Those calls of a log that change something."""
    return _changing(calls_in(log))


def _changing(calls: Iterable[Call]) -> list[Call]:
    return [
        call for call in calls if call.name in WRITING and (call.name != "openat" or call.makes)
    ]


@functools.cache
def count(start: Start, steps: int) -> tuple[Call, ...]:
    """The calls of some steps, and of leaving twice."""
    folder = start.folder.with_name(f"{start.folder.name}-counted")
    path, log = start.fresh(folder / "run"), folder / "log"
    words, status = traced(_steps(Steps, path, start, steps), log)
    assert (words[-1:], status) == (["closed"], 0), words
    return tuple(calls_in(log))


def kill_at(call: Call, start: Start, folder: Path, *, steps: int = 3) -> str | None:
    """Kill at one call; what was wrong with what was left, or None.

    Raises `NotMadeError` where the work came to its end without that call: what the lock file
    says of its holder is written only when the second has changed.
    """
    path = start.fresh(folder / "run")
    inject = f"inject={call.name}:signal=KILL:when={call.number}"
    words, status = traced(_steps(Steps, path, start, steps), folder / "log", inject)
    where = f"killed at {call.name} {call.number}"
    if (status, words[-1:]) == (0, ["closed"]):
        raise NotMadeError
    if status != -9:
        return f"{where}: it was not: {status}, {words[-3:]}"
    done = max((int(word) for word in words if word.isdigit()), default=start.done)
    try:
        stand = start.model.stand(stored(path), done, in_flight=done < start.done + steps)
        for kept in path.parent.glob("backups/*.json"):
            verified(kept)
    except Exception as error:  # noqa: BLE001 - whatever it is, the figures shall say it
        return f"{where}: {type(error).__name__}: {error}"
    return None if stand is not None else f"{where}: not the state after {done} steps or one more"


def fail_at(call: Call, error: str, start: Start, folder: Path, *, steps: int = 3) -> str | None:
    """Let one call fail; what was wrong with what was said or left, or None."""
    path = start.fresh(folder / "run")
    inject = f"inject={call.name}:error={error}:when={call.number}"
    work = _steps(StubbornSteps, path, start, steps)
    words, status = traced(work, folder / "log", inject)
    return judged(f"{error} at {call.name} {call.number}", start, path, words, status)


def judged(where: str, start: Start, path: Path, words: list[str], status: int) -> str | None:
    """What is wrong after a refusal: the program died, or what is kept isn't what it said."""
    if status:
        return f"{where}: {words[-1:]}, exit {status}"
    done = max((int(word) for word in words if word.isdigit()), default=start.done)
    try:
        stand = start.model.stand(stored(path), done, in_flight=False)
    except Exception as reason:  # noqa: BLE001 - whatever it is, the figures shall say it
        return f"{where}: {type(reason).__name__}: {reason}; said {words}"
    return None if stand is not None else f"{where}: not the state after {done} steps; said {words}"


def failing(calls: Iterable[Call], error: str) -> list[Call]:
    """Those of the calls that may fail so."""
    return [
        call
        for call in calls
        if call.name in FAILING[error]
        and (call.name != "openat" or call.makes or error not in ONLY_MAKING)
    ]


def kill_at_each(start: Start, folder: Path, *, steps: int = 3, every: int = 1) -> Tally:
    """Kill at each call, or at each `every`th, that changes something."""
    tally = Tally()
    for call in _changing(count(start, steps))[::every]:
        with suppress(NotMadeError):
            tally.add(kill_at(call, start, folder, steps=steps))
    return tally


def fail_at_each(
    error: str, start: Start, folder: Path, *, steps: int = 3, begin: int = 0, every: int = 1
) -> Tally:
    """Let each call fail, or each `every`th from the `begin`th, that may fail with this error."""
    tally = Tally()
    calls = failing(count(start, steps), error)
    for call in calls[begin % len(calls) :: every]:
        tally.add(fail_at(call, error, start, folder, steps=steps))
    return tally


def _steps(kind: type[Steps], path: Path, start: Start, steps: int) -> Steps:
    last = start.done + steps
    return kind(path=path, seed=start.model.seed, first=start.done, last=last, every=2)
