"""Commands about how the program is set: its keys, and its settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui import settings
from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, no_arguments
from aligntui.domain.errors import Refused
from aligntui.paths import config_file
from aligntui.text.keys import key_faults, key_rows, with_own
from aligntui.text.table import table

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _keys(asked: Asked) -> int:
    chosen, troubles = _read(config_file())
    for trouble in troubles:
        output.complain(trouble)
    rows = with_own(key_rows(), chosen.keys)
    if asked.json:
        output.say_json([{**row} for row in rows])
    else:
        lines = [(r["view"], " ".join(r["keys"]), r["id"], r["explained"]) for r in rows]
        output.say_all(table(lines, ("VIEW", "KEYS", "NAME", "WHAT IT DOES")))
    return output.DONE


def _read(path: str) -> tuple[settings.Settings, tuple[str, ...]]:
    """The settings, and a line on each that can't be used, keys and own questions included."""
    chosen, troubles = settings.read(path)
    strange = settings.complaints(path, key_faults(chosen.keys, key_rows()))
    own = (*settings.templates_beside(path)[1], *settings.ladder(path)[1])
    return chosen, tuple(dict.fromkeys((*troubles, *strange, *own)))


def _config(asked: Asked) -> int:
    path = config_file()
    if asked.options.edit:
        _edit(path)
    _, troubles = _read(path)
    for trouble in troubles:
        output.complain(trouble)
    if asked.options.edit:
        if not troubles:
            output.narrate(f"{path} can be used as it is")
        return output.NO if troubles else output.DONE
    rows = [*_places(asked, path), *settings.in_force(path)]
    if asked.json:
        output.say_json([{"name": name, "value": value, "from": of} for name, value, of in rows])
    else:
        lines = [(name, _written(value), of) for name, value, of in rows]
        output.say_all(table(lines, ("SETTING", "VALUE", "FROM")))
    return output.DONE


def _written(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {None: "by the locale", True: "true", False: "false"}.get(value, f"{value}") or "none"  # type: ignore[call-overload]


def _places(asked: Asked, path: str) -> list[tuple[str, object, str]]:
    """The files in use, and what an option or the environment sets."""
    options = asked.options

    def of(option: object, variable: str) -> str:
        return "option" if option else f"${variable}" if os.environ.get(variable) else "default"

    plain, quiet = ("plain", asked.plain), ("no_color", bool(os.environ.get("NO_COLOR")))
    return [
        ("store", asked.store, of(options.store, "ALIGNTUI_STORE")),
        ("settings", path, of(None, "ALIGNTUI_CONFIG")),
        (*plain, of(options.plain, "ACCESSIBLE")),
        (*quiet, of(options.no_color, "NO_COLOR")),
    ]


def _edit(path: str) -> None:
    """Open the settings in the user's editor; where there are none, with all the defaults."""
    import shlex
    import subprocess

    from aligntui.store.files import write_private
    from aligntui.text.manual import settings_template

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise Refused(f"no editor is set; set one, for example EDITOR=nano, or edit {path}")
    if not os.path.lexists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_private(path, [settings_template().encode()])
    try:
        code = subprocess.call([*shlex.split(editor), path])
    except (OSError, ValueError) as error:
        raise Refused(f"the editor '{editor}' can't be started: {error}") from None
    if code:
        raise Refused(f"the editor '{editor}' ended with {code}; nothing was checked")


def _config_arguments(parser: ArgumentParser) -> None:
    words = "open them in $VISUAL or $EDITOR, then say what is wrong in which line"
    parser.add_argument("--edit", action="store_true", help=words)


TASKS = {"keys": Task(no_arguments, _keys), "config": Task(_config_arguments, _config)}
