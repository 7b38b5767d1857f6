"""The texts of the package that are made from others: pages of the manual, and the man page.

`make screenshots` writes them anew; a test fails where one is old.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from aligntui.cli.parser import GROUPS, Parser, TopParser, parser_of
from aligntui.text import manual
from tests.tui import key_table

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
PAGES = Path(manual.__file__).parents[1] / "manual"
MAN = PAGES / "aligntui.1"
MADE = "<!-- made by make screenshots: change the bindings or the parser, not this -->"


def files() -> dict[Path, str]:
    """Each file that is made, and its text as it should be."""
    return {
        key_table.FILE: key_table.text(),
        PAGES / "keys.md": _below(PAGES / "keys.md", _keys()),
        PAGES / "commands.md": _below(PAGES / "commands.md", _commands()),
    }


def write() -> None:
    """Write them all; the man page last, as it is made of the pages."""
    for file, text in files().items():
        file.write_text(text, encoding="utf-8")
    MAN.parent.mkdir(exist_ok=True)
    MAN.write_text(man_page(), encoding="utf-8")


def _below(page: Path, lines: Iterable[str]) -> str:
    written = page.read_text(encoding="utf-8").partition(MADE)[0]
    return "\n".join([f"{written}{MADE}", *lines]) + "\n"


def _keys() -> Iterator[str]:
    view = ""
    for row in key_table.rows():
        if row["view"] != view:
            view = row["view"]
            yield from ("", f"## {view}", "")
        yield _item(" ".join(f"`{key}`" for key in row["keys"]), row["explained"])


def _commands() -> Iterator[str]:
    usual = {option for each in Parser().all_actions for option in each.option_strings}
    yield from ("", "## Every command", "")
    for each in Parser().all_actions:
        yield _option(each)
    yield from ("", "## Without a command", "")
    for each in TopParser().all_actions:
        if not usual & {*each.option_strings}:
            yield _option(each)
    for name, entry in (pair for group in GROUPS.values() for pair in group.items()):
        parser = parser_of(name)
        yield from ("", f"## {name}", "")
        yield fill(f"`{' '.join(f'{name} {entry.usage}'.split())}`", 78, break_on_hyphens=False)
        yield from ("", f"{entry.words}.")
        own = [each for each in parser.all_actions if not usual & {*each.option_strings}]
        explained = [_option(each) for each in own if each.help]
        yield from ("", *explained) if explained else ()


def _option(action: Action) -> str:
    value = action.metavar or "|".join(map(str, action.choices or ()))
    names = action.option_strings or [""]
    shown = (f"`{name} {value}`" if action.nargs != 0 else f"`{name}`" for name in names)
    words = (action.help or "").replace("%%", "%")
    return _item(" ".join(each.replace("` ", "`") for each in shown), f"{words}.")


def _item(name: str, words: str) -> str:
    text = f"* {name}: {words}"
    return fill(text, 78, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


# -- the man page ----------------------------------------------------------------------------

_FONTS = re.compile(r"`([^`]+)`|\*\*?([^*]+)\*\*?")


def man_page() -> str:
    """The manual in the language of man."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    (version,) = re.findall(r'^version = "(.+)"', project, re.MULTILINE)
    (on,) = re.findall(rf"^## {re.escape(version)} - (.+)", changes, re.MULTILINE)
    lines = [
        f'.TH ALIGNTUI 1 "{on}" "aligntui {version}" "User Commands"',
        ".SH NAME",
        "aligntui \\- keep aligned with the people you work with",
        ".SH SYNOPSIS",
        ".B aligntui",
        "[options] [COMMAND]",
        ".SH DESCRIPTION",
        "Without a command, the terminal app starts.",
    ]
    for topic in manual.TOPICS:
        before = ""
        for block in manual.blocks(topic):
            lines += _block(block, before)
            before = block.kind
        lines += [".EE"] if before == "code" else []
    return "\n".join(lines) + "\n"


def _block(block: manual.Block, before: str) -> Iterator[str]:
    if before == "code" and block.kind != "code":
        yield ".EE"
    if block.kind == "title":
        yield f".SS {_roff(block.text)}" if before else f".SH {_roff(block.text).upper()}"
        return
    if block.kind == "code":
        if before != "code":
            yield ".PP"
            yield ".EX"
        yield _roff(block.text)
        return
    if block.kind == "row":
        yield ".br" if before == "row" else ".PP"
    else:
        yield ".IP \\(bu 2" if block.kind == "item" else ".PP"
    yield _FONTS.sub(lambda found: f"\\fB{found[1] or found[2]}\\fR", _roff(block.text))


def _roff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return f"\\&{text}" if text.startswith((".", "'")) else text
