"""What the program says of itself: the manual, its keys, the settings, and the version."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from aligntui import __version__, settings
from aligntui.cli import output
from aligntui.cli.parser import COMMANDS, arg, command, parser_of
from aligntui.domain.errors import Refused
from aligntui.paths import config_file, store_file
from aligntui.text.manual import (
    TOPICS,
    contents,
    key_faults,
    key_rows,
    page,
    settings_template,
    with_own,
)
from aligntui.text.table import table

if TYPE_CHECKING:
    from argparse import Namespace

    from aligntui.cli.asked import Asked


@command("help", arg("[TOPIC]", "a topic of the manual, or a command"))
def _help(asked: Asked) -> None:
    topic = asked.options.topic
    if asked.options.json:
        titles = {each: page(each)[0].removeprefix("# ") for each in TOPICS}
        output.say_json(
            {"topic": topic, "text": "\n".join(page(topic))} if topic else {"topics": titles}
        )
    elif topic in COMMANDS and topic not in TOPICS:
        output.say_all(parser_of(topic).format_help().splitlines())
    elif topic:
        output.say_markdown(page(topic))
    else:
        output.say_all([*contents(), "", "'aligntui help TOPIC' shows one."])


@command("keys")
def _keys(asked: Asked) -> None:
    chosen, troubles = _read(config_file())
    for trouble in troubles:
        output.complain(trouble)
    rows = with_own(key_rows(), chosen.keys)
    cells = [(r["view"], " ".join(r["keys"]), r["id"], r["explained"]) for r in rows]
    asked.tell(
        lambda: [{**row} for row in rows],
        lambda: table(cells, ("VIEW", "KEYS", "NAME", "WHAT IT DOES")),
    )


def _read(path: str) -> tuple[settings.Settings, tuple[str, ...]]:
    """The settings, and a line on each that can't be used, keys and own questions included."""
    chosen, troubles = settings.read(path)
    strange = settings.complaints(path, key_faults(chosen.keys, key_rows()))
    own = (*settings.templates_beside(path)[1], *settings.ladder(path)[1])
    return chosen, tuple(dict.fromkeys((*troubles, *strange, *own)))


@command(
    "config", arg("--edit", "open them in $VISUAL or $EDITOR, then say what is wrong in which line")
)
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
    cells = [(name, _APART.get(name, "{}").format(_written(value)), of) for name, value, of in rows]
    asked.tell(
        lambda: [{"name": name, "value": value, "from": of} for name, value, of in rows],
        lambda: table(cells, ("SETTING", "VALUE", "FROM")),
    )
    return output.DONE


_APART = {"hide": "{} (the app; in the shell: --hide)"}
"""Settings that say less than their name, with where they count."""


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


_LIBRARIES = ("textual", "tinydb", "orjson", "icalendar", "python-dateutil", "pyrage")
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "SSH_TTY")
_SAID_AS_SET = ("TMUX", "STY", "SSH_TTY")
"""Variables of which only counts that they are set."""


def say_version(options: Namespace) -> int:
    """Print the version; with --verbose that of everything it runs on."""
    told = {"aligntui": __version__, **(_surroundings(options.store) if options.verbose else {})}
    if options.json:
        output.say_json({**told})
    else:
        for name, words in told.items():
            output.say(f"{name} {words}")
    return output.DONE


def _surroundings(named: str | None) -> dict[str, str]:
    return {
        "python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        **{name: _version_of(name) for name in _LIBRARIES},
        "terminal": _terminal() or "none",
        "encoding": sys.stdout.encoding or "none",
        "store": _store(named),
    }


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def _terminal() -> str:
    found = [
        name if name in _SAID_AS_SET else f"{name}={os.environ[name]}"
        for name in _TERMINAL
        if os.environ.get(name)
    ]
    try:
        size = os.get_terminal_size()
    except OSError:
        return " ".join(found)
    return " ".join([*found, f"{size.columns}x{size.lines}"])


def _store(named: str | None) -> str:
    """What kind of file the store is; not where it is, nor what is in it."""
    try:
        path = store_file(named)
        size = os.stat(path).st_size
    except (OSError, Refused):
        return "none"
    from aligntui.store.locations import synced_by

    by = synced_by(os.path.realpath(path))
    kind = "encrypted" if path.endswith(".age") else "plain"
    return f"{kind}, {size:,} bytes{f', synced by {by}' if by else ''}"
