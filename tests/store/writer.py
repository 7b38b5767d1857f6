"""A process that saves by a seeded script and says so after each save, until it is killed.

`python -m tests.store.writer PATH SEED FIRST LAST EVERY [close]` runs the steps FIRST to LAST of
the script on the store and folds the journal in after each EVERY steps.
"""

import os
import random
import sys
from typing import Any

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


def say(words: object) -> None:
    """Tell the parent."""
    os.write(1, f"{words}\n".encode())


def main(path: str, seed: int, first: int, last: int, every: int, *rest: str) -> None:
    """Run the steps, one line on stdout for each that is saved."""
    from aligntui.store.tiny import AlignDB

    states = script(seed, last)
    db = AlignDB(path)
    for step in range(first, last):
        before, after = states[step], states[step + 1]
        with db.transaction():
            for number in before.keys() - after.keys():
                db.delete("t", number)
            for number, document in after.items():
                if before.get(number) != document:
                    db.put("t", number, document)
        say(step + 1)
        if (step + 1) % every == 0:
            db.checkpoint()
    if rest:
        db.close()
        say("closed")


if __name__ == "__main__":
    seed, first, last, every = map(int, sys.argv[2:6])
    main(sys.argv[1], seed, first, last, every, *sys.argv[6:])
