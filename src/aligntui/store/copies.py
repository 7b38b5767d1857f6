"""Notice conflict copies beside a store.

Programs that sync files between machines can't merge them: they leave the second one beside the
first, under another name. Such a copy is never read as the store; `conflicts` merges it.
"""

import os
import re
from collections.abc import Callable

from aligntui.store.files import Mark, mark_of


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


class Copies:
    """The conflict copies of a store, searched again when its folder changes."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._seen = -1
        self._found: tuple[str, ...] = ()
        self._adding: dict[tuple[str, Mark], bool] = {}
        """Whether a copy held changes missing here, as it was."""

    def look(self) -> None:
        """Search the folder if it has changed; otherwise this costs one call of `stat`."""
        try:
            changed = os.stat(os.path.dirname(self._path)).st_mtime_ns
        except OSError:
            return
        if changed != self._seen:
            self._seen, self._found = changed, find(self._path)

    def notes(self, adds: Callable[[str], bool]) -> tuple[str, ...]:
        """One line when any copy `adds` something that is missing here; else nothing."""
        names = [copy for copy in self._found if self._adds(copy, adds)]
        if not names:
            return ()
        more = f" and {len(names) - 1} more hold" if len(names) > 1 else " holds"
        said = f"{os.path.basename(names[0])}{more} changes that are missing here"
        return (f"{said}; 'aligntui merge \"{names[0]}\" --dry-run' shows them",)

    def _adds(self, copy: str, adds: Callable[[str], bool]) -> bool:
        try:
            mark = mark_of(copy)
        except OSError:
            return False
        if mark is not None and (copy, mark) not in self._adding:
            self._adding[copy, mark] = adds(copy)
        return mark is not None and self._adding[copy, mark]
