"""Edit a text in the user's own editor: the command, what came back, and what was left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.tui.aside import Aside, Returned, keep_bytes, places
from aligntui.tui.drafts import FROM_EDITOR
from aligntui.tui.terminal.ending import step_aside
from aligntui.tui.widgets.row import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from aligntui.tui.base import AlignScreen
    from aligntui.tui.drafts import Drafts
    from aligntui.tui.widgets.note_box import NoteBox


_LEAVE_NOTHING: Final = (
    "set noswapfile nobackup nowritebackup noundofile {history}= noshelltemp history=0 nomodeline"
)


class NoEditorError(Exception):
    """There is no editor to start; the message gives advice."""


def command(environ: Mapping[str, str]) -> list[str]:
    """The user's editor command, with options to keep no copies where it has them.

    Raises `NoEditorError` where none is set or the setting is no command.
    """
    name = next((name for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), None)
    if name is None:
        raise NoEditorError("No editor is set; set one, for example EDITOR=nano")
    import shlex

    try:
        words = shlex.split(environ[name])
    except ValueError as error:
        raise NoEditorError(f"${name} is no command: {str(error).lower()}") from None
    if not words:
        raise NoEditorError(f"${name} is no command")
    return [*words, *_quiet_options(words[0])]


def _quiet_options(program: str) -> list[str]:
    """Options that make vim and its relatives leave no copy of the text."""
    found = shutil.which(program) or program
    names = {os.path.basename(program), os.path.basename(os.path.realpath(found))}
    if any(name.startswith("nvim") for name in names):
        history = "shada"
    elif any(name.startswith(("vim", "gvim", "mvim")) for name in names):
        history = "viminfo"
    else:
        return []
    stay = ["-f"] if any(name.startswith(("gvim", "mvim")) for name in names) else []
    return [*stay, "-n", "-i", "NONE", "-c", _LEAVE_NOTHING.format(history=history)]


class Desk(NamedTuple):
    """Where texts are kept while an editor has one of them."""

    drafts: Drafts
    store: str
    """Names the store, where texts of several stores lie side by side."""
    state: Path | None
    """The folder for unencrypted texts; None for an encrypted store."""


async def write_outside(screen: AlignScreen | None, box: NoteBox, desk: Desk) -> None:
    """Open the editor on the text of a box, and take the result if it is wanted.

    The box gets a message that says whether it was taken.
    """
    taken = screen is not None and await _write_outside(screen, box, desk)
    box.post_message(box.EditorLeft(box, taken))


async def _write_outside(screen: AlignScreen, box: NoteBox, desk: Desk) -> bool:
    before = box.text
    try:
        words = command(os.environ)
        aside = Aside.make(before, box=box.draft, store=desk.store, where=places(desk.state))
    except NoEditorError as none:
        screen.warn(str(none))
        return False
    except OSError as error:
        screen.fail(f"The editor was not opened, its file could not be written: {error.strerror}")
        return False
    desk.drafts.flush(hurry=True)
    code, trouble = _run(screen, [*words, str(aside.file)], aside)
    if trouble:
        aside.remove()
        screen.fail(f"The editor did not start ({trouble}): {words[0]}")
        return False
    return await _take(screen, box, desk, aside, code)


def _run(screen: AlignScreen, words: list[str], aside: Aside) -> tuple[int, str]:
    code = 0

    def work() -> None:
        nonlocal code
        # pass the lock on, so that nobody takes the text from an editor that outlives the app
        code = subprocess.run(words, check=False, pass_fds=(aside.lock,)).returncode

    trouble = step_aside(screen.app, work)
    return code, trouble


async def _take(screen: AlignScreen, box: NoteBox, desk: Desk, aside: Aside, code: int) -> bool:
    """Take or refuse the edited text; its folder stays until it is in the box and on disk."""
    found = aside.read()
    before = aside.before
    how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
    if found.too_long:
        kept = keep_bytes(found.data or b"", desk.state)
        screen.fail(f"The text is longer than a note can be; it is in {kept or aside.file}")
        _finish(desk, aside, keep=kept is None)
        return False
    unchanged = found.exact and found.text == clean(before, lines=True)
    if found.data is not None and unchanged:
        if code:
            screen.warn(f"The editor {how}; the text is unchanged")
        _finish(desk, aside)
        return False
    bytes_kept = None if found.exact else keep_bytes(found.data or b"", desk.state)
    question = _question(found, before, how if code else "")
    taken = question is None or await screen.confirm(question)
    if taken:
        _put(box, found.text)
        _keep_draft(desk, box, found.text)
        if bytes_kept:
            bytes_kept.unlink(missing_ok=True)
        screen.tell("The text from the editor is in the box")
    elif found.text:
        # fill it and restore it, so that undo in the box reaches the editor's text
        _put(box, found.text)
        _put(box, before)
        _keep_draft(desk, box, before)
        where = f", its bytes are in {bytes_kept}" if bytes_kept else ""
        screen.warn(f"The text is unchanged; ctrl+z brings the editor's{where}")
    else:
        screen.warn("The text is unchanged")
    _finish(desk, aside, keep=not found.exact and bytes_kept is None)
    return taken


def _question(found: Returned, before: str, ended_badly: str) -> str | None:
    """The question before the text is taken; None where there is none."""
    if found.data is None:
        return "The editor's file is gone. Empty the box?" if before else None
    if not found.text.strip() and before.strip():
        return "The editor's file is empty. Empty the box?"
    if not found.exact:
        return "Not all of it is UTF-8, what is not shows as \ufffd. Take it?"
    return f"The editor {ended_badly}. Use its text anyway?" if ended_badly else None


def _put(box: NoteBox, text: str) -> None:
    if box.is_attached and box.text != text:
        box.history.checkpoint()
        box.fill(text)


def _keep_draft(desk: Desk, box: NoteBox, text: str) -> None:
    desk.drafts.put(box.draft, "" if text == box.base else text, box.base)


def _finish(desk: Desk, aside: Aside, *, keep: bool = False) -> None:
    """Write the draft to disk, then remove the folder unless it is still needed."""
    desk.drafts.flush(hurry=True)
    if keep or desk.drafts.unsaved:
        aside.let_go()
    else:
        aside.remove()


def bring_back(
    drafts: Drafts, store: str, state: Path | None, plain: Path | None
) -> tuple[str, ...]:
    """Recover texts of editors whose app was killed; returns the names of their boxes.

    Looks in `state`; bytes that are not valid text go to `plain`, or stay in place without it. Each
    text waits beside the draft of its box until the box is opened: neither is lost.
    """
    boxes = []
    for aside in Aside.left_behind(places(state), store):
        found = aside.read()
        worth = bool(found.text.strip()) and found.text != aside.before
        kept = None
        if worth and found.exact and not found.too_long:
            _put_beside(drafts, aside, found.text)
            boxes.append(aside.box)
        elif worth:
            kept = keep_bytes(found.data or b"", plain)
            _put_beside(drafts, aside, found.text)
            boxes.append(aside.box)
        drafts.flush()
        if drafts.trouble or (worth and not found.exact and kept is None):
            aside.let_go()
        else:
            aside.remove()
    return tuple(boxes)


def _put_beside(drafts: Drafts, aside: Aside, text: str) -> None:
    """Keep an editor's text as a draft beside the one of its box."""
    base = drafts.base(aside.box) if drafts.get(aside.box) else aside.before
    drafts.put(FROM_EDITOR + aside.box, text, base)
