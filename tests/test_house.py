"""The rules of the house, checked by the tools that keep them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

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
