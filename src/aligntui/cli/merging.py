"""The command that merges a diverged copy of the store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _merge(asked: Asked) -> int:
    from aligntui.domain.errors import Refused
    from aligntui.store.merging import set_aside, unmarked

    dry = asked.options.dry_run
    store, file = os.path.realpath(asked.store), os.path.realpath(typed(asked.options.file))
    if file == store:
        kept = None if dry else unmarked(store)
        if kept is None:
            raise Refused("this is the store itself; name the copy to merge into it")
        file = kept
    _unlock(asked, file)
    lines = asked.notebook.merge(file, dry_run=dry)
    moved = "" if dry else set_aside(store, file)
    if asked.json:
        output.say_json({"differences": list(lines), "merged": not dry, "copy": moved or file})
        return exits.DONE
    output.say_all(lines)
    output.narrate(_end(len(lines), dry=dry, moved=moved))
    return exits.DONE


def _unlock(asked: Asked, file: str) -> None:
    """Unlock a copy that was encrypted elsewhere and has a key of its own beside it."""
    if file.endswith(".age") and asked.store != file and os.path.lexists(f"{file}.identity"):
        from aligntui.cli.passphrase import unlock

        unlock(file, asked.passphrase_fd)


def _end(differences: int, *, dry: bool, moved: str) -> str:
    if not differences:
        done = f"nothing new: all of it is here already{'' if moved else '; you may delete it'}"
    elif dry:
        done = "dry run: nothing was changed"
    else:
        done = "merged; 'aligntui undo' takes it back"
    return f"{done}; the copy is kept as {moved}" if moved else done


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would change, change nothing"
    )


TASKS = {"merge": Task(_arguments, _merge)}
