"""Looking through lines finds at least what looking through texts finds, and parses little."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.naming import folded
from aligntui.domain.person import Change
from aligntui.domain.search import hits, words_of
from aligntui.store.durable import DurableStore
from aligntui.store.records import MemoryStore, holding
from tests.people import INES, day, somebody, team

letters = st.sampled_from('aAäÄbßẞıİŁlé"\\/\n\t ﬁfiΣςσ½＂Éé한')
texts = st.text(letters | st.characters(exclude_categories=["Cs"]), max_size=20)


def among(lines: list[dict[str, str]], *words: str) -> list[int]:
    """The lines that are found, where it pays to look at each."""
    holds = holding(words)
    rendered = list(map(orjson.dumps, lines))
    every = holds(b"".join(rendered))
    return [at for at, line in enumerate(rendered) if every and holds(line)]


@given(texts, texts, texts)
def test_a_line_that_holds_a_word_is_among_those_found(before: str, word: str, after: str) -> None:
    text = before + word + after
    words = [part for part in word.split() if folded(part) in folded(text)]
    lines = [{"text": "x"}, {"text": text}, {"text": "y"}]
    assert 1 in among(lines, *words)


def test_other_lines_are_not_found() -> None:
    lines = [{"text": text} for text in ["Café", "cafe noir", "tea"]]
    assert among(lines, "CAFE") == [0, 1]
    assert among(lines, "noir", "café") == [1]
    assert among(lines, "milk") == []


@pytest.fixture
def stored(tmp_path: Path) -> DurableStore:
    store = DurableStore(tmp_path / "store.json")
    for person in team():
        store.commit(Change(label="add", before=None, after=person))
    return store


@pytest.mark.parametrize(
    "typed", ["rota", "SLIP", "tomas", "mentor may", "Łukasz", "days soon", "nowhere", "outage"]
)
def test_both_stores_find_the_same(stored: DurableStore, typed: str) -> None:
    words = words_of(typed)
    beside = MemoryStore(team())
    found = [(p.name, hits(p, words)) for p in stored.matching(words) if hits(p, words)]
    assert found == [(p.name, hits(p, words)) for p in beside.matching(words) if hits(p, words)]


def test_only_records_that_may_hold_the_words_are_read(stored: DurableStore) -> None:
    priya = next(p for p in stored.matching(["outage"]) if p.name == "Priya Raman")
    assert (len(priya.items), len(priya.actions), len(priya.feedback)) == (0, 0, 1)
    assert list(stored.matching(["nowhere"])) == []


def test_what_was_just_saved_is_found(stored: DurableStore) -> None:
    before = next(stored.matching(["priya"]))
    whole = stored.person(before.id)
    assert whole is not None
    note = AddNote(person=whole.id, text="Saw a marmot.", on=day(1)).apply(whole)
    stored.commit(Change(label="note", before=whole, after=note))
    assert [p.name for p in stored.matching(["marmot"])] == ["Priya Raman"]


def test_a_record_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = DurableStore(path)
    person = AddNote(person=INES, text="marmot", on=day(1)).apply(somebody())
    store.commit(Change(label="add", before=None, after=replace(person, name="Ines")))
    store.close()
    path.write_bytes(path.read_bytes().replace(b'"on":"2026-03-17"', b'"on":"2026-33-17"'))
    store = DurableStore(path)
    assert [p.notes for p in store.matching(["marmot"])] == [()]
    assert any("unreadable records" in note for note in store.notes)
