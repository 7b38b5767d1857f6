"""The entry point: `aligntui`, and `python -m aligntui`."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from typing import Any


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command, or start the terminal app; returns the exit code."""
    # everything written is private to the user
    os.umask(0o077)
    if argv is None:
        _leave_garbage()
    from aligntui.cli.run import main as run

    return run(sys.argv[1:] if argv is None else argv, _open_app)


def _leave_garbage() -> None:
    """Turn garbage collection off: a command ends before it pays, and exit frees everything.

    The app turns it on again once it has started.
    """
    gc.disable()
    atexit.register(gc.freeze)


def _open_app(**given: Any) -> int:
    from aligntui.tui.starting import run

    return run(**given)


if __name__ == "__main__":
    sys.exit(main())
