"""The user's settings, read from one file that is never written."""

import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zlib import crc32

from aligntui.domain.days import EVERY_DAY, Away, Calendar, workdays_of
from aligntui.domain.errors import Refused, complaint
from aligntui.store.summary import recall, remember

if TYPE_CHECKING:
    from aligntui.domain.ladder import Ladder
    from aligntui.domain.templates import Templates

_Read = TypeVar("_Read")

LARGEST = 1_000_000
"""The most bytes of a settings file; a larger one was not written by hand."""
LONGEST_LOCK = 1440
"""The most minutes for `lock_after`; for longer, use 0 (never)."""
_READ_AS = 1
"""Version of the reading of calendars; results of another version are not used."""
THEMES = ("auto", "dark", "light", "ansi")


class Settings(NamedTuple):
    """The settings; `ascii` of None goes by the locale.

    A named tuple, because `due` asks for the holidays and must load little.
    """

    theme: str = "auto"
    ascii: bool | None = None
    hide: bool = False
    mouse: bool = False
    tips: bool = True
    """Whether a screen names its most useful key the first time somebody is there."""
    lock_after: int = 10
    """Minutes without a key before an encrypted store is locked; 0 is never."""
    keys: Mapping[str, str] = MappingProxyType({})
    """Keys by the id of their action."""
    calendar: str = ""
    """A calendar file, or a folder of them, with the 1:1s that are booked."""
    name: str = ""
    """The user's own name, as it stands in a handoff."""
    names: bool = False
    """Whether the short line for a status bar may name who is met next today."""
    ladder: str = ""
    """A Markdown or TOML file with the levels of the company and their lines."""
    holidays: str | list[str | date] = ""
    """A calendar file, or days, on which everybody is away."""
    workdays: str = ""
    """The working days of the week, such as `mon-fri`; "" is all of them."""


def read(path: str) -> tuple[Settings, tuple[str, ...]]:
    """Read the settings from a file, and a line on each setting that could not be used.

    Without a readable file, all settings have their defaults; an invalid setting has its own
    default and leaves the others.
    """
    try:
        data = _read(path)
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (f"{path} can't be read ({error.strerror}); defaults are used",)
    if data is None:
        return Settings(), (f"{path} is not a settings file; defaults are used",)
    found, trouble = _parsed(data, path)
    if trouble:
        return Settings(), (trouble,)
    keys = table if isinstance(table := found.get("keys"), dict) else {}
    unread = [name for name, key in keys.items() if not isinstance(key, str)]
    for name in unread:
        del keys[name]
    wrong = {key: words for key, value in found.items() if (words := _wrong(key, value))}
    good = {key: value for key, value in found.items() if key not in wrong}
    wrong |= {name: f"'{name}' must be a key, in quotes" for name in unread}
    return Settings(**good), tuple(complaints(path, wrong))


def in_force(path: str) -> list[tuple[str, object, str]]:
    """The name and value of each setting, each key on its own, and the line that sets it."""
    settings, _ = read(path)
    try:
        data = _read(path) or b""
    except OSError:
        data = b""
    named = {name: getattr(settings, name) for name in Settings._fields if name != "keys"}
    named |= {f"keys.{name}": keys for name, keys in settings.keys.items()}

    def source(name: str, value: object) -> str:
        line = line_of(data, name.removeprefix("keys."))
        used = line and value != Settings._field_defaults.get(name, "")
        return f"{path}, line {line}" if used else "default"

    return [(name, value, source(name, value)) for name, value in named.items()]


def line_of(data: bytes, key: str) -> int:
    """The number of the line that sets something; 0 where none does."""
    import re

    sets = re.compile(rf"""\s*\[?["']?{re.escape(key)}["']?\s*[=\]]""")
    lines = data.decode("utf-8", "replace").split("\n")
    return next((number for number, line in enumerate(lines, 1) if sets.match(line)), 0)


def complaints(path: str, wrong: Mapping[str, str]) -> list[str]:
    """A line on each thing in the file that is wrong, by what is set there."""
    data = (_read(path) or b"") if wrong else b""
    return [_complaint(path, data, key, words) for key, words in wrong.items()]


def _complaint(path: str, data: bytes, key: str, words: str) -> str:
    line = line_of(data, key)
    end = "it is ignored" if words.startswith("unknown ") else "its default is used"
    return f"{path}: {f'line {line}: ' if line else ''}{words}; {end}"


def templates_beside(path: str) -> "tuple[Templates, tuple[str, ...]]":
    """The user's own questions and agenda beside the settings, and a line on a bad file of them."""
    from aligntui.domain.templates import NO_TEMPLATES, Templates, placed

    beside = {name: _beside(path, f"{name}.md") for name in Templates._fields}
    files = {name: file for name, file in beside.items() if os.path.lexists(file)}
    if not files:
        return NO_TEMPLATES, ()
    from aligntui.domain.person import Relation
    from aligntui.domain.section import Section

    found: dict[str, tuple[tuple[str, str], ...]] = {}
    wrong: list[str] = []
    for name, file in files.items():
        places = Section if name == "questions" else Relation
        unused: list[str] = []
        parse = partial(placed, places=places, wrong=unused, anywhere=places is Relation)
        found[name] = _said(file, parse, (), wrong)
        wrong += (f"{file}: {each} is not used" for each in unused)
    return Templates(**found), tuple(wrong)


def ladder(path: str) -> "tuple[Ladder, tuple[str, ...]]":
    """The ladder that the settings name, an empty one without any, and what is wrong with it."""
    from aligntui.domain.ladder import NO_LADDER, markdown, toml

    value, trouble = _named(path, "ladder")
    if not value:
        return NO_LADDER, (trouble,) if trouble else ()
    file, wrong = _beside(path, value), list[str]()
    found = _said(file, toml if file.endswith(".toml") else markdown, NO_LADDER, wrong)
    return found, tuple(wrong)


def _said(file: str, parse: Callable[[str], _Read], nothing: _Read, wrong: list[str]) -> _Read:
    """What a file beside the settings says; `nothing`, and a line more, if it can't be used."""
    try:
        data = _read(file)
        if data is not None:
            return parse(data.decode("utf-8-sig"))
        wrong.append(f"{file} is larger than {LARGEST // 1_000_000} MB, or no file; it is not used")
    except OSError as error:
        wrong.append(f"{file} can't be read ({error.strerror}); it is not used")
    except UnicodeDecodeError as error:
        line = (_read(file) or b"").count(b"\n", 0, error.start) + 1
        wrong.append(f"{file} is not UTF-8 in line {line}; it is not used")
    except Refused as refusal:
        wrong.append(f"{file}: {refusal}; it is not used")
    return nothing


def calendar(path: str, today: date) -> tuple[Calendar, tuple[str, ...]]:
    """The holidays and working days of everybody, and a line on each that could not be read."""
    days, trouble = holidays(path, today)
    value, wrong = _named(path, "workdays")
    worked = EVERY_DAY if value is None else workdays_of(str(value))
    lines = dict.fromkeys(line for line in (trouble, wrong) if line)
    return Calendar(days, worked), tuple(lines)


def holidays(path: str, today: date) -> tuple[tuple[Away, ...], str | None]:
    """The holidays of everybody, and a line if they could not be read."""
    value, trouble = _named(path, "holidays")
    if isinstance(value, list):
        return tuple(sorted(Away(day, day) for day in map(_day, value) if day)), None
    if value is None:
        return (), trouble
    return _out_of(_beside(path, value), today)


def calendar_at(path: str) -> tuple[str, tuple[str, ...]]:
    """The path of the calendars of the settings, "" without any, and what is wrong with it."""
    value, trouble = _named(path, "calendar")
    return _beside(path, value) if value else "", (trouble,) if trouble else ()


def _beside(path: str, value: object) -> str:
    """The path of a file that the settings name, from their own folder."""
    return os.path.join(os.path.dirname(path), os.path.expanduser(str(value)))


def _named(path: str, key: str) -> tuple[object, str | None]:
    """The value of one setting, None if there is none, and what is wrong with it."""
    try:
        data = _read(path)
    except OSError:
        return None, None
    # most files name no days, and need not be parsed
    if data is None or key.encode() not in data:
        return None, None
    found, trouble = _parsed(data, path)
    if trouble or key not in found:
        return None, trouble or None
    if words := _wrong(key, found[key]):
        return None, _complaint(path, data, key, words)
    return found[key], None


def _out_of(file: str, today: date) -> tuple[tuple[Away, ...], str | None]:
    from aligntui.domain.days import near

    try:
        found = os.stat(file)
        stamp = [found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, today.year]
        name = f"holidays-{crc32(os.fsencode(os.path.abspath(file))):08x}"
        known = _remembered(name, stamp)
        if known is None:
            known = _calendar_days(file, today.year)
            spans = [[span.first.isoformat(), span.last.isoformat()] for span in known[0]]
            remember(name, {"holidays": _READ_AS, "stamp": stamp, "days": spans, "said": known[1]})
    except OSError as error:
        return (), f"{file}: {error.strerror}; no holidays are used"
    days, trouble = known
    return near(days, today), f"{file}: {trouble}" if trouble else None


def _calendar_days(file: str, year: int) -> tuple[list[Away], str]:
    """The days in a calendar file, and what is wrong with it; may raise `OSError`."""
    from aligntui.domain.holidays import around

    data = _read(file)
    if data is None:
        return [], f"it is larger than {LARGEST // 1_000_000} MB, or no file; no holidays are used"
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        # names of holidays, whatever their encoding, are not used; days are ASCII
        holidays = around(year, data.decode("utf-16" if wide else "utf-8", "replace"))
    except Refused as refusal:
        return [], f"{refusal}; no holidays are used"
    count = holidays.unread
    if not count:
        return list(holidays.spans), ""
    from aligntui.domain.repeating import left_out

    return list(holidays.spans), left_out(count, holidays.line)


def _remembered(name: str, stamp: list[int]) -> tuple[list[Away], str] | None:
    """The remembered days of a calendar file; None if it has changed since."""
    with suppress(ValueError, LookupError, TypeError):
        kept = recall(name) or {}
        if kept["holidays"] == _READ_AS and kept["stamp"] == stamp:
            day = date.fromisoformat
            return [Away(day(first), day(last)) for first, last in kept["days"]], str(kept["said"])
    return None


def _read(path: str) -> bytes | None:
    """The bytes of a regular file of at most LARGEST bytes; None for anything else."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        data = file.read(LARGEST + 1)
    return data if len(data) <= LARGEST else None


def _parsed(data: bytes, path: str) -> tuple[dict[str, Any], str]:
    """Parse a settings file; returns its values, and what is wrong with it as a whole."""
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8")), ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {}, f"{path} is not UTF-8 in line {line}; defaults are used"
    except tomllib.TOMLDecodeError as error:
        return {}, f"{path}: {error}; defaults are used"
    except RecursionError:
        return {}, f"{path} is nested too deeply; defaults are used"


def _wrong(key: str, value: object) -> str | None:
    if key not in _KINDS:
        return f"unknown setting '{key}'"
    fits, wanted = _KINDS[key]
    return None if fits(value) else f"'{key}' must be {wanted}"


def _minutes(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_LOCK


def _day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _path(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _days(value: object) -> bool:
    return all(map(_day, value)) if isinstance(value, list) else _path(value)


_Kind = tuple[Callable[[object], bool], str]
_TRUTH: _Kind = (lambda value: isinstance(value, bool), "true or false")
_KINDS: dict[str, _Kind] = {
    "theme": (THEMES.__contains__, f"one of {', '.join(THEMES)}"),
    "ascii": _TRUTH,
    "hide": _TRUTH,
    "mouse": _TRUTH,
    "tips": _TRUTH,
    "lock_after": (_minutes, f"minutes, from 0 (never) to {LONGEST_LOCK}"),
    "calendar": (_path, "a calendar file or a folder of them, in quotes"),
    "name": (_path, "your name, in quotes"),
    "names": _TRUTH,
    "ladder": (_path, "a Markdown or TOML file, in quotes"),
    "holidays": (_days, "a calendar file in quotes, or a list of days"),
    "workdays": (
        lambda value: isinstance(value, str) and complaint(workdays_of, value) is None,
        'days of the week, such as "mon-fri" or "mon,tue,thu"',
    ),
    "keys": (lambda value: isinstance(value, dict), "a table of keys, each in quotes"),
}
