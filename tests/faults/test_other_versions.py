"""Other TinyDBs than the one installed here: they read what is kept, and may write to it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore

OLDEST_TO_READ, OLDEST_TO_RUN = "4.0.0", "4.8.2"
READ_AND_ADD = """
import json, sys
from importlib.metadata import version
from tinydb import TinyDB
with TinyDB(sys.argv[1]) as db:
    found = {name: len(db.table(name)) for name in ("people", "items", "notes")}
    db.table("of_mine").insert({"n": 1})
print(json.dumps([version("tinydb"), found]))
"""


def installed(version: str, folder: Path) -> dict[str, str]:
    """An environment in which Python finds this TinyDB before any other."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-input"]
    command += ["--retries", "0", "--timeout", "10", "--target", str(folder), f"tinydb=={version}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"TinyDB {version} can't be installed here: {done.stderr.strip()[-200:]}")
    return {**os.environ, "PYTHONPATH": str(folder)}


def said(env: dict[str, str], *words: str) -> str:
    """What a Python in that environment prints."""
    done = subprocess.run(
        [sys.executable, *words], env=env, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("version", [OLDEST_TO_READ, OLDEST_TO_RUN])
def test_another_tinydb_reads_what_is_kept_and_what_it_adds_is_kept(
    tmp_path: Path, version: str
) -> None:
    env = installed(version, tmp_path / "packages")
    # an older one than we run on meets only files that a newer one wrote
    ours = env if version == OLDEST_TO_RUN else dict(os.environ)
    store = tmp_path / "home" / "store.json"
    for words in ("add Asha", "focus asha Ship", "focus asha Rest", "note asha Words"):
        said(ours, "-m", "aligntui", "--store", str(store), *words.split())
    assert json.loads(said(env, "-c", READ_AND_ADD, str(store))) == [
        version,
        {"people": 1, "items": 2, "notes": 1},
    ]
    said(ours, "-m", "aligntui", "--store", str(store), "note", "asha", "More")
    notebook = Notebook(DurableStore(store))
    (person,) = notebook.people()
    assert [note.text for note in notebook.person(person.id).notes] == ["Words", "More"]
    notebook.close()
    assert json.loads(store.read_text(encoding="utf-8"))["of_mine"] == {"1": {"n": 1}}
