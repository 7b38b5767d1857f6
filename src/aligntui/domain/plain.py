"""Clean text on input: control characters are replaced, nothing else is changed."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from aligntui.domain.errors import Refused

LONGEST_LINE = 2_000
"""The most characters of one line: an item, a name, an action."""

LONGEST_TEXT = 1_000_000
"""The most characters of a note."""

DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Direction marks of Arabic and Hebrew, which text keeps: they affect only their neighbours."""

_CONTROL = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 except TAB and LF, DEL, C1
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069"  # overrides and isolates of direction, affecting all that follows
    "\ufeff"  # byte order mark
    "\ud800-\udfff"  # halves of surrogate pairs
)
STEERING = f"[{_CONTROL}{DIRECTION_MARKS}]"
"""Pattern of everything that steers a terminal; output is searched for it."""

SHOWN_INSTEAD = "\ufffd"
_UNDECODED = "[\udc80-\udcff]"
"""Bytes of the input that are not UTF-8, as Python's surrogate escapes."""
_ENDINGS = "\r\n?|[\v\f\x85\u2028\u2029]"
_BREAKS = r"[\t\n ]+"
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
_FILLERS = "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
"""What is neither a blank nor a format character, and shows nothing by itself."""
_DASHES = "|·–—−-"
_APART = ",:;，：；、" + _DASHES
_ENDS = r".,;:!?)\]}…。，；：！？、）］"


def clean_text(text: str) -> str:
    """Clean text of any number of lines: line ends become LF, control characters U+FFFD.

    Refuses bytes that are not UTF-8, and text that is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise Refused(f"the text has {len(text):,} characters; the limit is {LONGEST_TEXT:,}")
    if text.isprintable():
        return text  # the usual case
    if re.search(_UNDECODED, text):
        raise Refused("the text is not UTF-8; convert it to UTF-8 first")
    return uncontrolled(text)


def uncontrolled(text: str) -> str:
    """Text of any length: line ends become LF, control characters U+FFFD."""
    return re.sub(f"[{_CONTROL}]", SHOWN_INSTEAD, with_line_feeds(text))


def with_line_feeds(text: str) -> str:
    """The text with LF for each line end, also for those within a paragraph or between pages."""
    return re.sub(_ENDINGS, "\n", text)


def one_line(text: str) -> str:
    """Clean text to one line: breaks and runs of blanks become one blank."""
    return re.sub(_BREAKS, " ", clean_text(text)).strip()


def clean_line(text: str, what: str = "the text") -> str:
    """Clean text to one line; refuses one that is too long, or without a visible character."""
    line = one_line(text)
    if not line or not (line.isascii() or is_visible(line)):
        raise Refused(f"{what} is empty; type some words")
    if len(line) > LONGEST_LINE:
        raise Refused(f"{what} has {len(line):,} characters; the limit is {LONGEST_LINE:,}")
    return line


def private_as_its_line(what: str) -> str:
    """Why words that go with a line can't be private by themselves."""
    return f"{what} is as private as its line: leave the first dot out, or make the line private"


def check_first_dot(words: str, what: str, before: str = "") -> None:
    """Refuse a first dot as of a private line in words that are seen wherever their line is.

    One that the words had `before` stays.
    """
    same = words.split()[:1] == before.split()[:1]
    if not same and re.match(r"\.[ \t]*[^\W\d_]", typewritten(words)):
        raise Refused(private_as_its_line(what))


def with_its_line(typed: str, what: str, before: str = "") -> str:
    """The clean words of what is seen wherever its line is; refuses a first dot."""
    words = clean_line(typed, what)
    check_first_dot(words, what, before)
    return words


def is_visible(text: str) -> bool:
    """True when anything of a text is seen: it has more than blanks, joiners and fillers."""
    return any(
        unicodedata.category(each) not in _UNSEEN and not re.match(_FILLERS, each) for each in text
    )


def typewritten(text: str) -> str:
    """The text with typographic blanks, dashes, quotes and wide letters replaced by ASCII ones.

    For reading marks only: the length stays the same, so that positions hold in both.
    """
    return text if text.isascii() else text.translate(_look_alikes())


@lru_cache(maxsize=1)
def _look_alikes() -> dict[int, str]:
    alike = {
        " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u200b\u202f\u205f\u2060\u3000\ufeff",
        "-": "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63",
        ":": "\u02d0\u2236\ua789\ufe13\ufe55",
        "'": "\u02bc\u2018\u2019\u201a\u201b",
        '"': "\u00ab\u00bb\u201c\u201d\u201e\u201f",
        "~": "\u02dc\u223c\u301c",
        ",": "\u3001\ufe50",
        ".": "\u3002\uff61",
        "/": "\u2044\u2215",
        "%": "\u066a\ufe6a",
        "@": "\ufe6b",
        "+": "\ufe62",
    }
    wide = {0xFF01 + at: chr(0x21 + at) for at in range(0x5E)}
    return wide | {ord(each): plain for plain, others in alike.items() for each in others}


def without(line: str, taken: Iterable[tuple[int, int]]) -> str:
    """Cut pieces out of a line, with the dashes and colons that separated them from the rest."""
    pieces, at = [], 0
    for start, end in sorted(taken):
        pieces.append(line[at:start])
        at = end
    text = "\n".join((*pieces, line[at:]))  # LF marks the cuts: a line has none of its own
    if pieces:
        # at the beginning, between two cuts, at the end, and beside one in the middle
        # (a dot right behind a cut ends it, one after a blank belongs to the words)
        first = rf"[ \t]*[.{_APART}]*\Z|[ \t]+[{_APART}]*(?=\s)|[.{_APART}]*(?=\s)"
        text = re.sub(rf"\A(?:[ \t]*\n)+(?:{first})", "", text)
        text = re.sub(rf"\n[ \t]*[{_APART}]+[ \t]*(?=\n)", "\n", text)
        text = re.sub(rf"(?:[ \t]+[{_DASHES}]+)?(?:[ \t]*+\n[ \t]*+[{_APART}]*+)+\Z", "", text)
        text = re.sub(rf"[ \t]+[{_DASHES}]+[ \t]*\n[ \t]*(?=[{_DASHES}]+[ \t])", " ", text)
        text = re.sub(rf"(?:[ \t]*\n)++(?=[{_ENDS}])", "", text)
    return re.sub(r"[ \t\n]+", " ", text).strip()


def harmless(text: str) -> str:
    """The text as one line without control characters; line ends and tabs become blanks."""
    if text.isprintable():
        return text  # as for most texts
    text = with_line_feeds(text)
    return re.sub(STEERING, SHOWN_INSTEAD, text).replace("\n", " ").replace("\t", " ")


def text_sum(text: str) -> str:
    """Digits that differ between two texts."""
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"
