"""What the processes do that are killed and refused: steps of the script, and leaving."""

import signal
import uuid
from dataclasses import dataclass
from pathlib import Path

import orjson
import tinydb

from aligntui.notebook import Notebook
from aligntui.store import records
from aligntui.store.errors import StoreError
from tests.faults.child import Say
from tests.faults.script import carry_out, opened

TRIES = 3
LOADED = (orjson, records, records, signal, tinydb, uuid)
"""What the store would load while at work; an import is not what shall fail here."""


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Do the steps from `first` to `last` of a script on the store at `path`.

    After each step its number is said, and after each `every` steps the store is closed and opened
    again.
    """

    path: Path
    seed: int
    first: int
    last: int
    every: int = 0

    def __call__(self, say: Say) -> None:
        """Work, and leave in order at the end."""
        store = opened(self.path)
        notebook = Notebook(store)
        for number in range(self.first, self.last):
            carry_out(notebook, self.seed, number)
            say(number + 1)
            if self.every and (number + 1) % self.every == 0:
                notebook.close()
        notebook.close()
        say("closed")


@dataclass(frozen=True, kw_only=True)
class StubbornSteps(Steps):
    """The same where the disk may refuse: what was refused is tried again, as a person would.

    It says `refused` for each refusal, and `stuck` when the store takes nothing any more.
    Whatever is no `StoreError` is a defect.
    """

    def __call__(self, say: Say) -> None:
        """Work as far as the disk lets it."""
        store = opened(self.path)
        notebook = Notebook(store)
        for number in range(self.first, self.last):
            if not self._kept(notebook, number, say):
                say("stuck")
                break
            say(number + 1)
            if self.every and (number + 1) % self.every == 0:
                notebook.close()
        notebook.close()
        say("closed")

    def _kept(self, notebook: Notebook, number: int, say: Say) -> bool:
        for _ in range(TRIES):
            try:
                carry_out(notebook, self.seed, number)
            except StoreError as error:
                say(f"refused {number}: {error}")
            else:
                return True
        return False
