"""No sentence writes a day as it stands in a file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import aligntui

SRC = Path(aligntui.__file__).parent
FILES = {"text/person_markdown.py", "text/json_shapes.py", "tui/holding.py"}
"""What writes files, where a day is YYYY-MM-DD."""
TYPED = {"domain/cadence.py", "domain/commands/capturing.py"}
"""What writes a phrase that is typed again."""
DAY = {"date", "date | None"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SRC.rglob("*.py")):
        name = path.relative_to(SRC).as_posix()
        if name.partition("/")[0] != "store":
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def fields_that_are_days() -> set[str]:
    """Names of fields and properties that are a day wherever they stand."""
    kinds: dict[str, set[str]] = {}
    for _, tree in trees():
        for made in (each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)):
            for each in made.body:
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                    kinds.setdefault(each.target.id, set()).add(ast.unparse(each.annotation))
    return {name for name, found in kinds.items() if found <= DAY}


def days_written(tree: ast.Module, fields: set[str]) -> Iterator[int]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        known = {
            each.arg
            for each in (*function.args.args, *function.args.kwonlyargs)
            if each.annotation and ast.unparse(each.annotation) in DAY
        }
        for each in ast.walk(function):
            value = each.value if isinstance(each, ast.FormattedValue) else None
            if isinstance(value, ast.Name) and value.id in known:
                yield value.lineno
            if isinstance(value, ast.Attribute) and value.attr in fields:
                yield value.lineno


def test_no_sentence_writes_a_day_as_it_stands_in_a_file() -> None:
    fields = fields_that_are_days()
    assert {"on", "told_on", "added_on", "made_on"} <= fields
    found = [
        f"{name}:{line}"
        for name, tree in trees()
        if name not in FILES | TYPED
        for line in days_written(tree, fields)
    ]
    assert found == []
