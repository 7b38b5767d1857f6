"""Commands that look after the store: doctor, backup, merge, erase."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, no_arguments, seen_folder
from aligntui.domain.errors import Refused
from aligntui.paths import config_file, state_dir, typed
from aligntui.text.table import style, table

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.person import Change


_MARKS = {"fine": "ok", "found": "!", "unreadable": "!!"}


def _doctor(asked: Asked) -> int:
    from aligntui.store.doctor import accept, examine, repair

    seen = seen_folder()
    if asked.options.accept:
        accept(asked.unlocked, seen=seen)
        output.narrate("accepted: this store is now the newest known")
    if asked.options.fix:
        for line in repair(asked.unlocked, seen=seen) or ("nothing needed to be moved",):
            output.narrate(line)
    found = examine(asked.unlocked, today=asked.today, seen=seen)
    if asked.json:
        output.say_json([{"check": f.check, "grade": f.grade, "text": f.words} for f in found])
    else:
        rows = [(f"{_mark(each.grade):<2} {each.check}", each.words) for each in found]
        output.say_all(table(rows, ("",) * 2))
    grades = {finding.grade for finding in found}
    if "unreadable" in grades:
        return output.STORE
    return output.NO if "found" in grades else output.DONE


def _mark(grade: str) -> str:
    return grade if style.plain else _MARKS[grade]


def _backup(asked: Asked) -> int:
    from aligntui.outgoing import place_of_copy
    from aligntui.store import crypt
    from aligntui.store.backups import trouble
    from aligntui.store.doctor import state_words
    from aligntui.store.sealing import copy_out

    to, force = asked.options.output, asked.options.force
    if words := trouble(os.path.realpath(asked.store)):
        output.complain(words)
    allowed = partial(place_of_copy, store=asked.store)
    store, seen = asked.unlocked, seen_folder()
    name, state = copy_out(store, to, seen=seen, force=force, allowed=allowed)
    shape = {"path": name, "people": state.people, "check_ins": state.check_ins, "at": state.at}
    if asked.json:
        output.say_json({**shape})
    else:
        output.say(name)
        output.narrate(f"written and verified: {state_words(state)}")
        if crypt.sealed(store):
            key = crypt.identity_of(os.path.realpath(store))
            output.narrate(f"the recovery key opens it; with a copy of {key}")
            output.narrate("beside it your passphrase does, too")
        if os.path.isdir(own := os.path.dirname(config_file())):
            output.narrate(f"settings, ladder, holidays are not in it: copy {own}, too")
    return output.DONE


def _doctor_arguments(parser: ArgumentParser) -> None:
    words = "move damaged files aside and restore the newest good state"
    parser.add_argument("--fix", action="store_true", help=words)
    words = "accept a store that is older than the one last seen on this machine"
    parser.add_argument("--accept", action="store_true", help=words)


def _backup_arguments(parser: ArgumentParser) -> None:
    words = "a file or a folder; default: the folder of backups"
    parser.add_argument("-o", "--output", metavar="FILE", help=words)
    words = "replace a file that is there already"
    parser.add_argument("--force", action="store_true", help=words)


def _undo(asked: Asked) -> int:
    from aligntui.text.round_words import still_open

    change = asked.notebook.undo()
    if words := still_open(change):
        output.narrate(words)
    return _said(asked, "undone", change)


def _redo(asked: Asked) -> int:
    return _said(asked, "redone", asked.notebook.redo())


def _said(asked: Asked, done: str, change: Change) -> int:
    person = change.after or change.before
    assert person is not None
    return asked.made(
        f"{done.capitalize()}: {change.label}", {"name": person.name, done: change.label}
    )


def _where(asked: Asked) -> int:
    from aligntui.store.locations import synced_by

    path = os.path.realpath(asked.store)
    places = {"store": asked.store, "settings": config_file(), "state": state_dir()}
    by = synced_by(path)
    if asked.json:
        exists = os.path.exists(asked.store)
        output.say_json({**places, "exists": exists, "synchronised_by": by or None})
        return output.DONE
    if by:
        output.say(f"synced by {by}: only whole files are written to the store's folder")
    rows = [
        (name, path, "" if os.path.exists(path) else "(not there yet)")
        for name, path in places.items()
    ]
    output.say_all(table(rows, ("",) * 3))
    return output.DONE


def _merge(asked: Asked) -> int:
    from aligntui.cli.sealing import open_file
    from aligntui.store.conflicts import BEFORE_WORDS
    from aligntui.store.recovery import resolve_markers
    from aligntui.store.sealing import set_aside

    dry = asked.options.dry_run
    store, file = os.path.realpath(asked.store), os.path.realpath(typed(asked.options.file))
    if file == store:
        kept = None if dry else resolve_markers(store)
        if kept is None:
            raise Refused("this is the store itself; name the copy to merge into it")
        file = kept
    open_file(file, asked.unlocked, asked.passphrase_fd)
    lines = asked.notebook.merge(file, dry_run=dry)
    if asked.hide:
        lines = tuple(line.partition(BEFORE_WORDS)[0] for line in lines)
    moved = "" if dry else set_aside(store, file)
    if asked.json:
        output.say_json({"differences": list(lines), "merged": not dry, "copy": moved or file})
        return output.DONE
    output.say_all(lines)
    output.narrate(_end(len(lines), dry=dry, moved=moved))
    return output.DONE


def _end(differences: int, *, dry: bool, moved: str) -> str:
    if not differences:
        done = f"nothing new: all of it is here already{'' if moved else '; you may delete it'}"
    elif dry:
        done = "dry run: nothing was changed"
    else:
        done = "merged; 'aligntui undo' takes it back"
    return f"{done}; the copy is kept as {moved}" if moved else done


def _merge_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would change, change nothing"
    )


TERMINAL = "/dev/tty"
_YES = ("y", "yes")


def _erase(asked: Asked) -> int:
    from aligntui.store.erasing import erase, finish
    from aligntui.store.locations import synced_by

    path = asked.unlocked
    left = finish(path, seen=seen_folder())
    if left is not None:
        # only that one: the given name may match somebody else
        return _said_of_erase(asked, None, left)
    found = asked.find(asked.options.name, archived=True)
    if not asked.options.yes and not _agreed(found.name):
        output.narrate("nothing was erased")
        return output.NO
    asked.close()
    left = erase(path, found.id, seen=seen_folder())
    if by := synced_by(os.path.realpath(path)):
        output.narrate(f"{by} syncs this to your other machines; wait until it has finished there")
    return _said_of_erase(asked, found.name, left)


def _said_of_erase(asked: Asked, name: str | None, left: tuple[str, ...]) -> int:
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
    return output.DONE


def _agreed(name: str) -> bool:
    from aligntui.cli.passphrase import has_terminal

    if not has_terminal():
        raise Refused("no terminal to confirm in; add --yes to erase for good, without undo")
    words = f"{name} will be erased for good, from the backups too. Undo can't restore them."
    return confirmed(words, "Erase?")


def confirmed(words: str, question: str) -> bool:
    """Ask for confirmation at the terminal; Enter means no."""
    output.ask(words)
    output.ask(f"{question} y, or Enter for no:")
    with open(TERMINAL, encoding="utf-8", errors="replace") as terminal:
        return terminal.readline().strip().casefold() in _YES


def _erase_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    words = "don't ask; undo can't restore an erased person"
    parser.add_argument("--yes", action="store_true", help=words)


TASKS = {
    "doctor": Task(_doctor_arguments, _doctor),
    "backup": Task(_backup_arguments, _backup),
    "undo": Task(no_arguments, _undo),
    "redo": Task(no_arguments, _redo),
    "where": Task(no_arguments, _where),
    "merge": Task(_merge_arguments, _merge),
    "erase": Task(_erase_arguments, _erase),
}
