"""What is said and kept when the terminal app can't go on.

Textual prints the values of a crash, private notes among them, and tells nobody else of it. So one
private name stands here: `App._handle_exception`, which is given every error that nobody caught.
Where it is missing, Textual still ends the app, prints nothing, and no report is kept.
"""

from __future__ import annotations

import contextlib
import os
import sys
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App

INSTEAD: Final = "use the printed commands instead: aligntui due, aligntui show NAME"

HANDLE: Final = "_handle_exception"
"""Textual's method that is given what nobody caught, and ends the app."""


class SilentError(Exception):
    """Stands for an error whose values are not to be seen; Textual prints it as it asks to be."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.__cause__ = error

    def __rich__(self) -> str:
        """Nothing."""
        return ""


def keep_silent(app: App[Any], tell: Callable[[Exception], None]) -> bool:
    """Let a crash print no values; `tell` is given the error before the app ends.

    Returns False where this Textual tells nobody of an error.
    """
    app.error_console = Console(stderr=True, quiet=True)
    handle = getattr(app, HANDLE, None)
    if handle is None or list(signature(handle).parameters) != ["error"]:
        return False

    def handled(error: Exception) -> None:
        tell(error)
        handle(SilentError(error))

    setattr(app, HANDLE, handled)
    return True


def refusal() -> str:
    """Say why there can be no terminal app here, or nothing."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return f"this is not a terminal; {INSTEAD}"
    if os.environ.get("TERM", "") in {"", "dumb", "unknown"}:
        return f"TERM={os.environ.get('TERM', '')} can't show it; {INSTEAD}"
    return ""


def dump_no_memory() -> None:
    """Let a crash of the interpreter leave no copy of what is in memory."""
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _short(filename: str) -> str:
    """Cut a path to what is ours or the library's; folders may hold names of people."""
    parts = Path(filename).parts
    for mark in ("site-packages", "src"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) + 1 :])
    return "/".join(parts[-2:])


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or each.__context__ or getattr(each, "error", None)


def describe(error: BaseException) -> str:
    """Tell types, files, lines and functions of an error, and no value of any kind."""
    import traceback

    lines: list[str] = []
    for each in _chain(error):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        lines.extend(
            f"  {_short(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
            for frame, number in traceback.walk_tb(each.__traceback__)
        )
    return "\n".join(lines)


def write_report(
    error: BaseException, folder: Path | None, *, size: tuple[int, int], kept: str
) -> str:
    """Keep a report that only its owner can read; gives the sentence to end with.

    `kept` says what became of typed text.
    """
    # only a crash needs these
    import platform
    from datetime import datetime

    from aligntui.store.files import own_directory, write_private

    what = type(error).__qualname__
    now = datetime.now().astimezone()
    report = (
        f"aligntui {_version('aligntui')}, textual {_version('textual')}, "
        f"Python {platform.python_version()}, {platform.system()}, "
        f"TERM={os.environ.get('TERM', '')}, {size[0]} by {size[1]}\n{describe(error)}\n"
    )
    said = f"an internal error ended the program; {kept}"
    if folder is None:
        return f"{said} ({what})"
    path = folder / f"crash-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        own_directory(str(folder))
        write_private(str(path), [report.encode("utf-8", "replace")])
    except OSError as trouble:
        return f"{said} ({what}); its report could not be written ({type(trouble).__name__})"
    return f"{said}. {path} says where, without anything you typed"


def _version(package: str) -> str:
    from importlib.metadata import version

    try:
        return version(package)
    except ImportError:
        return "unknown"
