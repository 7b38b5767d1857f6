"""What dates are made of: their parts, and tokens, one letter each, in which patterns find them.

N is a number of one or two digits, O one with an ending (9th), Y a year, q a short one ('26), C a
date in one piece (20260309), 6 one of six digits, w an ISO week, M a month, m one that is also an
ordinary word, D and d weekdays likewise, t a time, k a word for week; g and a are small words (of,
at), r a word for a range; x and # are other words and numbers. Other signs represent themselves.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from aligntui.text.markdown import unescaped

_LEAP = 2000


class Order(StrEnum):
    """The order of the numbers in a date."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


ORDERS = {
    **{order.value: order for order in Order},
    "dmy": Order.DAY_FIRST,
    "mdy": Order.MONTH_FIRST,
    "ymd": Order.YEAR_FIRST,
}
"""Every name accepted for an order."""


class Parts(NamedTuple):
    """The known parts of a date."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The date, in its own year or else in this one; None where that day does not exist."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None

    @property
    def possible(self) -> bool:
        """True when the day exists, in some year where none is given."""
        return self.in_year(_LEAP) is not None


SURE, PLACED, ALONE = range(3)


class Phrase(NamedTuple):
    """A date found in a text, from `start` to `end`, with its weekday and time."""

    start: int
    end: int
    words: str
    """The date itself as it was typed."""
    readings: Mapping[Order, Parts]
    """The parts for each order that gives a possible date."""
    usual: tuple[Order, ...] = tuple(Order)
    """The orders considered when nobody names one."""
    weekday: int | None = None
    timed: bool = False
    """True when a time stands beside it."""
    weak: int = SURE
    """Doubt that it is a date: SURE, PLACED like 3/9 (its place decides) or ALONE like 7-11."""
    iso: bool = False
    """True for a form that nothing else looks like."""
    unread: str = ""
    """Why no date can be made of it though it looks like one."""

    @property
    def doubtful(self) -> bool:
        """True when something else may be meant."""
        return bool(self.weak or self.unread)

    def parts(self, order: Order | None) -> Parts | None:
        """The parts in this order; None where several orders fit and none is given."""
        if order is not None and order in self.readings:
            return self.readings[order]
        found = {self.readings[order] for order in self.orders}
        return found.pop() if len(found) == 1 else None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The possible orders: the usual ones among them, otherwise all."""
        return tuple(each for each in self.readings if each in self.usual) or tuple(self.readings)


# one paragraph for each language, twelve or seven words; '/' separates spellings of one name
_MONTHS = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept
october/oct november/nov december/dec

januar/jänner/jaen februar/feber märz/mär/mrz april mai juni juli august september oktober/okt
november dezember/dez

janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre octobre novembre
décembre/déc

enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre
noviembre diciembre/dic

gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett
ottobre/ott novembre dicembre/dic

janeiro fevereiro/fev março abril maio junho/junh julho/julh agosto setembro/set outubro/out
novembro dezembro

januari februari maart/mrt april mei juni juli augustus september oktober november december

januar februar marts april maj juni/juni juli august/aug september oktober november december/des

januari februari mars april maj juni juli augusti september oktober november desember/des

tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta
toukokuu/toukokuuta kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta
lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta

stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj
czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz
października/październik/paź listopada/listopad/lis grudnia/grudzień/gru

ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec
srpna/srpen září října/říjen listopadu prosince/prosinec

января/январь/янв февраля/февраль/фев марта/март апреля/апрель/апр мая/май июня/июнь/июн
июля/июль/июл августа/август/авг сентября/сентябрь/сен октября/октябрь/окт ноября/ноябрь/ноя
декабря/декабрь/дек

січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень
липня/липень серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень

ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık

ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie

január február március április május június július augusztus szeptember október november december
"""
_WEEKDAYS = """
monday/mon tuesday/tue/tues wednesday/wed/weds thursday/thu/thur/thurs friday/fri saturday/sat
sunday/sun

montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sonnabend/sa sonntag/so

lundi mardi mercredi jeudi vendredi samedi dimanche

lunes martes miércoles/mié jueves/jue viernes/vie sábado/sáb domingo

lunedì martedì mercoledì giovedì/gio venerdì/ven sabato/sab domenica

segunda/segunda-feira terça/terça-feira/ter quarta/quarta-feira/qua quinta/quinta-feira/qui
sexta/sexta-feira/sex sábado domingo

maandag/ma dinsdag/di woensdag/wo donderdag/do vrijdag/vr zaterdag/za zondag/zo

mandag/man tirsdag/tir onsdag/ons torsdag/tor fredag/fre lørdag/lør søndag/søn

måndag/mån tisdag/tis onsdag torsdag fredag lördag/lör söndag/sön

maanantai/maanantaina tiistai/tiistaina keskiviikko/keskiviikkona torstai/torstaina
perjantai/perjantaina lauantai/lauantaina sunnuntai/sunnuntaina

poniedziałek wtorek środa czwartek piątek sobota niedziela

pondělí úterý středa čtvrtek pátek sobota neděle

понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс

pazartesi salı çarşamba perşembe cuma cumartesi pazar
"""
_AS_WORDS = "ago di do fr gen gio gru lip lis lug ma mag mar march may mo out sa set sex so"
ORDINARY = frozenset(_AS_WORDS.split())
"""Names that are also ordinary words in some language."""


@cache
def _numbers(table: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for language in table.split("\n\n"):
        for number, names in enumerate(language.split(), start=1):
            for name in names.split("/"):
                found.setdefault(_key(name), number)
    return found


def _key(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.casefold().replace("ı", "i")


FAR = 2_000
"""The number of characters of a line that are searched for dates."""


class Token(NamedTuple):
    """A piece of a text, represented by one letter."""

    kind: str
    start: int
    end: int
    value: int = 0

    @property
    def width(self) -> int:
        """The number of characters."""
        return self.end - self.start

    def split(self, kind: str) -> list[Token]:
        """The three numbers of a date in one piece, the first of a kind of its own."""
        first, rest = divmod(self.value, 10_000)
        kinds = (kind, first), ("N", rest // 100), ("N", rest % 100)
        return [self._replace(kind=each, value=value) for each, value in kinds]


_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_BREAK = re.compile(r"<(?:br|/?(?:p|div|li|t[dhr]))\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\d]{0,99}>")
_CLOCK = (
    r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?!\d)(?: ?(?i:[ap]\.?m)\b\.?)?"
    r"|\d{1,2}(?:\.\d\d)? ?(?i:[ap]\.?m)\b\.?|\d{1,2}h(?:\d\d)?\b"
)
_ZONE = r"(?: ?(?:Z|[A-Z]{2,5})\b)?(?: ?[+-]\d\d:?\d\d\b)?(?: \([A-Z][A-Za-z ]{1,40}\))?"
_TOKEN = re.compile(rf"(?P<t>(?:{_CLOCK}){_ZONE})|(?P<q>'\d\d(?![^\W_]))|(?P<run>[^\W_]+)|.")
_DATE_T = re.compile(r"(?<=\d)[Tt](?=\d\d:)|(?<=-\d\d)[Tt](?=\d\d)")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_WHOLE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{4}(?:\d\d)?Z?)?")
_ISO_WEEK = re.compile(r"[Ww][0-5]\d")
_ENDINGS = frozenset(["st", "nd", "rd", "th", "er", "re", "ste", "e", "o", "a"])
_WORDS = {
    "g": "of de del the den le d di der",
    "a": "at on um à kl om",
    "r": "to bis and und",
    "k": "week weeks wk kw cw woche semaine semana settimana uke vecka uge",
    "年": "年 년",
    "月": "月 월",
    "日": "日 일",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def plain(line: str) -> str:
    """The visible text of a line: no escapes, tags, emphasis or odd blanks; one kind of dash."""
    text = line[:FAR]
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", _HIDDEN.sub("", text)))
        text = text.replace("\u2019", "'").replace("\u2018", "'")
    if "&" in text:
        text = unicodedata.normalize("NFKC", html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    text = unescaped(text)
    for mark in ("*", "`", "~~", "==", "__"):
        text = text.replace(mark, "")
    return " ".join(text.split())


class Looked:
    """A text that went through `plain`, its tokens, and their letters for patterns to match."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(_DATE_T.sub(" ", text)))
        self.letters = "".join(token.kind for token in self.tokens)

    def numbers(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch that are numbers or months."""
        return [token for token in self.tokens[start:end] if token.kind in "NOYqMCw"]


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match["run"]:
            yield from _of_run(match["run"], match.start())
        elif match["q"]:
            yield Token("q", *match.span(), int(match["q"][1:]))
        else:
            kind = "t" if match["t"] else match[0]
            yield Token(kind if kind not in "NOYCMDxkgarqmwd" else "t", *match.span())


def _of_run(run: str, at: int) -> Iterator[Token]:
    """The tokens of adjoining letters and digits: 9, 9th, March, Mar09, 1on1."""
    end = at + len(run)
    found = [
        _of_piece(each[0], at + each.start(), at + each.end()) for each in _PIECE.finditer(run)
    ]
    if _WHOLE.fullmatch(run):
        yield Token("C", at, end, int(run[:8]))
    elif _ISO_WEEK.fullmatch(run):
        yield Token("w", at, end, int(run[1:]))
    elif len(found) == 1 or all(token.kind in "NYMm年月日" for token in found):
        yield from found
    elif found[0].kind == "N" and run[found[0].width :].casefold() in _ENDINGS:
        yield Token("O", at, end, found[0].value)
    else:
        yield Token("x", at, end)


def _of_piece(piece: str, start: int, end: int) -> Token:
    if piece.isdecimal():
        value, size = int(piece), len(piece)
        year = size == 4 and 1900 <= value < 2100
        kind = "N" if size <= 2 else "Y" if year else "6" if size == 6 else "#"
        return Token(kind, start, end, value)
    key, word = _key(piece), piece.casefold()
    if month := _numbers(_MONTHS).get(key):
        ordinary = word in ORDINARY and word == piece
        return Token("m" if ordinary else "M", start, end, month)
    if day := _numbers(_WEEKDAYS).get(key):
        return Token("d" if word in ORDINARY else "D", start, end, day - 1)
    return Token(_KINDS.get(word, "x"), start, end)
