"""Paths of the store, the settings, and the app's own files.

The folders are those of the XDG Base Directory Specification on every system. platformdirs would
save three lines and cost `due`, which runs in a prompt, a tenth of its time: it loads 31 modules.
"""

import os
import stat
import sys

from aligntui.domain.errors import Refused

APP = "aligntui"
MEMORY = "/dev/shm"  # noqa: S108 - only ever used for private folders and through mkdtemp


def store_file(named: str | None = None) -> str:
    """The store: `named`, else $ALIGNTUI_STORE, else the default one under XDG_DATA_HOME.

    If only its encrypted form exists, that one.
    """
    chosen = typed(named) if named is not None else os.environ.get("ALIGNTUI_STORE")
    path = _absolute(chosen) if chosen else os.path.join(data_dir(), "store.json")
    # an encrypted store has the name it had before, behind a link, too, and an ending
    real = os.path.realpath(path)
    encrypted = f"{real}.age"
    alone = os.path.lexists(encrypted) and not os.path.lexists(real)
    return encrypted if alone else path


def config_file() -> str:
    """The settings file: $ALIGNTUI_CONFIG, else the default one under XDG_CONFIG_HOME."""
    chosen = os.environ.get("ALIGNTUI_CONFIG")
    if chosen:
        return _absolute(chosen)
    return os.path.join(_base("XDG_CONFIG_HOME", ".config"), APP, "config.toml")


def data_dir() -> str:
    """The folder of the default store."""
    return os.path.join(_base("XDG_DATA_HOME", ".local", "share"), APP)


def state_dir() -> str:
    """The folder for drafts, crash reports and other state."""
    return os.path.join(_base("XDG_STATE_HOME", ".local", "state"), APP)


def memory_dirs() -> list[str]:
    """Folders in memory for private files, the best first."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    found = [own] if os.path.isabs(own) and is_private(own) else []
    return [*found, MEMORY] if os.path.isdir(MEMORY) else found


def is_private(folder: str) -> bool:
    """True when a folder is ours and closed to everybody else."""
    try:
        found = os.stat(folder)
    except OSError:
        return False
    ours = found.st_uid == os.getuid() and not found.st_mode & 0o77
    return stat.S_ISDIR(found.st_mode) and ours


def home() -> str:
    """The user's home folder: $HOME, else the one in the system's list of users.

    Refuses when neither names an existing folder.
    """
    named = os.environ.get("HOME", "")
    if os.path.isabs(named) and os.path.isdir(named):
        return named
    listed = _listed_home()
    if os.path.isabs(listed) and os.path.isdir(listed):
        return listed
    raise Refused("no home folder; set HOME, or use --store FILE")


def _base(variable: str, *usual: str) -> str:
    # the specification says that relative paths are invalid and ignored
    named = os.environ.get(variable, "")
    return named if os.path.isabs(named) else os.path.join(home(), *usual)


def _listed_home() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return ""


def typed(path: str) -> str:
    """A typed path in the encoding of the system: it is UTF-8, whatever the locale says.

    An empty one, such as of a variable that is not set, is refused: it is no name of this folder.
    """
    if not path:
        raise Refused("the name of the file is empty; name a file")
    path = os.path.expanduser(path)
    if sys.getfilesystemencoding() == "utf-8" or os.path.lexists(path):
        return path
    return os.fsdecode(path.encode("utf-8", "surrogateescape"))


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
