"""Whole processes of the commands, beside an interpreter that does nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from importlib.util import find_spec
from pathlib import Path

from aligntui.store.durable import DurableStore
from tests.benchmarks.measure import Absent, Row, in_turns, timed
from tests.benchmarks.stores import cached

NOTHING = [sys.executable, "-I", "-c", "pass"]


def program() -> list[str]:
    """How the installed program is started."""
    script = Path(sys.executable).with_name("aligntui")
    found = find_spec("aligntui")
    if found is None or found.origin is None:
        raise Absent("aligntui is not installed")
    # an installed program does not compile itself
    compile_dir(os.path.dirname(found.origin), quiet=1)
    return [str(script)] if script.exists() else [sys.executable, "-m", "aligntui"]


def copy(name: str, folder: Path) -> Path:
    """A store of one size that may be changed."""
    shutil.copytree(cached(name).parent, folder / name)
    store = DurableStore(folder / name / "store.json")
    store.open()
    store.close()
    list(store.overviews())  # the summary of a copy has to be made again
    store.close()
    return folder / name / "store.json"


def run(*command: str) -> float:
    """Seconds of a process from start to end."""
    return timed(lambda: _finish(command))


def _finish(command: tuple[str, ...]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        words = (done.stderr.strip() or "no words").splitlines()[-1]
        raise Absent(f"{' '.join(command[1:3])}… ended with {done.returncode}: {words}")


def due_and_note() -> Iterator[Row]:
    """`due` with a summary that fits, `note`, and `due` after it; on typical."""
    start = program()
    with tempfile.TemporaryDirectory() as folder:
        store = copy("typical", Path(folder))
        name = DurableStore(store).overviews()[0].name
        due = (*start, "--store", str(store), "due")
        note = (*start, "--store", str(store), "note", name, "Wants to mentor.")
        ours, nothing = in_turns(lambda: run(*due), lambda: run(*NOTHING))
        yield Row(
            what="due, whole process, typical / python -c pass", ours=ours, other=nothing, goal=4
        )
        ours, nothing = in_turns(lambda: run(*note), lambda: run(*NOTHING))
        yield Row(
            what="note, whole process, typical / python -c pass", ours=ours, other=nothing, goal=10
        )

        def due_after_a_note() -> float:
            run(*note)
            return run(*due)

        ours, nothing = in_turns(due_after_a_note, lambda: run(*NOTHING))
        yield Row(what="due just after a note, typical / python -c pass", ours=ours, other=nothing)


def prep() -> Iterator[Row]:
    """`prep NAME` on typical."""
    start = program()
    store = cached("typical")
    name = DurableStore(store).overviews()[0].name
    ours, nothing = in_turns(
        lambda: run(*start, "--store", str(store), "prep", name), lambda: run(*NOTHING)
    )
    yield Row(
        what="prep, whole process, typical / python -c pass", ours=ours, other=nothing, goal=10
    )


def due_on_extreme() -> Iterator[Row]:
    """`due` does not grow with the store."""
    start = program()
    extreme, small = (str(cached(name)) for name in ("extreme", "small"))
    ours, other = in_turns(
        lambda: run(*start, "--store", extreme, "due"), lambda: run(*start, "--store", small, "due")
    )
    yield Row(what="due, whole process, extreme / small", ours=ours, other=other, goal=1.2)
