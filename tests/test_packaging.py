"""What is built holds what it needs and nothing else."""

import subprocess
import sys
import tarfile
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not find_spec("hatchling"), reason="hatchling is not installed")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def files_below(*folders: str) -> set[str]:
    """The files of the project in some folders, without what programs leave there."""
    found = (each for folder in folders for each in (ROOT / folder).rglob("*"))
    return {
        str(each.relative_to(ROOT))
        for each in found
        if each.is_file() and not {"__pycache__", ".hypothesis"} & {*each.parts}
    }


def test_a_wheel_holds_the_package_its_manual_and_the_man_page(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
        (metadata,) = (name for name in opened.namelist() if name.endswith("/METADATA"))
        told = opened.read(metadata).decode("utf-8")
    package = {name.removeprefix("src/") for name in files_below("src/aligntui")}
    (man,) = names - package
    assert man.endswith(".data/data/share/man/man1/aligntui.1")
    assert names == package | {man}
    for words in ("License-Expression: MIT", "Requires-Python: >=3.11", "# AlignTUI"):
        assert words in told


def test_the_suite_can_run_from_an_sdist(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    needed = {"pyproject.toml", "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
              "LICENSE", ".requirements.lock", ".ci/run"}  # fmt: skip
    assert files_below("src", "tests", "screenshots") | needed <= names
