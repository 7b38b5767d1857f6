"""Notice conflict copies beside a store.

Programs that sync files between machines can't merge them: they leave the second one beside the
first, under another name. Such a copy is never read as the store; `conflicts` merges it.
"""

import os
import re


def find(path: str) -> tuple[str, ...]:
    """The paths of conflict copies beside a store."""
    folder, name = os.path.split(path)
    stem, ending = os.path.splitext(name)
    try:
        names = [each for each in os.listdir(folder) if each.lower().endswith(ending.lower())]
    except OSError:
        return ()
    if names == [name]:
        return ()  # the usual case
    marks = r"(\.sync-conflict-.+| \(.*conflicted copy.*\)| \(\d+\)| \d+)"
    copy = re.compile(f"{re.escape(stem)}{marks}{re.escape(ending)}", re.IGNORECASE)
    return tuple(sorted(os.path.join(folder, name) for name in names if copy.fullmatch(name)))


def renamed(copy: str, path: str, target: str) -> str:
    """The path of a conflict copy of the store at `path` once it is a copy of `target`."""
    folder, name = os.path.split(copy)
    stem, ending = os.path.splitext(os.path.basename(path))
    new, new_ending = os.path.splitext(os.path.basename(target))
    return os.path.join(folder, f"{new}{name[len(stem) : len(name) - len(ending)]}{new_ending}")


def announced(copies: list[str]) -> tuple[str, ...]:
    """One line on copies with changes that are missing here; nothing if there are none."""
    if not copies:
        return ()
    more = f" and {len(copies) - 1} more hold" if len(copies) > 1 else " holds"
    said = f"{os.path.basename(copies[0])}{more} changes that are missing here"
    return (f"{said}; 'aligntui merge \"{copies[0]}\" --dry-run' shows them",)
