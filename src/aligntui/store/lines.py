"""One document is one line of JSON: written strictly, read lazily, never shared."""

import json
from collections.abc import Mapping
from typing import Any

Doc = dict[str, Any]
Cell = bytes | Doc
"""A document as its line (`"12": {...},`, not parsed yet) or as the parsed dict."""

_PLAIN = frozenset({str, int, float, bool, type(None)})
"""Values without anything inside: most of all, and quickly told from the others."""

_decoder = json.JSONDecoder()
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def encode(document: Mapping[str, object]) -> bytes:
    """The JSON of a document.

    ValueError or TypeError for what JSON would bend or break: NaN and infinity, lone
    surrogates, keys that aren't text, objects, a nesting without end.
    """
    try:
        _check_keys(document)
        return _encoder.encode(dict(document)).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("the text holds half a character (a lone surrogate)") from error
    except RecursionError as error:
        raise ValueError("the document is nested too deeply") from error


def line_of(doc_id: int, document: Mapping[str, object]) -> bytes:
    """The line of a document: its number, its JSON and a comma."""
    return b'"%d": %s,' % (doc_id, encode(document))


def json_of(line: bytes) -> bytes:
    """Only the JSON of a line."""
    return line[line.index(b" ") + 1 : -1]


def document_of(cell: Cell) -> Doc:
    """The parsed document of a cell."""
    if not isinstance(cell, bytes):
        return cell
    text = str(json_of(cell), "utf-8")
    parsed: Doc
    parsed, end = _decoder.raw_decode(text)  # a line has no blanks around, so none are looked for
    if end != len(text):
        raise ValueError("a line holds more than its document")
    return parsed


def rev_of(document: Mapping[str, object] | None) -> int:
    """The revision of a document; 0 where it has none, or none that is a number."""
    rev = document.get("rev") if document else None
    return rev if isinstance(rev, int) else 0


def as_line(doc_id: int, cell: Cell) -> bytes:
    """The line of a cell, as it is when nobody has parsed it yet."""
    return cell if isinstance(cell, bytes) else line_of(doc_id, cell)


def copied(value: Any) -> Any:
    """A copy of a JSON value down to the last list, so that nobody can change the original."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def _check_keys(value: object) -> None:
    # this runs over all that is saved: only what holds something else is looked into
    if type(value) is dict or isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a document's keys are text, not {key!r}")
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for item in value:
        if type(item) not in _PLAIN:
            _check_keys(item)
