"""What every test has in common: nothing of the user's own files is read or written."""

import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "aligntui", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("aligntui"), max_examples=10)
settings.load_profile("aligntui")

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""What the files of all tests fit into many times."""

if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # every save waits for the disk, and half of the time of a test of the commands was that
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
# each process reads what was compiled, rather than compile all of it: half of collecting was that
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name what takes long by where it stands, and let the files of all folders take turns.

    What waits for a terminal runs beside what computes, so that no processor has nothing to do.
    """
    files: dict[Path, list[Path]] = {}
    for path in dict.fromkeys(item.path for item in items):
        files.setdefault(path.parent, []).append(path)
    turn = {path: at / len(these) for these in files.values() for at, path in enumerate(these)}
    items.sort(key=lambda item: turn[item.path])
    for item in items:
        name = _LONG.get(item.path.relative_to(_HERE).parts[0])
        if name and item.path.name not in _QUICK:
            item.add_marker(name)


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what a test makes, not at all that is loaded."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(autouse=True)
def _somebody_else_s_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.getbasetemp() / "home"
    for name, below in _HOMES.items():
        monkeypatch.setenv(name, str(home / below))
    # what is copied aside goes there, not into the memory that all programs share
    (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("ALIGNTUI_STORE", "ALIGNTUI_CONFIG"):
        monkeypatch.delenv(name, raising=False)


_HERE = Path(__file__).parent
_LONG = {"tui": "app", "faults": "kills"}
"""By folder; a test elsewhere is marked where it stands."""
_QUICK = {"test_matrix.py", "test_mutations.py"}
"""Of these folders, what everybody runs all the time."""

_HOMES = {
    "HOME": Path(),
    "XDG_DATA_HOME": Path("data"),
    "XDG_CONFIG_HOME": Path("config"),
    "XDG_STATE_HOME": Path("state"),
    "XDG_CACHE_HOME": Path("cache"),
    "XDG_RUNTIME_DIR": Path("run"),
}
