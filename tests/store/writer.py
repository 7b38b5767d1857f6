"""A process that saves by a seeded script and says so after each save, until it is killed."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document

from aligntui.store.records import open_db
from tests.faults.child import Say

Model = dict[int, dict[str, Any]]


def script(seed: int, steps: int) -> list[Model]:
    """The states after 0, 1, 2, … steps."""
    chance = random.Random(seed)
    states: list[Model] = [{}]
    last = 0
    for step in range(steps):
        state = dict(states[-1])
        what = chance.random()
        if what < 0.5 or len(state) < 3:
            for _ in range(chance.randrange(1, 4)):
                last += 1
                state[last] = {"step": step, "text": "ü" * chance.randrange(400)}
        elif what < 0.8:
            number = chance.choice(list(state))
            state[number] = {**state[number], "edited": step, "text": "x" * chance.randrange(900)}
        else:
            del state[chance.choice(list(state))]
        states.append(state)
    return states


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Goes from the state `first` to `last`, and leaves and comes back after each `every`."""

    path: Path
    states: list[Model]
    first: int
    last: int
    every: int
    close: bool = False

    def __call__(self, say: Say) -> None:
        """Work, and say the number of each state that is saved."""
        db, storage = open_db(self.path)
        for step in range(self.first, self.last):
            with storage.transaction():
                save(db, self.states[step], self.states[step + 1])
            say(step + 1)
            if (step + 1) % self.every == 0:
                db.close()
                db, storage = open_db(self.path)
        if self.close:
            db.close()
            say("closed")


def save(db: TinyDB, before: Model, after: Model) -> None:
    """Take the table `t` from one state to another."""
    table = db.table("t", cache_size=0)
    table.remove(doc_ids=list(before.keys() - after.keys()))
    for number, document in after.items():
        if before.get(number) != document:
            table.upsert(Document(document, number))
