"""Text that is being typed, on disk at most a second or two behind.

Each process keeps its own file and holds a kernel lock beside it. A file whose lock nobody holds
belongs to a process that is gone, however it went: the next one to start takes its texts over.
"""

import json
import os
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.draft_files import Broken, held, read_texts, set_aside

LAG = 1.0
"""Seconds that a text may wait before it is written."""

MOST_BEHIND = 200
"""Characters that may wait, whatever the time."""


def key_of(store: str | os.PathLike[str]) -> str:
    """What tells the texts of one store from those of another, encrypted or not."""
    return f"{crc32(os.fsencode(crypt.plain(os.path.realpath(store)))):08x}"


def folder_of(store: str | os.PathLike[str], state: str | None) -> str:
    """Where the texts of a store are, below the folder of the state; nothing without one."""
    return os.path.join(state, "drafts", key_of(store)) if state else ""


class FileDrafts:
    """Texts by the name of their box, kept in `folder`; an empty text is no draft.

    Where the folder can't be written, texts live as long as the process and `trouble` says why.
    Those of an encrypted `store` are encrypted as it is.
    """

    def __init__(self, folder: str | os.PathLike[str], *, store: str = "") -> None:
        self._store = os.path.realpath(store) if crypt.sealed(store) else ""
        folder = Path(folder)
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._taken: dict[str, datetime] = {}
        self._typed = False
        """Whether anything was typed since; else what we write is as old as what was taken."""
        self._mutex = threading.Lock()
        self._dirty = threading.Event()
        self._hurry = threading.Event()
        self._closed = False
        self._behind = 0
        self._name = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._lock: int | None = None
        self.trouble = ""
        self.notices: list[str] = []
        """What was odd about drafts that were found."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            self._lock = held(folder / f"{self._name}.lock")
            self._take_over()
        except OSError as error:
            self._fail(error)
        self._writer = threading.Thread(target=self._write_behind, name="drafts", daemon=True)
        self._writer.start()

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """The boxes whose text comes from processes that are gone, and when it was written."""
        return {box: at for box, at in self._taken.items() if box in self._texts}

    def get(self, box: str) -> str:
        """The text kept for a box, or nothing."""
        return self._texts.get(box, "")

    def put(self, box: str, text: str) -> None:
        """Keep the text of a box as it stands now."""
        with self._mutex:
            before = self._texts.get(box, "")
            if before == text:
                return
            if text:
                self._texts[box], self._typed = text, True
            else:
                self._texts.pop(box, None)
                self._taken.pop(box, None)
            self._behind += max(1, abs(len(text) - len(before)))
            # what was made something of must not come back as a draft
            if self._behind >= MOST_BEHIND or not text:
                self._hurry.set()
        self._dirty.set()

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""
        self.put(box, "")

    def flush(self) -> None:
        """Bring everything to the disk before returning."""
        self._dirty.clear()
        self._hurry.clear()
        self._write()

    def close(self) -> None:
        """Write what there is and leave; an empty file is taken away."""
        self._closed = True
        self._hurry.set()
        self._dirty.set()
        self._writer.join()
        self.flush()
        if self._lock is None:
            return
        if not self._texts:
            self._file.unlink(missing_ok=True)
        (self._folder / f"{self._name}.lock").unlink(missing_ok=True)
        os.close(self._lock)
        self._lock = None

    @property
    def _file(self) -> Path:
        return self._folder / f"{self._name}.json"

    def _write_behind(self) -> None:
        while not self._closed:
            self._dirty.wait()
            self._hurry.wait(LAG)
            if not self._closed:
                self.flush()

    def _write(self) -> None:
        if self._lock is None:
            return
        with self._mutex:
            self._behind = 0
            data = json.dumps(self._texts, ensure_ascii=False).encode("utf-8", "replace")
            data = crypt.seal(self._store, data) if self._store else data
            temporary = self._folder / f".{self._name}.tmp"
            try:
                if not self._texts:
                    self._file.unlink(missing_ok=True)
                else:
                    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
                    with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
                        file.write(data)
                        file.flush()
                        os.fsync(file.fileno())
                    if not self._typed:
                        written = max(self.taken_over.values()).timestamp()
                        os.utime(temporary, (written, written))
                    temporary.replace(self._file)
                self.trouble = ""
            except OSError as error:
                self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.trouble = f"What you type can't be kept in {self._folder}: {error.strerror}"

    # -- drafts of those who are gone ------------------------------------------------------

    def _take_over(self) -> None:
        """Take the texts of processes that are gone; theirs go only once ours are on disk."""
        done: list[tuple[Path, int]] = []
        try:
            for file in sorted(self._folder.glob("*.json"), key=_written, reverse=True):
                if file != self._file and (lock := _free(file)) is not None:
                    done.append((file, lock))
                    if not self._took(file):
                        done.pop()
                        os.close(lock)
            if done:
                self._write()
                for file, _ in done if not self.trouble else ():
                    file.unlink(missing_ok=True)
                    file.with_suffix(".lock").unlink(missing_ok=True)
        finally:
            for _, lock in done:
                os.close(lock)
        for temporary in self._folder.glob(".*.tmp"):
            if (lock := _free(temporary.with_name(temporary.stem[1:] + ".lock"))) is not None:
                temporary.unlink(missing_ok=True)
                temporary.with_name(temporary.stem[1:] + ".lock").unlink(missing_ok=True)
                os.close(lock)

    def _took(self, file: Path) -> bool:
        """Take what a file holds; whether it may go.

        Where two hold different texts for a box, the newer one comes first and the older file
        waits for a start at which the box is free.
        """
        at = datetime.fromtimestamp(_written(file) / 1e9).astimezone()
        try:
            texts = read_texts(file)
        except Broken as broken:
            texts = broken.texts
            kept = set_aside(file)
            self.notices.append(f"A draft could not be read whole; it is kept as {kept}")
        if any(_clash(self._texts.get(box, ""), text) for box, text in texts.items()):
            return False
        for box, text in texts.items():
            if text and len(text) > len(self._texts.get(box, "")):
                self._texts[box] = text
                self._taken[box] = at
        return True


def _clash(one: str, other: str) -> bool:
    return bool(one and other) and not (one.startswith(other) or other.startswith(one))


def _written(file: Path) -> int:
    try:
        return file.lstat().st_mtime_ns
    except OSError:
        return 0


def _free(file: Path) -> int | None:
    """The lock of a file of drafts, if its process is gone; the caller has to close it."""
    try:
        return held(file.with_suffix(".lock"))
    except OSError:
        return None
