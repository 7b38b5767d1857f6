"""A recording of what a process asks of its disk: names, bytes, and what was made durable."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

FOLDER = 0
"""Stands for any folder where files have their numbers."""


@dataclass(frozen=True)
class Bytes:
    """Bytes written into a file, which may have to grow for them."""

    file: int
    at: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """A file made so short."""

    file: int
    size: int


@dataclass(frozen=True)
class Name:
    """A name that stands for a file or folder from now on; `was` is a name that goes with it."""

    path: str
    file: int | None
    was: str = ""


@dataclass(frozen=True)
class Synced:
    """The bytes of a file, or the names in a folder, are durable."""

    what: int | str


@dataclass(frozen=True)
class Said:
    """The process said that so many steps are saved."""

    steps: int


Event = Bytes | Cut | Name | Synced | Said


@dataclass
class Recording:
    """What happened below the folder `root`, which is empty when it begins."""

    root: str
    events: list[Event] = field(default_factory=list)
    _names: dict[str, int] = field(default_factory=dict)
    _files: dict[int, bytearray] = field(default_factory=dict)
    _opened: dict[int, tuple[int, str, bool, int]] = field(default_factory=dict)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record what is done meanwhile through `os`."""
        before = {name: getattr(os, name) for name in _RECORDED}
        try:
            for name, real in before.items():
                setattr(os, name, self._recorded(name, real))
            yield
        finally:
            for name, real in before.items():
                setattr(os, name, real)

    def said(self, steps: int) -> None:
        """The process says that so many steps are saved."""
        self.events.append(Said(steps))

    def _recorded(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        note = getattr(self, f"_{name}")

        def call(*given: Any, **more: Any) -> Any:
            result = real(*given, **more)
            note(result, *given)
            return result

        return call

    def _ours(self, path: object) -> str | None:
        name = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
        return name if isinstance(name, str) and name.startswith(self.root) else None

    def _open(self, fd: int, path: object, flags: int, *_: Any) -> None:
        ours = self._ours(path)
        if ours is None:
            return
        if os.path.isdir(ours):
            self._opened[fd] = (FOLDER, ours, False, 0)
            return
        if ours not in self._names:
            self._names[ours] = file = len(self._files) + 1
            self._files[file] = bytearray()
            self.events.append(Name(ours, file))
        file = self._names[ours]
        if flags & os.O_TRUNC:
            self._change(Cut(file, 0))
        self._opened[fd] = (file, ours, bool(flags & os.O_APPEND), 0)

    def _write(self, count: int, fd: int, data: Any) -> None:
        if fd in self._opened:
            file, path, append, at = self._opened[fd]
            at = len(self._files[file]) if append else at
            self._change(Bytes(file, at, bytes(data[:count])))
            self._opened[fd] = (file, path, append, at + count)

    def _pwrite(self, count: int, fd: int, data: Any, at: int) -> None:
        if fd in self._opened:
            self._change(Bytes(self._opened[fd][0], at, bytes(data[:count])))

    def _ftruncate(self, _: None, fd: int, size: int) -> None:
        if fd in self._opened:
            self._change(Cut(self._opened[fd][0], size))

    def _fsync(self, _: None, fd: int) -> None:
        if fd in self._opened:
            file, path, _append, _at = self._opened[fd]
            self.events.append(Synced(path if file == FOLDER else file))

    _fdatasync = _fsync

    def _close(self, _: None, fd: int) -> None:
        self._opened.pop(fd, None)

    def _replace(self, _: None, old: object, new: object) -> None:
        was, now = self._ours(old), self._ours(new)
        if was is None or now is None:
            return
        file = self._names.pop(was)
        with open(now, "rb") as there:
            data = there.read()
        if data != self._files[file]:  # written through a file object
            self._change(Bytes(file, 0, data))
        self._names[now] = file
        self.events.append(Name(now, file, was))

    _rename = _replace

    def _link(self, _: None, old: object, new: object) -> None:
        was, now = self._ours(old), self._ours(new)
        if was is not None and now is not None:
            self._names[now] = self._names[was]
            self.events.append(Name(now, self._names[was]))

    def _unlink(self, _: None, path: object) -> None:
        ours = self._ours(path)
        if ours is not None:
            self._names.pop(ours, None)
            self.events.append(Name(ours, None))

    def _mkdir(self, _: None, path: object, *__: Any) -> None:
        ours = self._ours(path)
        if ours is not None:
            self.events.append(Name(ours, FOLDER))

    def _change(self, event: Bytes | Cut) -> None:
        apply(self._files[event.file], event)
        self.events.append(event)


_RECORDED = (
    "open", "write", "pwrite", "ftruncate", "fsync", "fdatasync", "close", "replace", "rename",
    "link", "unlink", "mkdir",
)  # fmt: skip


def apply(content: bytearray, event: Bytes | Cut) -> None:
    """Make a change true in the bytes of a file."""
    if isinstance(event, Cut):
        size, end = event.size, len(content)
        content[size:] = bytes(max(0, size - end))
        return
    content.extend(bytes(max(0, event.at - len(content))))
    content[event.at : event.at + len(event.data)] = event.data
