"""Classify the date beside or below some words: by label, heading or month."""

from __future__ import annotations

import re
from typing import NamedTuple

from aligntui.text.date_tokens import Looked


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


OTHER, MADE, WEAK, STRONG = range(4)
"""Confidence that a label marks its date as the day of a meeting."""
AROUND = " -=*_~#+.:,;[]()<>|/@\"'"
"""Characters to ignore around words."""
_WORDS = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(
    r"[^\w\[(]*(?P<label>[^\W\d_][^\d:=|\[\]]{0,30}?)[)\]]?\s*(?:::|[:=])\s*(?P<rest>.*)"
    r"|(?P<short>[^\W\d_]+) - (?P<after>.*)"
)
_STRONG = _set(
    "date day when wann quand cuándo quando termin held dated datum data fecha dato dag tag jour "
    "giorno dia päivä päiväys дата 日期 日付 tarih 날짜 meeting_date"
)
_WEAK = _set("time week meeting session on sent gesendet envoyé enviado inviato verzonden skickat")
_MADE = _set(
    "created creation start started starts begin beginn beginning opened recorded logged "
    "published entry erstellt début inicio inizio criado creado oprettet skapad stand aangemaakt "
    "utworzono создано timestamp"
)
_DENIED = _set(
    "due by deadline end ends ended until till next updated update modified edited last review "
    "birthday birth born hire joining expires target eta planned hired joined since version "
    "closed completed done fällig ende bis fin fine fim prochain prochaine próxima próximo "
    "nächste nächstes nächster exported printed changed revised release"
)
_CLOSING = re.compile(
    r"\b(?:since|until|till|by|due|before|deadline|updated|modified|edited|exported|printed|born"
    r"|joined|next|upcoming|expires|planned for|release[ds]?|version|bis|seit|fällig|depuis"
    r"|jusqu|hasta|desde|fino al|nächste[rs]?|proch\w+|próxim\w+)(?:\W+\w+){0,2}\W*$|\(from\W*$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:next|follow.?ups?|upcoming|deadlines?|milestones?|due|birthdays?|holidays|vacations?"
    r"|urlaub|ferien|references|literature|changelog|nächste[rs]?|proch\w+|próxim\w+)\b",
    re.IGNORECASE,
)
_TASKS = re.compile(
    r"\b(?:actions?|to.?dos?|tasks?|reminders?|aufgaben|tareas|acciones|tâches|compiti|taken"
    r"|tarefas)\b",
    re.IGNORECASE,
)
_VERBS = _set(
    "is was will would has had are were can could may might should must seems looks works marks "
    "ends begins starts when where which that if but wenn als weil quand and or as until to we i "
    "he she they it the than ist war wird hat est était sera es fue será è era"
)
_JOINING = _set("and or until till to through bis und et y e")


_DAY_ALONE = re.compile(
    r"(?:(?P<w>[Dd])[.,]{0,2} ?)?(?:k (?=g))?(?:g )*(?P<d>[NO])\.?(?:,? ?\(?(?P<v>[Dd])\)?)?"
    r"(?:[ ,@]{1,2}(?:a )?t)?"
)
_LONGEST_PERIOD = 40
"""The most characters of a year and a month with what may surround them."""
_PERIODS = (
    re.compile(r"(?P<y>Y)(?P<m>Z)?"),
    re.compile(r"(?P<m>[Mm])\.?(?:[ ,/-]{0,2}(?:g )?(?:(?P<y>Y)|q))?"),
    re.compile(r"(?P<y>Y)[ ,/.-]{1,2}(?P<m>[MmN])(?: [Mm])?"),
    re.compile(r"(?P<m>N)[/.-](?P<y>Y)"),
)


class Label(NamedTuple):
    """A label, the words after it, and how firmly it marks the day of a meeting."""

    name: str
    rest: str
    strength: int


def label_of(words: str) -> Label | None:
    """The label that begins some words; None without one, or with one for another kind of date."""
    found = _LABEL.fullmatch(words)
    if not found:
        return None
    name = (found["label"] or found["short"]).casefold()
    own = set(_WORDS.findall(name))
    if own & _DENIED:
        return None
    strength = MADE if own & _MADE else STRONG if own & _STRONG else WEAK if own & _WEAK else OTHER
    if found["short"] and strength != STRONG:
        return None
    return Label(name, found["rest"] if found["label"] else found["after"], strength)


def is_label(words: str) -> bool:
    """True when words have the form of a label with a value, whatever the label."""
    return bool(_LABEL.fullmatch(words))


def names_day(words: str) -> bool:
    """True when words are nothing but the label of a date, as a title may be."""
    own = set(_WORDS.findall(words.casefold()))
    return bool(own & _STRONG) and not own & _DENIED and len(own) <= 3


def closes(before: str) -> bool:
    """True when words say that the date after them is not the day of the meeting."""
    return bool(_CLOSING.search(before))


def names_tasks(heading: str) -> bool:
    """True when a heading is for tasks, so that lists under it are not meetings."""
    return looks_ahead(heading) or bool(_TASKS.search(heading))


def looks_ahead(heading: str) -> bool:
    """True when a heading is for dates other than those of meetings."""
    return bool(_AHEAD.search(heading))


def is_sentence(after: str, *, bold: bool = False) -> bool:
    """True when words after a date continue it as a sentence.

    A bold date begins an entry, whatever follows; only a conjunction continues it.
    """
    first = after.strip(AROUND if bold else " ,").split(None, 1)[:1]
    going_on = _JOINING if bold else _VERBS
    return bool(first) and first[0].strip(".,").casefold() in going_on and first[0][0].islower()


def day_alone(text: str) -> tuple[int, int | None] | None:
    """A day number with nothing but a weekday beside it, and that weekday."""
    looked = Looked(text)
    found = _DAY_ALONE.fullmatch(looked.letters)
    if not found or not 1 <= looked.tokens[found.start("d")].value <= 31:
        return None
    mark = max(found.start("w"), found.start("v"))
    return looked.tokens[found.start("d")].value, looked.tokens[mark].value if mark >= 0 else None


def period(text: str) -> tuple[int | None, int | None] | None:
    """The year and month of words that hold nothing else: 2026, March 2026, 2026-03, March."""
    if len(text) > _LONGEST_PERIOD:
        return None
    looked = Looked(text.strip(AROUND))
    for form in _PERIODS:
        if found := form.fullmatch(looked.letters):
            year, month = (
                looked.tokens[at].value if (at := found.start(name)) >= 0 else None
                for name in ("y", "m")
            )
            if month is None or 1 <= month <= 12:
                return year, month
    return None


def year_in(text: str) -> int | None:
    """The year that words name, where it is their only number."""
    looked = Looked(text)
    numbers = [token for token in looked.tokens if token.kind in "NOYCMmw6#q"]
    return numbers[0].value if [token.kind for token in numbers] == ["Y"] else None


def two_years(text: str) -> tuple[int, int] | None:
    """Two consecutive years, as in 2025/2026 or 2025/26."""
    looked = Looked(text)
    found = re.search(r"Y ?[-/] ?[YN](?![-/.]?[NY])", looked.letters)
    if not found:
        return None
    first, last = looked.tokens[found.start()].value, looked.tokens[found.end() - 1].value
    last += 0 if last > 99 else first // 100 * 100
    return (first, last) if last == first + 1 else None
