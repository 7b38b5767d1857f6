"""Edit a text in the user's own editor: the folder where it lies, the command, what came back."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from aligntui.domain.plain import LONGEST_TEXT
from aligntui.paths import is_private, memory_dirs
from aligntui.store.files import own_directory, unless_taken, write_private
from aligntui.tui.drafts import FROM_EDITOR, Drafts
from aligntui.tui.terminal.ending import step_aside
from aligntui.tui.widgets.plain import clean

if TYPE_CHECKING:
    from aligntui.tui.base import AlignScreen
    from aligntui.tui.shell import ShellApp
    from aligntui.tui.widgets.note_box import NoteBox


PREFIX: Final = "aligntui-edit-"
LARGEST: Final = 4 * LONGEST_TEXT + 1
"""Most bytes read of an edited file: the longest text has fewer."""


def places(state: Path | None) -> Iterator[Path]:
    """List folders for the text, best first: in memory, then in the state."""
    yield from map(Path, memory_dirs())
    if state is not None:
        yield state


class Returned(NamedTuple):
    """An editor's result: `data` of None means that the file is gone or is no file."""

    text: str
    data: bytes | None
    exact: bool
    """True when the text represents every byte of the data."""

    too_long: bool = False


class Aside:
    """A private folder for one text; a file lock is held on it for as long as anybody edits."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self.lock = lock
        self.box = ""
        self.before = ""

    @property
    def file(self) -> Path:
        """The file to edit."""
        return self.folder / "note.md"

    @classmethod
    def make(cls, text: str, *, box: str, store: str, where: Iterable[Path]) -> Self:
        """Write the text to the first place that takes it; raises `OSError` where none does."""
        trouble: OSError = FileNotFoundError(errno.ENOENT, "no folder in memory")
        for place in where:
            try:
                if not place.exists():
                    place.mkdir(mode=0o700, parents=True)
                return cls._made(Path(tempfile.mkdtemp(prefix=PREFIX, dir=place)), text, box, store)
            except OSError as error:
                trouble = error
        raise trouble

    @classmethod
    def _made(cls, folder: Path, text: str, box: str, store: str) -> Self:
        try:
            aside = cls(folder, _locked(folder / "lock"))
            aside.box, aside.before = box, text
            about = {"box": box, "store": store, "before": text}
            _write(folder / "about.json", json.dumps(about).encode())
            ended = text if text.endswith("\n") or not text else text + "\n"
            _write(aside.file, ended.encode("utf-8", "replace"))
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return aside

    @classmethod
    def left_behind(cls, where: Iterable[Path], store: str) -> Iterator[Self]:
        """Texts of one store whose app is gone though its editor was open, oldest first."""
        for place in where:
            with contextlib.suppress(OSError):
                folders = [folder for folder in place.glob(f"{PREFIX}*") if is_private(str(folder))]
                for folder in sorted(folders, key=lambda each: each.stat().st_mtime_ns):
                    if aside := cls._found(folder, store):
                        yield aside

    @classmethod
    def _found(cls, folder: Path, store: str) -> Self | None:
        if folder.is_symlink():
            return None
        try:
            about = json.loads((folder / "about.json").read_bytes())
            box, before, whose = (str(about[key]) for key in ("box", "before", "store"))
            if whose != store:
                return None
            aside = cls(folder, _locked(folder / "lock"))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        aside.box, aside.before = box, before
        return aside

    def read(self) -> Returned:
        """Read the edited file by its name, whoever has put it there.

        The final line end that editors add counts only where the text had one.
        """
        try:
            flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(self.file, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return Returned(text="", data=None, exact=True)
                data = file.read(LARGEST)
        except OSError:
            return Returned(text="", data=None, exact=True)
        decoded = data.decode("utf-8", "replace")
        text = decoded.replace("\r\n", "\n")
        if not self.before.endswith("\n"):
            text = text.removesuffix("\n")
        return Returned(
            text=clean(text, lines=True),
            data=data,
            exact=decoded.encode() == data,
            too_long=len(text) > LONGEST_TEXT or len(data) == LARGEST,
        )

    def remove(self) -> None:
        """Remove the folder, with any copies an editor made beside the file."""
        self.let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """Leave the folder for the next start to find."""
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def keep_bytes(data: bytes, folder: Path | None) -> Path | None:
    """Save bytes that are not valid text; None where that fails."""
    if folder is None:
        return None
    try:
        own_directory(str(folder))
        name = str(folder / f"editor-{os.urandom(4).hex()}.md")
        return Path(write_private(name, [data], finish=unless_taken(name)))
    except OSError:
        return None


def _write(path: Path, data: bytes) -> None:
    write_private(str(path), [data], sure=False, finish=unless_taken(str(path)))


def _locked(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


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


async def write_outside(app: ShellApp, screen: AlignScreen, box: NoteBox) -> bool:
    """Open the editor on the text of a box, and take the result if it is wanted: True then."""
    where = places(app.plain_state)
    try:
        words = command(os.environ)
        aside = Aside.make(box.text, box=box.draft, store=app.store_key, where=where)
    except NoEditorError as none:
        screen.warn(str(none))
        return False
    except OSError as error:
        screen.fail(f"The editor was not opened, its file could not be written: {error.strerror}")
        return False
    app.drafts.flush(hurry=True)
    code = 0

    def work() -> None:
        nonlocal code
        # pass the lock on, so that nobody takes the text from an editor that outlives the app
        ended = subprocess.run([*words, str(aside.file)], check=False, pass_fds=(aside.lock,))
        code = ended.returncode

    if trouble := step_aside(app, work):
        aside.remove()
        screen.fail(f"The editor did not start ({trouble}): {words[0]}")
        return False
    return await _take(app, screen, box, aside, code)


async def _take(app: ShellApp, screen: AlignScreen, box: NoteBox, aside: Aside, code: int) -> bool:
    """Take or refuse the edited text; its folder stays until it is in the box and on disk."""
    found = aside.read()
    before = aside.before
    how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
    if found.too_long:
        kept = keep_bytes(found.data or b"", app.plain_state)
        screen.fail(f"The text is longer than a note can be; it is in {kept or aside.file}")
        _finish(app, aside, keep=kept is None)
        return False
    unchanged = found.exact and found.text == clean(before, lines=True)
    if found.data is not None and unchanged:
        if code:
            screen.warn(f"The editor {how}; the text is unchanged")
        _finish(app, aside)
        return False
    bytes_kept = None if found.exact else keep_bytes(found.data or b"", app.plain_state)
    question = _question(found, before, how if code else "")
    taken = question is None or await screen.confirm(question)
    if taken:
        _put(box, found.text)
        _keep_draft(app, box, found.text)
        if bytes_kept:
            bytes_kept.unlink(missing_ok=True)
        screen.tell("The text from the editor is in the box")
    elif found.text:
        # fill it and restore it, so that undo in the box reaches the editor's text
        _put(box, found.text)
        _put(box, before)
        _keep_draft(app, box, before)
        where = f", its bytes are in {bytes_kept}" if bytes_kept else ""
        screen.warn(f"The text is unchanged; ctrl+z brings the editor's{where}")
    else:
        screen.warn("The text is unchanged")
    _finish(app, aside, keep=not found.exact and bytes_kept is None)
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


def _keep_draft(app: ShellApp, box: NoteBox, text: str) -> None:
    app.drafts.put(box.draft, "" if text == box.base else text, box.base)


def _finish(app: ShellApp, aside: Aside, *, keep: bool = False) -> None:
    """Write the draft to disk, then remove the folder unless it is still needed."""
    app.drafts.flush(hurry=True)
    if keep or app.drafts.unsaved:
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
