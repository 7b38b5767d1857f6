"""Run the command that was typed; every error ends here as one line and an exit code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.parser import COMMANDS, parsed, split, task_of, unknown
from aligntui.cli.passphrase import hide_typing, show_typing
from aligntui.domain.errors import Refused
from aligntui.store.errors import StoreError

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked, OpenApp


def main(words: Sequence[str], open_app: OpenApp) -> int:
    """Run the command in `words` and return its exit code; `open_app` starts the terminal app."""
    output.be_lenient()
    output.speak(quiet=False, plain=False)
    try:
        hide_typing(words)
        code = _carried_out([*map(_as_utf_8, words)], open_app)
        output.flush()
    except KeyboardInterrupt:
        return output.INTERRUPTED
    except BrokenPipeError:
        output.drop()
        return output.DONE
    except Exception as error:  # noqa: BLE001  # the one place where everything ends
        return _said(error)
    finally:
        show_typing()
    return code


def _carried_out(words: Sequence[str], open_app: OpenApp) -> int:
    if os.environ.get("_ALIGNTUI_COMPLETE"):
        from aligntui.cli.completion import answer

        return answer(words)
    name, rest = split(words)
    if name is not None and name not in COMMANDS:
        raise unknown(name)
    try:
        options = parsed(name, rest)
    except SystemExit:
        # argparse exits this way after printing help or the version
        return output.DONE
    if not name and (options.version or options.verbose):
        from aligntui.cli.program import say_version

        return say_version(options)
    from aligntui.cli.asked import Asked

    asked = Asked(options, open_app)
    output.speak(quiet=options.quiet, plain=asked.plain)
    said = ""
    try:
        code = (task_of(name)[0] if name else _start)(asked)
    except StoreError as error:
        said = str(error)
        raise
    finally:
        asked.close(said)
    if name:
        asked.tell_what_is_hidden()
    return code or output.DONE


def _as_utf_8(word: str) -> str:
    """Decode an argument as UTF-8 if its bytes are, whatever the locale says."""
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word


def _start(asked: Asked) -> int:
    from aligntui.cli.app import start

    return start(asked)


def _said(error: Exception) -> int:
    if os.environ.get("ALIGNTUI_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, Refused):
        output.complain("; ".join(filter(None, (f"{error}", error.command))))
        return output.REFUSED
    if isinstance(error, StoreError):
        output.complain(error)
        return output.STORE
    if isinstance(error, OSError):
        output.complain(_of_the_system(error))
        return output.STORE
    output.complain(_of_a_defect(error))
    return output.DEFECT


def _of_the_system(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    if error.filename is None:
        return f"not everything was printed ({reason}); print it elsewhere"
    return f"{error.filename}: {reason}; look at that file and its folder"


def _of_a_defect(error: Exception) -> str:
    # leave out values: they may be private
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    where = f" in {os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}" if at else ""
    kind = type(error).__name__
    report = "please report it with the traceback that ALIGNTUI_DEBUG=1 shows"
    return f"internal error: {kind}{where}; {report}"
