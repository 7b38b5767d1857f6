"""Private names of Textual and rich: how many there are, where, and what happens without them."""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from textual._compositor import ChopsUpdate, InlineUpdate, LayoutUpdate
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.strip import Strip

import aligntui.tui
from aligntui.tui.terminal import ending, output
from aligntui.tui.terminal.driver import can_read
from aligntui.tui.terminal.output import Canvas, send_differences
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(aligntui.__file__).parent
LIBRARIES = ("textual", "rich")
ALLOWED = {
    "CompositorUpdate": "tui/terminal/output.py",
    "_display": "tui/terminal/output.py",
    "XTermParser": "tui/terminal/driver.py",
    "_get_terminal_size": "tui/terminal/driver.py",
    "_handle_exception": "tui/terminal/ending.py",
}
"""Every private name of Textual that is used, and the one file that may. Fewer is better."""
PUBLIC = {"_", "_replace", "_asdict", "_make"}
"""Names that are public in spite of their first letter."""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC


def _imported(tree: ast.AST) -> Iterator[str]:
    """Names from private modules of the libraries, and private names from their modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            inside = any(map(_is_private, (node.module or "").split(".")))
            yield from (each.name for each in node.names if inside or _is_private(each.name))
        elif isinstance(node, ast.Import):
            for each in node.names:
                if each.name.split(".")[0] in LIBRARIES:
                    yield from filter(_is_private, each.name.split("."))


def _reached_for(tree: ast.Module) -> Iterator[str]:
    """Private attributes of other objects, and private names that stand in strings."""
    own = {each for node in ast.walk(tree) for each in _defined(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls" | "os")):
                continue
            case ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                if name.isidentifier() and _is_private(name) and name not in own:
                    yield name


def _defined(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name


@cache
def _classes(module: str) -> dict[str, set[str]]:
    """The classes of a module, each with the private names it defines or uses of itself."""
    tree = ast.parse(Path(str(import_module(module).__file__)).read_text())
    return {
        node.name: set(filter(_is_private, _of_class(node)))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def _of_class(kind: ast.ClassDef) -> Iterator[str]:
    for node in ast.walk(kind):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
    for node in kind.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                yield name


def _kinds() -> list[type]:
    for module in walk_packages(aligntui.tui.__path__, "aligntui.tui."):
        import_module(module.name)
    found: list[type] = []
    waiting: list[type] = [object]
    while waiting:
        kind = waiting.pop()
        waiting += type.__subclasses__(kind)
        if kind.__module__.startswith("aligntui.tui."):
            found.append(kind)
    return found


def _shared() -> Iterator[tuple[str, str]]:
    """Private names that a class of ours shares with a class of the libraries above it."""
    for kind in _kinds():
        above = [each for each in kind.__mro__ if each.__module__.split(".")[0] in LIBRARIES]
        theirs = [_classes(each.__module__).get(each.__name__, set()) for each in above]
        names = _classes(kind.__module__).get(kind.__name__, set())
        path = f"{kind.__module__.removeprefix('aligntui.').replace('.', '/')}.py"
        yield from ((name, path) for name in names & set().union(*theirs))


def _used() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, path in _shared():
        found[name].add(path)
    for file in sorted((SOURCE / "tui").rglob("*.py")):
        tree = ast.parse(file.read_text())
        for name in (*_imported(tree), *_reached_for(tree)):
            found[name].add(str(file.relative_to(SOURCE)))
    return found


def test_private_names_of_the_libraries_are_few_and_each_stands_in_one_file() -> None:
    assert {name: sorted(paths) for name, paths in _used().items()} == {
        name: [path] for name, path in ALLOWED.items()
    }
    assert len(ALLOWED) <= 8


def test_one_more_private_name_would_be_seen() -> None:
    more = ast.parse(
        "from textual._context import active_app\n"
        "from textual.keys import _character_to_key\n"
        "node._parent\nsetattr(app, '_running', True)\nself._replace(a._replace())"
    )
    assert [*_imported(more), *_reached_for(more)] == [
        "active_app", "_character_to_key", "_parent", "_running"
    ]  # fmt: skip
    assert "_on_key" in _classes("textual.widgets._input")["Input"]
    assert "_driver" in _classes("textual.app")["App"]


def test_this_textual_has_the_shape_that_is_relied_on() -> None:
    """Fails with a Textual that changed inside; until then its own ways are taken instead."""
    app: App[None] = App()
    assert send_differences(app, Canvas(), lambda: None)
    assert ending.keep_silent(app, lambda error: None)
    assert can_read()
    assert "_get_terminal_size" in vars(LinuxDriver)
    blank, console = Strip.blank(4), Console(color_system="truecolor", force_terminal=True)
    for update in (
        LayoutUpdate([[blank]], Region(0, 0, 4, 1)),
        ChopsUpdate([{0: blank}], [(0, 0, 4)], [[4]]),
    ):
        found = Canvas().difference(update, console)
        assert isinstance(found, output.Difference)
        assert found.render_segments(console) == "\x1b[1;1H    "


class _Odd:
    """An update of another shape."""

    def __init__(self, **named: object) -> None:
        self.__dict__.update(named)


@pytest.mark.parametrize(
    "odd",
    [
        _Odd(),
        _Odd(region=Region(0, 0, 4, 1)),
        _Odd(region=Region(0, 0, 4, 1), strips=[["text"]]),
        _Odd(region=None, strips=[]),
        _Odd(chops=[], spans=[(0, 0, 4)], chop_ends=[]),
        _Odd(chops={0: [Strip.blank(4)]}, spans=[(0, 0)], chop_ends=[[4]]),
        InlineUpdate([Strip.blank(4)]),
    ],
)
def test_an_update_of_another_shape_is_left_to_textual(odd: object) -> None:
    canvas, console = Canvas(), Console(color_system="truecolor", force_terminal=True)
    whole = LayoutUpdate([[Strip.blank(4)]], Region(0, 0, 4, 1))
    first = canvas.difference(whole, console)
    assert isinstance(first, output.Difference)
    first.render_segments(console)
    assert canvas.difference(whole, console) is None
    assert canvas.difference(odd, console) is odd
    assert isinstance(canvas.difference(whole, console), output.Difference)


def test_what_textual_does_not_write_is_not_taken_for_written() -> None:
    canvas, console = Canvas(), Console(color_system="truecolor", force_terminal=True)
    whole = LayoutUpdate([[Strip.blank(4)]], Region(0, 0, 4, 1))
    for _ in range(2):
        assert isinstance(canvas.difference(whole, console), output.Difference)


_OTHERWISE = """
import sys
from aligntui.tui.terminal import driver, ending, output
ending.HANDLE = output.DISPLAY = "_is_called_otherwise"
driver.XTermParser = lambda: None
assert not driver.can_read()
from tests.tui.harness import main
sys.exit(main())
"""


@pytest.mark.terminal
def test_without_any_private_name_the_app_starts_takes_keys_and_ends(tmp_path: Path) -> None:
    with _started(tmp_path) as terminal:
        terminal.send("nsomebody\r")
        terminal.wait_for("Added somebody")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.terminal
def test_without_any_private_name_a_crash_shows_no_values(tmp_path: Path) -> None:
    with _started(tmp_path) as terminal:
        terminal.send("x")
        assert terminal.wait_for_end() == 70
        after = terminal.raw.rpartition(b"\x1b[?1049l")[2]
        assert b"Priya" not in after
        assert b"Traceback" not in after
        assert b"aligntui: an internal error ended the program; your text is kept" in after


def _started(folder: Path) -> Terminal:
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    terminal = Terminal([sys.executable, "-c", _OTHERWISE, str(folder)], env=paths)
    terminal.wait_for("Farah")
    terminal.settle()
    return terminal
