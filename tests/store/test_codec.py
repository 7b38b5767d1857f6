"""Between people and rows: nothing is lost on the way there and back."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, NewType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain import check_in, details, item
from aligntui.domain.commands.agreement import ResyncSections
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import CloseItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import End
from aligntui.domain.person import Change, Person
from aligntui.domain.section import Section
from aligntui.store import codec
from aligntui.store.codec import PEOPLE, TABLES, Row, changed_rows
from aligntui.store.codec import person_of as read
from aligntui.store.convert import Converter, Declaration
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreReadOnly
from tests.people import INES, after, day, full
from tests.strategies import people


def tables_of(person: Person) -> dict[str, list[Row]]:
    """The rows of a new person, through JSON and back, by table."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for (table, _), row in changed_rows(None, person).items():
        tables[table].append(json.loads(json.dumps(row)))
    return tables


def laid_over(
    rows: dict[tuple[str, str], Row], changed: Mapping[tuple[str, str], Row | None]
) -> None:
    for key, row in changed.items():
        if row is None:
            del rows[key]
        else:
            rows[key] = rows.get(key, {}) | row


def person_of(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Person | None:
    def tell(table: str, row: Mapping[str, Any], why: str) -> None:
        raise AssertionError((table, row, why))

    return read(tables, tell)


def by_table(rows: Mapping[tuple[str, str], Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = defaultdict(list)
    for (table, _), row in rows.items():
        tables[table].append(row)
    return tables


@given(people())
def test_a_whole_person_comes_back_as_they_were(person: Person) -> None:
    assert person_of(tables_of(person)) == person


@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_file_does_not_matter(person: Person, chance: Random) -> None:
    tables = tables_of(person)
    for rows in tables.values():
        chance.shuffle(rows)
    assert person_of(tables) == person


@given(people(number=7), people(number=7))
def test_laying_the_changed_rows_over_the_old_ones_gives_the_new_person(
    before: Person, now: Person
) -> None:
    rows: dict[tuple[str, str], Row] = {}
    laid_over(rows, changed_rows(None, before))
    laid_over(rows, changed_rows(before, now))
    assert person_of(by_table(rows)) == now
    laid_over(rows, changed_rows(now, before))
    assert person_of(by_table(rows)) == before


def test_every_row_says_whose_it_is_first_and_has_an_identity() -> None:
    person = full()
    rows = changed_rows(None, person)
    assert {table for table, _ in rows} == set(TABLES)
    for (_, uid), row in rows.items():
        assert row is not None
        assert next(iter(row)) == "person"
        assert (row["person"], row["uid"]) == (person.id, uid)


def test_only_the_rows_that_differ_are_written() -> None:
    person = full()
    reword = RewordItem(person=INES, handle=Handle("F1"), text="Cut it all over", on=day(9))
    keys = list(changed_rows(person, after(person, reword)))
    assert keys == [("items", person.item(Handle("F1")).uid)]
    assert changed_rows(person, person) == {}
    assert list(changed_rows(person, replace(person, role="principal"))) == [(PEOPLE, person.id)]


def test_the_rows_of_somebody_who_goes_are_all_deleted() -> None:
    person = full()
    gone = changed_rows(person, None)
    assert set(gone) == set(changed_rows(None, person))
    assert set(gone.values()) == {None}


def test_all_rows_of_one_table_have_the_same_keys() -> None:
    person = full()
    more = after(
        person,
        EndKept(end=End.DONE, person=INES, handle=Handle("A1"), on=day(1)),
        ResyncSections(person=INES, sections=frozenset(Section), on=day(1)),
    )
    for rows in tables_of(more).values():
        assert len({tuple(row) for row in rows}) == 1


def test_what_is_as_usual_is_left_out_of_revisions() -> None:
    person = full()
    plain = person.item(Handle("F2"))
    row = next(row for row in tables_of(person)["items"] if row["uid"] == plain.uid)
    assert set(row["revisions"][0]) == {"on", "by", "text", "rank", "mine", "theirs"}


def test_rows_from_before_there_were_entries_read_as_having_none() -> None:
    person = full()
    tables = tables_of(person)
    for row in tables["items"]:
        assert [row.pop(name) for name in ("entries", "origin", "became")] == [[], None, None]
    assert person_of(tables) == person


def test_rows_from_before_promises_were_dropped_read_as_open_and_not_understood() -> None:
    tables = tables_of(full())
    for table, names in (("actions", ("dropped_on", "because")), ("feedback", ("understood_on",))):
        assert tables[table]
        for row in tables[table]:
            assert [row.pop(name) or None for name in names] == [None] * len(names)
    assert person_of(tables) == full()


def test_rows_from_before_records_had_a_past_read_as_never_edited() -> None:
    tables = tables_of(full())
    for table in ("actions", "feedback", "talking_points", "notes", "wins"):
        assert {str(row.pop("edited")) for row in tables[table]} == {"[]"}
    assert person_of(tables) == full()


def test_what_happened_with_an_item_and_where_it_went_comes_back() -> None:
    e1, e2, r1 = Handle("E1"), Handle("E2"), Handle("R1")
    person = after(
        full(),
        NoteMiss(person=INES, handle=e1, text="nobody on call", on=day(1)),
        CloseItem(person=INES, handle=r1, on=day(2), outcome=Outcome.HAPPENED),
        MoveToSection(person=INES, handle=e1, to=Section.FOCUS, on=day(3)),
    )
    again = person_of(tables_of(person))
    assert again == person
    assert again is not None
    assert [(item.feedback, item.private) for item in again.item(e1).misses] == [("B3", False)]
    # the risk was private, and so is what it came to
    assert [(item.origin, item.private) for item in again.item(e2).misses] == [("R1", True)]
    assert (again.item(e1).became, again.item(Handle("F3")).origin) == ("F3", "E1")


@pytest.mark.parametrize(
    "entries", [None, "x", [1], [{"uid": "u", "on": "never", "text": "x"}], [{"on": "2026-01-01"}]]
)
def test_entries_that_are_none_are_told_and_never_bent(entries: object) -> None:
    tables = tables_of(full())
    tables["items"][0]["entries"] = entries
    said: list[str] = []
    person = read(tables, lambda table, row, why: said.append(table))
    assert said == ["items"]
    assert person is not None
    assert len(person.items) == len(tables["items"]) - 1


def test_without_a_row_of_their_own_there_is_nobody() -> None:
    tables = tables_of(full())
    assert person_of({}) is None
    assert person_of({name: rows for name, rows in tables.items() if name != PEOPLE}) is None


@pytest.mark.parametrize("table", TABLES)
def test_unknown_fields_in_a_row_are_no_trouble(table: str) -> None:
    tables = tables_of(full())
    for row in tables[table]:
        row["of_a_later_version"] = {"x": [1, None]}
    assert person_of(tables) == full_as(tables)


def full_as(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Person | None:
    known = {
        name: [{k: v for k, v in row.items() if k != "of_a_later_version"} for row in rows]
        for name, rows in tables.items()
    }
    return person_of(known)


NAMES = {
    "people": "name relation role card email events level added started archived away moved "
    "written cadences by_hand touches reports_to",
    "items": "handle section revisions entries origin became handed",
    "check_ins": "handle on kind notes because until pulse addenda",
    "resyncs": "on sections check_in again without",
    "actions": "handle text owner made_on by done_on dropped_on because moved ends private edited",
    "feedback": "handle text kind source noted_on about told_on understood_on ends private edited",
    "talking_points": "handle text owner added_on raised_on ends private edited",
    "notes": "handle on text private edited",
    "wins": "handle on text private edited owner about ladder",
    "rounds": "number key on answer_by lines mine filled_on theirs earlier looked_on seen_on "
    "ended_on said by told_at promised left",
}
REVISION = "on by text rank mine theirs"
SPOKEN = "overtaken private outcome not_for_review because"
DETAILS = {
    "focus": "weight",
    "expectations": "not_theirs success miss_looks_like of_me health",
    "opportunities": "helps ladder pursuit",
    "risks": "cause likelihood raised_by mitigation owner threatens state",
}


@given(people())
def test_the_file_goes_by_these_names_whatever_the_fields_of_a_class_are_called(
    person: Person,
) -> None:
    tables = tables_of(person)
    for table, rows in tables.items():
        assert {" ".join(row) for row in rows} == {f"person uid {NAMES[table]}"}
    for row in tables["resyncs"]:
        assert row["sections"] == [name for name in Section if name in row["sections"]]
    for row in tables["items"]:
        all_of_them = f"{REVISION} {SPOKEN} {DETAILS[row['section']]}".split()
        for revision in row["revisions"]:
            assert list(revision) == [name for name in all_of_them if name in revision]
            assert set(revision) >= set(REVISION.split())
        for happened in row["entries"]:
            assert set(happened) >= {"uid", "on", "text"}
            assert set(happened) <= {
                *("uid", "on", "text", "feedback", "origin", "private", "wrong", "share", "ladder"),
                "off_before",
            }


OLDER = {
    "people": "card email events away moved written by_hand touches reports_to",
    "items": "entries origin became handed",
    "check_ins": "pulse addenda",
    "resyncs": "again without",
    "actions": "dropped_on because moved ends edited",
    "feedback": "source understood_on ends edited",
    "talking_points": "owner ends edited",
    "notes": "edited",
    "wins": "edited owner about ladder private",
    "rounds": "answer_by lines mine filled_on theirs earlier looked_on seen_on ended_on said by "
    "told_at promised left",
}
"""What rows of the first versions lack."""


def told_of(tables: Mapping[str, list[Row]]) -> list[str]:
    """The tables of the rows that can't be read."""
    said: list[str] = []
    read(tables, lambda table, row, why: said.append(table))
    return said


@pytest.mark.parametrize("table", TABLES)
def test_a_row_without_something_that_has_always_been_in_it_is_told(table: str) -> None:
    told = set()
    for name in ("uid", *NAMES[table].split()):
        tables = tables_of(full())
        tables[table][0].pop(name)
        said = told_of(tables)
        assert said in ([], [table])
        told |= {name} if said else set()
    assert told == {"uid", *NAMES[table].split()} - set(OLDER.get(table, "").split())


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)  # a file with larger ones is refused as a whole
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["", "E1", "focus", "agree", "differ", "weekly", "me", "2026-01-01", "W1"])
)
LISTS = st.lists(LEAVES, max_size=3)
JUNK = LEAVES | LISTS | st.lists(LISTS, max_size=3) | st.dictionaries(st.text(max_size=5), LEAVES)


def spots(value: Any, *way: Any) -> Iterator[tuple[Any, ...]]:
    """The ways to all that stands in a value, at any depth."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        yield (*way, key)
        if isinstance(each, dict | list):
            yield from spots(each, *way, key)


def spoilt(draw: Callable[[st.SearchStrategy[Any]], Any], row: Row) -> Row:
    """A row of which one value at any depth is another, or gone."""
    way = draw(st.sampled_from([w for w in spots(row) if w[0] not in {"person", "rev"}]))
    inside = made = deepcopy(row)
    for key in way[:-1]:
        inside = inside[key]
    if draw(st.booleans()):
        inside[way[-1]] = draw(JUNK)
    else:
        del inside[way[-1]]
    return made


@given(people(), st.data())
def test_a_row_with_anything_wrong_in_it_is_read_or_told_and_the_others_are_read(
    person: Person, data: st.DataObject
) -> None:
    tables = tables_of(person)
    table = data.draw(st.sampled_from(sorted(name for name in tables if tables[name])))
    at = data.draw(st.integers(0, len(tables[table]) - 1))
    tables[table][at] = spoilt(data.draw, tables[table][at])
    said: list[str] = []
    found = read(tables, lambda table, row, why: said.append(table))
    assert found is not None
    assert set(said) <= {table}
    for name in NAMES.keys() - {PEOPLE, table}:
        assert getattr(found, name) == getattr(person, name)
    if table != PEOPLE:
        assert len(getattr(found, table)) == len(tables[table]) - len(said)


@given(st.data())
def test_a_row_with_anything_wrong_in_it_is_read_or_stays_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path: Path = tmp_path_factory.mktemp("spoilt") / "store.json"
    store = DurableStore(path)
    store.commit(Change(label="add", before=None, after=full()))
    store.close()
    kept = json.loads(path.read_bytes())
    table = data.draw(st.sampled_from(TABLES))
    number = data.draw(st.sampled_from(sorted(kept[table])))
    kept[table][number] = spoilt(data.draw, kept[table][number])
    path.write_text(json.dumps(kept), encoding="utf-8")

    store = DurableStore(path)
    found = store.person(full().id)
    assert found is not None
    told = any("unreadable records, kept unchanged: 1;" in note for note in store.notes)
    with suppress(StoreReadOnly) if told else nullcontext():
        store.commit(Change(label="put back", before=found, after=full()))
    if told:
        assert read_again(path)[table][number] == kept[table][number]
    else:
        assert store.person(full().id) == full()
    store.close()
    assert not told or read_again(path)[table][number] == kept[table][number]


def read_again(path: Path) -> Any:
    return json.loads(path.read_bytes())


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


Mark = NewType("Mark", str)


class Pair(NamedTuple):
    mark: Mark
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    size: int = 1
    colours: frozenset[Colour] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    shape: Round
    since: date
    plain: str = "usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    inner: tuple[Inner, ...]
    pairs: tuple[Pair, ...]
    until: date | None = None


def around() -> Converter:
    """Reads and writes a shape among the fields of what it belongs to."""
    shape = Converter({}).record(Round, inner=True)
    return Converter({"Inner.shape": Declaration(spelling=shape, around=True)})


def test_what_stands_inside_of_a_record_leaves_out_what_is_as_usual_and_a_record_nothing() -> None:
    convert = around().record(Outer)
    small, large = Round(), Round(size=2, colours=frozenset({Colour.BLUE, Colour.RED}))
    outer = Outer(
        inner=(Inner(shape=small, since=day(0)), Inner(shape=large, since=day(1), plain="")),
        pairs=(Pair(Mark("x"), None), Pair(Mark("y"), 3)),
    )
    row = {
        "inner": [
            {"since": "2026-03-16"},
            {"since": "2026-03-17", "plain": "", "size": 2, "colours": ["red", "blue"]},
        ],
        "pairs": [["x", None], ["y", 3]],
        "until": None,
    }
    assert convert.write(outer) == row
    assert convert.read(json.loads(json.dumps(row))) == outer
    assert convert.read({name: row[name] for name in ("inner", "pairs")}) == outer
    assert convert.read(convert.write(outer)) == outer
    assert convert.read(row | {"pairs": [[Section.FOCUS, 1]]}).pairs == (("focus", 1),)


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"pairs": [["x", 1, 2]]}, "'pairs' has too many parts, or too few"),
        ({"pairs": [["x", True], ["y", 1]]}, "'pairs' is no whole number"),
        ({"pairs": "ab"}, "'pairs' is no list"),
        ({"until": 20260316}, "'until' is no day"),
        ({"inner": [{"since": "2026-03-16", "plain": None}]}, "'plain' is no text"),
    ],
)
def test_why_something_can_not_be_read_is_said_by_the_name_of_its_field(
    spoilt: Row, why: str
) -> None:
    convert = around().record(Outer)
    row = {"inner": [], "pairs": [["x", 1], ["y", 1]], "until": None}
    assert convert.read(row).inner == ()
    with pytest.raises(TypeError, match=why):
        convert.read(row | spoilt)


def test_a_type_that_nobody_can_spell_is_refused_before_anything_is_read() -> None:
    @dataclass
    class Odd:
        weights: list[int]

    with pytest.raises(TypeError, match="'weights': nothing says how"):
        Converter({}).record(Odd)


def test_what_is_declared_of_a_field_is_declared_of_one_that_is_there() -> None:
    classes: dict[str, Any] = {
        each.__name__: each
        for module in (item, item, details, check_in, codec)
        for each in vars(module).values()
        if isinstance(each, type)
    }
    names = [name.split(".") for name in codec._DECLARED if isinstance(name, str)]
    assert len(names) > 10
    for kind, field in names:
        assert field in classes[kind].__dataclass_fields__
