"""Whatever was typed in any field is found again; what is private isn't where it is hidden."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from aligntui.domain.cadences import Cadences
from aligntui.domain.check_in import CheckIn
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.item import Item
from aligntui.domain.notes import Earlier, shared_since
from aligntui.domain.person import Change, Person
from aligntui.domain.privacy import shared
from aligntui.domain.search import hits
from aligntui.store.durable import DurableStore
from tests.people import after, day, full, team
from tests.strategies import people

IDENTITIES = {
    "id",
    "uid",
    "handle",
    "check_in",
    "feedback",
    "origin",
    "what",  # one word of ours for what was written later
    "became",
    "about",
    "events",
    "threatens",
    "reports_to",  # whose team they are in, as an id
    "key",
    "wording",  # digits
    "told_at",  # a moment
    "reads",  # the terms once more, as they read from the other side
    "here",  # a line that another one is, as an id
    "again",  # lines, as ids
    "left",  # lines, as handles
    "without",
}
"""Fields whose texts nobody typed as words."""


class Marks:
    """A word of its own for every text of a person, and whether that text is private."""

    def __init__(self) -> None:
        self.private: dict[str, bool] = {}

    def on(self, value: Any, *, private: bool = False) -> Any:
        """The value with every text in it marked, wherever there is one."""
        if isinstance(value, str) and not isinstance(value, Enum):
            word = f"mark{len(self.private)}x"
            self.private[word] = private
            return f"{value} {word}"
        if isinstance(value, Item):
            private = private or value.now.private
        private = (
            private or getattr(value, "private", False) or isinstance(value, CheckIn | Cadences)
        )
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return tuple(self.on(each, private=private) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            names = [f.name for f in fields(value) if f.init and f.name != "edited"]
            parts = self._parts(value, names, private)
            if past := getattr(value, "edited", ()):
                kept: Any = value
                since = shared_since(kept)
                parts["edited"] = tuple(
                    self._was(e, private or bool(since and e.on <= since)) for e in past
                )
            return replace(value, **parts)
        if hasattr(value, "_fields"):
            return value._replace(**self._parts(value, value._fields, private))
        return value

    def _was(self, each: Earlier, private: bool) -> Earlier:
        words = each.field in ("text", "source")
        return each._replace(was=self.on(each.was, private=private)) if words else each

    def _parts(self, value: Any, names: Any, private: bool) -> dict[str, Any]:
        return {
            name: self.on(part, private=private or name in ("away", "card") or _why(name, part))
            for name, part in ((name, getattr(value, name)) for name in names)
            if not (name in IDENTITIES and isinstance(part, str | tuple))
        }


def _why(name: str, part: Any) -> bool:
    """Reasons are private, except those of a wording, which say it themselves."""
    return name == "because" and isinstance(part, str)


@settings(deadline=None)
@given(people())
def test_every_text_is_found_and_a_private_one_not_where_it_is_hidden(person: Person) -> None:
    marks = Marks()
    person = marks.on(replace(person, items=tuple(map(_told, person.items))))
    hidden = shared(person)
    for word, private in marks.private.items():
        found = hits(person, (word,))
        assert found, word
        assert {hit.private for hit in found} == {private}, (word, found)
        assert bool(hits(hidden, (word,))) is not private, word


def _told(item: Item) -> Item:
    """The item with misses that both know of, as those that nobody was told of are hidden."""
    return replace(item, entries=tuple(replace(e, origin=Handle("R1")) for e in item.entries))


def test_a_miss_that_nobody_was_told_of_is_private() -> None:
    miss = NoteMiss(person=full().id, handle=Handle("E1"), text="MISSED", on=day(0), feedback=False)
    person = after(full(), miss)
    (hit,) = hits(person, ("missed",))
    assert hit.private
    assert hits(shared(person), ("missed",)) == ()


def test_a_store_finds_every_text_that_was_kept_in_it(tmp_path: Path) -> None:
    store = DurableStore(tmp_path / "store.json")
    marks = Marks()
    for number, person in enumerate((full(), *team())):
        someone = replace(marks.on(person), id=PersonId(f"{number:032x}"))
        store.commit(Change(label="add", before=None, after=someone))
    assert len(marks.private) > 50
    for word in marks.private:
        assert sum(len(hits(person, (word,))) for person in store.matching((word,))) >= 1, word
