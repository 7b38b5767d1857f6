"""The command that erases a person for good."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task, seen_folder
from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from argparse import ArgumentParser

TERMINAL = "/dev/tty"
_YES = ("y", "yes")


def _erase(asked: Asked) -> int:
    from aligntui.store.erasing import begun, erase, finish
    from aligntui.store.locations import synced_by

    path = asked.unlocked
    if begun(path, seen=seen_folder()):
        # finish only that one: the given name may match somebody else
        left = finish(path, seen=seen_folder())
        return _said(asked, None, left)
    found = asked.find(asked.options.name, archived=True)
    if not asked.options.yes and not _agreed(found.name):
        output.narrate("nothing was erased")
        return exits.NO
    asked.close()
    left = erase(path, found.id, seen=seen_folder())
    if by := synced_by(os.path.realpath(path)):
        output.narrate(f"{by} syncs this to your other machines; wait until it has finished there")
    return _said(asked, found.name, left)


def _said(asked: Asked, name: str | None, left: tuple[str, ...]) -> int:
    if asked.json:
        output.say_json({"erased": name, "left": list(left)})
    elif name is None:
        output.say("finished an erase that was interrupted; nobody else was erased")
    else:
        output.say(f"erased {name} from the store, its backups and drafts")
    for line in left:
        output.complain(f"not erased: {line}")
    output.narrate(
        "what was written about others is as it was; undo takes back nothing from before"
    )
    output.narrate(
        "copies elsewhere, disk snapshots and unused SSD blocks may still hold something"
    )
    return exits.DONE


def _agreed(name: str) -> bool:
    """Ask for confirmation at the terminal; Enter means no."""
    from aligntui.cli.passphrase import has_terminal

    if not has_terminal():
        raise Refused("no terminal to confirm in; add --yes to erase for good, without undo")
    output.ask(f"{name} will be erased for good, from the backups too. Undo can't restore them.")
    output.ask("Erase? y, or Enter for no:")
    with open(TERMINAL, encoding="utf-8", errors="replace") as terminal:
        return terminal.readline().strip().casefold() in _YES


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    words = "don't ask; undo can't restore an erased person"
    parser.add_argument("--yes", action="store_true", help=words)


TASKS = {"erase": Task(_arguments, _erase)}
