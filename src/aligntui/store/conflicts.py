"""Merge a conflict copy of a store, record by record and field by field.

It is merged against the last common state, if one is known.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from aligntui.domain.merge import BETWEEN, Clash, merged
from aligntui.store.codec import PEOPLE, Key, Row, rev_of
from aligntui.store.errors import StoreError

_REFERENCES = ("handle", "threatens", "about", "check_in", "origin", "became", "feedback")
_BESIDE = {
    *("on", "by", "rank", "mine", "theirs", "overtaken"),
    *("private", "outcome", "not_for_review", "because", "state"),
}
"""What stands in a revision beside the words that the two agree on."""
_PARTS = ("revisions", "entries", "written", "edited")
_TRAILS = ("moved", "edited", "ends", "written", "earlier", "addenda", "promised")
_GIVEN = ("mine", "theirs", "filled_on", "looked_on", "seen_on", "ended_on", "left")
"""What each of two machines may know of a round: nothing gives way to something."""
_BEGAN = ("made_on", "noted_on", "added_on", "on")
"""The day on which a record was written, by the kind of record."""
_ABSENT = object()


class Merge(NamedTuple):
    """The result of a merge: the rows to change in ours, and a line for each difference."""

    rows: dict[Key, Row | None]
    differences: tuple[str, ...]


BEFORE_WORDS = ": '"
"""What stands in a line about a difference before words that somebody wrote."""


def rows_of(tables: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> dict[Key, Row]:
    """The records of tables, by table and uid, without the store's own tables."""
    return {
        (name, row["uid"]): dict(row)
        for name, rows in tables.items()
        if not name.startswith("_")
        for row in rows.values()
        if isinstance(row.get("uid"), str)
    }


def merge(
    base: Mapping[Key, Row] | None, mine: Mapping[Key, Row], theirs: Mapping[Key, Row]
) -> Merge:
    """Three-way merge: the changes to our rows by which nothing of theirs is lost.

    A change on one side is taken, and beats a deletion. If both changed the same field, ours is
    kept, and theirs goes into the history of an item, or the past of what was kept; a card keeps
    the lines of both, a role both wordings. Without `base` nothing counts as deleted. Raises
    StoreError for a record that belongs to another person in the copy.
    """
    for key in mine.keys() & theirs.keys():
        if mine[key].get("person") != theirs[key].get("person"):
            handle = theirs[key].get("handle", key[0])
            raise StoreError(f"{handle} in the copy belongs to somebody else here; not taken in")
    theirs = renumbered(theirs, mine)
    found = {
        key: _record((base or {}).get(key), mine.get(key), theirs.get(key))
        for key in dict.fromkeys((*mine, *theirs))
    }
    whole = {key: row for key, row in found.items() if row is not None}
    whole = _with_people(whole, mine, theirs)
    changed: dict[Key, Row | None] = {
        key: row for key, row in whole.items() if _plain(row) != _plain(mine.get(key))
    }
    changed |= {key: None for key in mine if key not in whole}
    return Merge(changed, tuple(_lines(changed, mine, theirs, whole)))


def _record(base: Row | None, mine: Row | None, theirs: Row | None) -> Row | None:
    if mine is None or theirs is None:
        there = mine if theirs is None else theirs
        # deleted on one side: it is removed only if the other left it unchanged
        return None if base is not None and _plain(there) == _plain(base) else there
    if _plain(mine) == _plain(theirs):
        return mine
    past = base or {}
    made: Row = {}
    for name in dict.fromkeys((*mine, *theirs)):
        value = _value(name, past, mine, theirs)
        if value is not _ABSENT:
            made[name] = value
    made |= _with_both_backs(made, mine, theirs)
    made |= _still_private(past, made, mine, theirs)
    made |= _with_what_gave_way(past, made, mine, theirs)
    return made | {"rev": max(rev_of(mine), rev_of(theirs))} if "rev" in mine else made


def _value(name: str, past: Row, mine: Row, theirs: Row) -> Any:
    """One field of two records, merged in the way of its kind."""
    base, *both = [row.get(name, _ABSENT) for row in (past, mine, theirs)]
    if name == "revisions" and all(map(_is_history, both)):
        return merged_revisions(mine[name], theirs[name])
    if name == "entries" and all(map(_is_rows, both)):
        return merged_entries(base if _is_rows(base) else [], *both)
    if name == "mine" and all(map(_is_rows, both)):
        # of two answers to one line, mine
        answered = {row.get("handle") for row in both[0]} - {None}
        ours, others = both
        return [*ours, *(r for r in others if r not in ours and r.get("handle") not in answered)]
    if name in _TRAILS and all(isinstance(side, list) for side in both):
        return merged_trail(base if isinstance(base, list) else [], *both)
    if name in _GIVEN and not past and not all(both):
        return both[0] or both[1]
    if name == "cadences" and all(isinstance(side, dict) for side in both):
        return _record(base if isinstance(base, dict) else {}, *both)
    if name == "card" and all(isinstance(side, str) for side in both):
        before = base if isinstance(base, str) else ""
        return "\n".join(merged_trail(*(side.split("\n") for side in (before, *both)))).strip("\n")
    value = merged(base, *both)
    if isinstance(value, Clash):
        if past and name == "role" and all(isinstance(side, str) and side for side in both):
            return both[0] if both[1] in both[0].split(BETWEEN) else BETWEEN.join(both)
        # without a base the one with the higher revision is taken
        return both[not past and rev_of(theirs) > rev_of(mine)]
    return value


def _with_both_backs(made: Row, mine: Row, theirs: Row) -> Row:
    """What came back to a round on one machine, where another answer was taken: an earlier one.

    Of two outcomes that were taken in the later one holds.
    """
    if "lines" not in made or not isinstance(made.get("earlier"), list):
        return {}
    kept = [made.get("theirs"), *made["earlier"]]
    backs = [side.get("theirs") for side in (mine, theirs)]
    told = max(str(side.get("told_at", "")) for side in (mine, theirs))
    earlier = [*made["earlier"], *(b for b in backs if b and b not in kept)]
    return {"earlier": earlier, "told_at": told}


def _still_private(past: Row, made: Row, mine: Row, theirs: Row) -> Row:
    """Words that one side wrote in private are not shared because the other shared what it had."""
    edited = made["edited"] if _is_trail(made.get("edited")) else []
    told = [each[-1] for each in edited if each[1] == "text"]
    for side, other in ((mine, theirs), (theirs, mine)):
        known = (past.get("text"), other.get("text"), *told)
        if side.get("private") and not made.get("private") and side.get("text") not in known:
            return {"private": True}
    return {}


def _with_what_gave_way(past: Row, made: Row, mine: Row, theirs: Row) -> Row:
    """The past of a promise, a note, a point or feedback, with what was changed on both sides."""
    from aligntui.domain.notes import EDITED, value_text

    trails = [side.get("edited") for side in (made, mine, theirs)]
    if not all(map(_is_trail, trails)):
        return {}
    found: dict[str, list[Any]] = {"edited": list(made["edited"])}
    if _is_trail(made.get("moved")):
        found["moved"] = list(made["moved"])
    began = next((str(made[name]) for name in _BEGAN if made.get(name)), "")
    for name in (*EDITED, "by") if "moved" in found else EDITED:
        sides = [side.get(name) for side in (past, mine, theirs)]
        if name not in made or len({*map(repr, sides)}) < len(sides):
            continue
        lost = next((each for each in sides[1:] if each != made[name]), made[name])
        key, what = (
            ("moved", [lost]) if name == "by" else ("edited", [name, value_text(name, lost)])
        )
        trail = [each for each in found[key] if key == "moved" or each[1] == name]
        if what not in [each[1:] for each in trail]:
            found[key].append([max([began, *(str(each[0]) for each in trail)]), *what])
            found[key].sort(key=lambda each: str(each[0]))
    return found


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _is_trail(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(e, list) and len(e) > 1 for e in value)


def _is_history(value: Any) -> bool:
    return _is_rows(value) and all(isinstance(row.get("on"), str) for row in value)


def together(mine: Row, theirs: Row) -> Row:
    """Merge one record that both sides changed, without a base."""
    return _record(None, mine, theirs) or mine


def merged_revisions(mine: list[Row], theirs: list[Row]) -> list[Row]:
    """Merge two histories, sorted by day; the last revision merges both last revisions."""
    same = 0
    while same < min(len(mine), len(theirs)) and mine[same] == theirs[same]:
        same += 1
    ours, others = mine[same:], [row for row in theirs[same:] if row not in mine[same:]]
    if not ours or not others:
        return mine if not others else theirs
    both = sorted((*others, *ours), key=lambda row: (row["on"], bool(row.get("outcome"))))
    base = mine[same - 1] if same else {}
    present = _record(base, ours[-1], theirs[-1]) or ours[-1]
    present = {**present, **_still_differing(present, ours[-1], theirs[-1]), "on": both[-1]["on"]}
    if {**both[-1], "on": present["on"]} != present:
        both.append(present)
    if end := present.get("outcome"):
        # what one side wrote after the other had closed the line opened nothing again
        first = next((at for at, row in enumerate(both) if row.get("outcome") == end), len(both))
        both[first:] = [{**row, "outcome": end} for row in both[first:]]
    return [*mine[:same], *both]


def _differs(stance: object) -> bool:
    return stance == "differ" or (isinstance(stance, list) and stance[:1] == ["differ"])


def _still_differing(present: Row, mine: Row, theirs: Row) -> Row:
    """The stance of who differed on one machine, where the other gave the line new words."""
    found: Row = {}
    for side, who in (("mine", "me"), ("theirs", "them")):
        for row, other in ((mine, theirs), (theirs, mine)):
            if _differs(row.get(side)) and other.get(side) == "not_discussed":
                found[side] = row[side]
                if any(row.get(name) != present.get(name) for name in {*row, *present} - _BESIDE):
                    found["overtaken"] = sorted({*found.get("overtaken", []), who})
    return found


def merged_entries(base: list[Row], mine: list[Row], theirs: list[Row]) -> list[Row]:
    """Merge two lists of entries by uid, sorted by day."""
    sides = [{str(row.get("uid")): row for row in side} for side in (base, mine, theirs)]
    uids = dict.fromkeys((*sides[1], *sides[2]))
    found = (_record(*(side.get(uid) for side in sides)) for uid in uids)
    return sorted((row for row in found if row is not None), key=lambda row: str(row.get("on")))


def merged_trail(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Merge two lists of what happened: all but what one side took back."""
    both = [*mine, *(each for each in theirs if each not in mine)]
    return [e for e in both if e not in base or (e in mine and e in theirs)]


def _with_people(
    rows: dict[Key, Row], mine: Mapping[Key, Row], theirs: Mapping[Key, Row]
) -> dict[Key, Row]:
    """Put back the row of each person who still has records."""
    for owner in {str(row.get("person")) for row in rows.values()}:
        key = (PEOPLE, owner)
        own = mine.get(key) or theirs.get(key)
        if key not in rows and own is not None:
            rows[key] = own
    return rows


def _plain(row: Row | None) -> Row | None:
    """The row without its counters, which change with each write."""
    return None if row is None else {k: v for k, v in row.items() if k not in {"rev", "updated"}}


_CALLED = {
    "written": "what was written for days that were over",
    "revisions": "wording or fields",
    "entries": "misses or evidence",
    "moved": "what moved to or from others",
    "events": "meetings of calendars",
    "because": "reason",
    "on": "day",
    "by": "day it is due",
    "until": "day it moved to",
    "about": "what it is about",
    "reports_to": "whom they report to",
    "edited": "when it was edited",
    "ends": "how it ended",
    "handed": "what was agreed before",
    "made_on": "day it was made",
    "noted_on": "day it was noted",
}
"""What fields of a row are called whose names say little."""


def _lines(
    changed: Mapping[Key, Row | None],
    mine: Mapping[Key, Row],
    theirs: Mapping[Key, Row],
    whole: Mapping[Key, Row],
) -> Iterable[str]:
    for key, row in changed.items():
        before = mine.get(key)
        person = str((row or before or {}).get("person"))
        own = whole.get((PEOPLE, person)) or mine.get((PEOPLE, person)) or {}
        name = str(own.get("name", "somebody"))
        if key[0] == PEOPLE:
            thing, new = name, f"New: {name}"
        else:
            handle = (row or before or {}).get("handle", key[0])
            thing, new = f"{name}: {handle}", f"{name}: new {handle}"
        if row is None:
            yield f"{thing} is removed, as in the copy"
        elif before is None:
            yield f"{new}{_quoted(row)}"
        else:
            skip = {"rev", "updated", "by_hand"}
            fields = [f for f in row if row.get(f) != before.get(f) and f not in skip]
            # what only follows from another change is said where it stands alone
            said = [f for f in fields if f != "written"] or fields
            words = ", ".join(_CALLED.get(f, f.replace("_", " ")) for f in said)
            yield f"{thing} changes in {words or 'cadences'}{_quoted(row, before)}"


def _quoted(row: Row, before: Row | None = None) -> str:
    text, old = _text(row), _text(before or {})
    if before is not None and old != text:
        return f"{BEFORE_WORDS}{text}' instead of '{old}'"
    return f"{BEFORE_WORDS}{text}'" if text and "name" not in row else ""


def _text(row: Row) -> str:
    revisions = row.get("revisions")
    if revisions and _is_rows(revisions):
        return str(revisions[-1].get("text", ""))
    return str(row.get("text") or row.get("notes") or row.get("role") or "")


def renumbered(theirs: Mapping[Key, Row], mine: Mapping[Key, Row]) -> dict[Key, Row]:
    """Their rows with our handles: ours for common records, the next free ones for new records.

    References to a renumbered handle in their rows are changed with it.
    """
    moved = _moved(theirs, mine)
    return {key: _speaking(row, moved) if moved else row for key, row in theirs.items()}


def _moved(theirs: Mapping[Key, Row], mine: Mapping[Key, Row]) -> dict[tuple[str, str], str]:
    """New handles by (person, old handle)."""
    taken = {named for row in mine.values() if (named := _named(row))}
    last: dict[tuple[str, str], int] = {}
    for person, handle in (*taken, *(named for row in theirs.values() if (named := _named(row)))):
        letter = (person, handle[:1])
        last[letter] = max(last.get(letter, 0), _number(handle))
    moved: dict[tuple[str, str], str] = {}
    for key, row in theirs.items():
        named = _named(row)
        if named is None:
            continue
        if key in mine:
            ours = _named(mine[key])
            if ours is not None and ours != named:
                moved[named] = ours[1]
        elif named in taken:
            letter = (named[0], named[1][:1])
            last[letter] += 1
            moved[named] = f"{letter[1]}{last[letter]}"
    return moved


def _named(row: Row) -> tuple[str, str] | None:
    handle = row.get("handle")
    return (str(row.get("person")), handle) if isinstance(handle, str) else None


def _speaking(row: Row, moved: Mapping[tuple[str, str], str]) -> Row:
    person = str(row.get("person"))

    def told(was: Any) -> Any:
        return moved.get((person, was), was) if isinstance(was, str) else was

    def new(part: Any) -> Any:
        match part:
            case dict():
                return {n: told(v) if n in _REFERENCES else v for n, v in part.items()}
            case [on, "about", was]:  # what a field was before an edit
                return [on, "about", told(was)]
        return part

    lists = {n: [new(part) for part in row[n]] for n in _PARTS if isinstance(row.get(n), list)}
    return {**new(row), **lists}


def _number(handle: str) -> int:
    digits = handle[1:]
    return int(digits) if digits.isdecimal() else 0
