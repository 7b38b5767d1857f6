"""The rules of the house, checked by the tools that keep them."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import aligntui

ROOT = Path(__file__).parent.parent
PACKAGES = sorted((ROOT / "src").rglob("__init__.py"))
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"


def passes(*arguments: str) -> None:
    """Runs a tool over the whole project; what it says is the failure."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}"


def test_nothing_is_left_to_the_linter() -> None:
    passes("-m", "ruff", "check", ".")


def test_every_file_is_formatted() -> None:
    passes("-m", "ruff", "format", "--check", ".")


def test_every_type_holds() -> None:
    passes("-m", "mypy")


def test_arrows_point_down() -> None:
    passes("-c", LINT_IMPORTS)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_says_what_it_is_for_and_does_nothing(path: Path) -> None:
    docstring, *rest = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(docstring.value, ast.Constant)
    names = [
        target.id
        for statement in rest
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
    assert names == ["__version__"] * len(rest)


HIGHER = {"ActionsScreen", "LinesScreen", "UntoldScreen", "TeamNumbersScreen"}
"""Lists that still have a third class of ours above them: `AcrossScreen`. None may be added."""


def own_classes() -> set[type]:
    """Every class of ours, in every module."""
    names = (each.name for each in walk_packages(aligntui.__path__, "aligntui."))
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    kinds = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    return {kind for kind in kinds if kind.__module__.startswith("aligntui")}


def test_no_class_has_more_than_two_of_ours_above_it() -> None:
    kinds = own_classes()
    assert len(kinds) > 300
    high = {kind.__name__ for kind in kinds if len(set(kind.__mro__) & kinds) > 3}
    assert high == HIGHER
