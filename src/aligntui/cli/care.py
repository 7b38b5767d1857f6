"""Commands that look after the store: doctor, backup, restore."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task, seen_folder
from aligntui.paths import typed
from aligntui.text.table import style, table

if TYPE_CHECKING:
    from argparse import ArgumentParser

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
        return exits.STORE
    return exits.NO if "found" in grades else exits.DONE


def _mark(grade: str) -> str:
    return grade if style.plain else _MARKS[grade]


def _backup(asked: Asked) -> int:
    from aligntui.store.backups import trouble
    from aligntui.store.copying import copy_out
    from aligntui.store.doctor import state_words

    to, force = asked.options.output, asked.options.force
    if words := trouble(os.path.realpath(asked.store)):
        output.complain(words)
    name, state = copy_out(asked.unlocked, to, seen=seen_folder(), force=force)
    shape = {"path": name, "people": state.people, "check_ins": state.check_ins, "at": state.at}
    if asked.json:
        output.say_json({**shape})
    else:
        output.say(name)
        output.narrate(f"written and verified: {state_words(state)}")
    return exits.DONE


def _restore(asked: Asked) -> int:
    from aligntui.store.doctor import state_words
    from aligntui.store.recovery import restore

    done = restore(asked.unlocked, typed(asked.options.file), seen=seen_folder())
    state = done.state
    if asked.json:
        shape = {"path": state.file, "people": state.people, "check_ins": state.check_ins}
        output.say_json({**shape, "at": state.at, "aside": list(done.aside)})
        return exits.DONE
    output.say(f"restored {state.file}: {state_words(state)}")
    for file in done.aside:
        output.narrate(f"the previous file is kept in {file}")
    if done.aside:
        output.narrate(f"'aligntui restore {done.aside[0]}' takes this back")
    return exits.DONE


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


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


TASKS = {
    "doctor": Task(_doctor_arguments, _doctor),
    "backup": Task(_backup_arguments, _backup),
    "restore": Task(_restore_arguments, _restore),
}
