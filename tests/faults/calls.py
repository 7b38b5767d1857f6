"""A process of its own that dies, or is refused, at its nth call that changes a file."""

import errno
import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

from tests.faults.child import Child, Say

CHANGING = (
    "open", "write", "fsync", "fdatasync", "replace", "rename", "link", "unlink", "ftruncate",
    "mkdir",
)  # fmt: skip
DIED = 9
Fate = Callable[[str], None]


def die(_: str) -> None:
    """Be gone, as after a kill."""
    os._exit(DIED)


def full(name: str) -> None:
    """Be refused as a full disk does; taking away always works."""
    if name not in {"unlink", "ftruncate"}:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def failing(_: str) -> None:
    """Be refused as a failing disk does."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def at_each(
    work: Callable[[], object], fate: Fate, fresh: Callable[[], object], every: int = 1
) -> Iterator[str]:
    """Do work anew for each of its calls, or each `every`th, and let it meet its fate.

    Says each time which call it was.
    """
    for number in count(1, every):
        fresh()
        with Child(partial(_counted, work, number, fate)) as child:
            status = child.end()
        assert status in {0, DIED}, child.words
        if "met" not in " ".join(child.words):
            return
        yield f"call {number}: {child.words}"


def _counted(work: Callable[[], object], fatal: int, fate: Fate, say: Say) -> None:
    made = count(1)

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any, **more: Any) -> Any:
            if name == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR):
                return call(*given, **more)
            if next(made) == fatal:
                say(f"met {name} {given[0]}")
                fate(name)
            return call(*given, **more)

        return counting

    for name in CHANGING:
        setattr(os, name, wrapped(name, getattr(os, name)))
    say(f"gives {work()}")
