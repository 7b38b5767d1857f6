"""Text that is being typed, on disk at most a second or two behind.

Each process keeps its own file and holds a kernel lock beside it. A file whose lock nobody holds
belongs to a process that is gone, however it went: the next one to start takes its texts over.
"""

import fcntl
import json
import os
import threading
from pathlib import Path

LAG = 1.0
"""Seconds that a text may wait before it is written."""


class FileDrafts:
    """Texts by the name of their box, kept in `folder`; an empty text is no draft.

    Where the folder can't be written, texts live as long as the process and `trouble` says why.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        folder = Path(folder)
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._mutex = threading.Lock()
        self._dirty = threading.Event()
        self._closed = threading.Event()
        self._name = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._lock: int | None = None
        self.trouble = ""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _locked(folder / f"{self._name}.lock")
            self._take_over()
        except OSError as error:
            self.trouble = f"drafts can't be kept in {folder}: {error.strerror}"
        self._writer = threading.Thread(target=self._write_behind, name="drafts", daemon=True)
        self._writer.start()

    def get(self, box: str) -> str:
        """The text kept for a box, or nothing."""
        return self._texts.get(box, "")

    def put(self, box: str, text: str) -> None:
        """Keep the text of a box as it stands now."""
        with self._mutex:
            if text:
                self._texts[box] = text
            else:
                self._texts.pop(box, None)
        self._dirty.set()

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""
        self.put(box, "")

    def flush(self) -> None:
        """Bring everything to the disk before returning."""
        self._dirty.clear()
        self._write()

    def close(self) -> None:
        """Write what there is and leave; an empty file is taken away."""
        self._closed.set()
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
        while not self._closed.is_set():
            self._dirty.wait()
            self._closed.wait(LAG)
            self.flush()

    def _write(self) -> None:
        if self._lock is None:
            return
        with self._mutex:
            data = json.dumps(self._texts, ensure_ascii=False).encode("utf-8", "replace")
            temporary = self._folder / f".{self._name}.tmp"
            try:
                if not self._texts:
                    self._file.unlink(missing_ok=True)
                    return
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
                with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(self._file)
                self.trouble = ""
            except OSError as error:
                self.trouble = f"drafts can't be kept in {self._folder}: {error.strerror}"

    def _take_over(self) -> None:
        """Take the texts of processes that are gone; theirs go only once ours are on disk."""
        left = []
        for file in sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
            lock = file.with_suffix(".lock")
            if file == self._file or not _free(lock):
                continue
            texts = _texts_in(file)
            if texts is not None:
                self._texts |= texts
                left.append(file)
        if left:
            self._write()
            for file in left:
                file.unlink(missing_ok=True)
                file.with_suffix(".lock").unlink(missing_ok=True)


def _locked(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


def _free(path: Path) -> bool:
    try:
        os.close(_locked(path))
    except OSError:
        return False
    return True


def _texts_in(file: Path) -> dict[str, str] | None:
    # a file that can't be read is no reason not to start; it is left where it is
    try:
        kept = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(kept, dict):
        return None
    return {box: text for box, text in kept.items() if isinstance(text, str)}
