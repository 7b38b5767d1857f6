"""Text of a person reaches a screen one way only; this reads the code to see that it does."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parent.parent / "src" / "aligntui"
TUI = sorted((SOURCE / "tui").rglob("*.py"))
CLI = sorted((SOURCE / "cli").rglob("*.py"))

OWN_WIDGETS = {"Input", "TextArea", "Static"}
"""All else that Textual has takes a string for markup; `Static` does unless it is told not to."""

FINISHED = {"plain", "line", "joined", "fit", "Content"}


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_constant(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant)


def _faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, words) for words in _of_call(node))
        if isinstance(node, ast.ImportFrom) and node.module == "textual.widgets":
            yield from (
                (node.lineno, f"{each.name} takes markup")
                for each in node.names
                if each.name not in OWN_WIDGETS
            )
        if isinstance(node, ast.Assign):
            yield from ((node.lineno, words) for words in _of_assignment(node))


def _of_call(call: ast.Call) -> Iterator[str]:
    name = _name(call)
    for keyword in call.keywords:
        if keyword.arg == "markup" and not (
            isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        ):
            yield "markup is switched on"
    if name == "from_markup":
        yield "a string is read as markup"
    if name == "Content" and call.args and not _is_constant(call.args[0]):
        yield "Content() of what is no constant: take plain()"
    if name in {"notify", "Static"} and not any(each.arg == "markup" for each in call.keywords):
        yield f"{name}() without markup=False"
    if name in {"panic", "bell_title"}:
        yield f"{name}() shows what it likes"


def _of_assignment(node: ast.Assign) -> Iterator[str]:
    for target in node.targets:
        name = target.attr if isinstance(target, ast.Attribute) else ""
        titled = name in {"border_title", "border_subtitle", "tooltip", "sub_title", "title"}
        finished = _is_constant(node.value) or (
            isinstance(node.value, ast.Call) and _name(node.value) in FINISHED
        )
        if titled and not finished:
            yield f"{name} is set to what may be a string"


@pytest.mark.parametrize("path", TUI, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_string_of_a_person_is_taken_for_markup(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    faults = [] if path.name == "plain.py" else list(_faults(tree))
    assert not faults


@pytest.mark.parametrize("path", CLI, ids=lambda path: str(path.relative_to(SOURCE)))
def test_commands_print_through_one_door(path: Path) -> None:
    if path.name == "output.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = _name(node) if isinstance(node, ast.Call) else ""
        assert name not in {"print", "write", "writelines"}, f"line {getattr(node, 'lineno', 0)}"


def test_what_it_looks_for_is_found() -> None:
    bad = """
from textual.widgets import Label, Input
Content(f"{name}")
Static(name)
app.notify(name)
Content.from_markup(name)
box.border_title = name
Log(markup=True)
"""
    assert len(list(_faults(ast.parse(bad)))) == 7
    good = 'Content("x"); app.notify(name, markup=False); box.border_title = plain(name)'
    assert not list(_faults(ast.parse(good)))
