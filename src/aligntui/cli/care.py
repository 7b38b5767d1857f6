"""Commands that look after the store: doctor, backup, merge, erase."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, seen_folder
from aligntui.cli.parser import arg, command
from aligntui.domain.errors import Refused
from aligntui.paths import config_file, state_dir, typed
from aligntui.text.table import style, table

if TYPE_CHECKING:
    from aligntui.domain.person import Change


_MARKS = {"fine": "ok", "found": "!", "unreadable": "!!"}


@command(
    "doctor",
    arg("--fix", "move damaged files aside and restore the newest good state"),
    arg("--accept", "accept a store that is older than the one last seen on this machine"),
)
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
    rows = [(f"{_mark(each.grade):<2} {each.check}", each.words) for each in found]
    asked.tell(
        lambda: [{"check": f.check, "grade": f.grade, "text": f.words} for f in found],
        lambda: table(rows, ("",) * 2),
    )
    grades = {finding.grade for finding in found}
    if "unreadable" in grades:
        return output.STORE
    return output.NO if "found" in grades else output.DONE


def _mark(grade: str) -> str:
    return grade if style.plain else _MARKS[grade]


@command(
    "backup",
    arg("-o --output FILE", "a file or a folder; default: the folder of backups"),
    arg("--force", "replace a file that is there already"),
)
def _backup(asked: Asked) -> None:
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


@command("undo")
def _undo(asked: Asked) -> None:
    from aligntui.text.round_words import still_open

    change = asked.notebook.undo()
    if words := still_open(change):
        output.narrate(words)
    _said(asked, "undone", change)


@command("redo")
def _redo(asked: Asked) -> None:
    _said(asked, "redone", asked.notebook.redo())


def _said(asked: Asked, done: str, change: Change) -> None:
    person = change.after or change.before
    assert person is not None
    said = change.said(hide=asked.hide)
    asked.made(f"{done.capitalize()}: {said}", {"name": person.name, done: said})


@command("where")
def _where(asked: Asked) -> None:
    from aligntui.store.locations import synced_by

    path = os.path.realpath(asked.store)
    places = {"store": asked.store, "settings": config_file(), "state": state_dir()}
    by = synced_by(path)
    rows = [
        (name, path, "" if os.path.exists(path) else "(not there yet)")
        for name, path in places.items()
    ]
    synced = f"synced by {by}: only whole files are written to the store's folder"
    exists = os.path.exists(asked.store)
    asked.tell(
        lambda: {**places, "exists": exists, "synchronised_by": by or None},
        lambda: [*([synced] if by else ()), *table(rows, ("",) * 3)],
    )


@command("merge FILE", arg("--dry-run", "show what would change, change nothing"))
def _merge(asked: Asked) -> None:
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
        return
    output.say_all(lines)
    output.narrate(_end(len(lines), dry=dry, moved=moved))


def _end(differences: int, *, dry: bool, moved: str) -> str:
    if not differences:
        done = f"nothing new: all of it is here already{'' if moved else '; you may delete it'}"
    elif dry:
        done = "dry run: nothing was changed"
    else:
        done = "merged; 'aligntui undo' takes it back"
    return f"{done}; the copy is kept as {moved}" if moved else done


@command("erase NAME", arg("--yes", "don't ask; undo can't restore an erased person"))
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
    from aligntui.cli.passphrase import confirmed, has_terminal

    if not has_terminal():
        raise Refused("no terminal to confirm in; add --yes to erase for good, without undo")
    words = f"{name} will be erased for good, from the backups too. Undo can't restore them."
    return confirmed(words, "Erase?")
