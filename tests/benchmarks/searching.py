"""Looking for words in an open store, beside a plain `in` over the same text."""

from collections.abc import Callable, Iterator

from aligntui.domain.search import hits, words_of
from aligntui.store.durable import DurableStore
from tests.benchmarks.measure import Absent, Row, in_turns, timed
from tests.benchmarks.stores import cached

COMMON, NOWHERE = "pager without", "marmot"


def searching() -> Iterator[Row]:
    """The first hits, and all of a search without any; on extreme."""
    path = cached("extreme")
    records = DurableStore(path)
    text = path.read_text(encoding="utf-8")
    plain = _timed(lambda: NOWHERE in text)
    ours, other = in_turns(_timed(lambda: _first(records, COMMON)), plain)
    what = "search, first hits, extreme / in"
    yield Row(what=what, ours=ours, other=other, goal=3)
    ours, other = in_turns(_timed(lambda: list(records.matching(words_of(NOWHERE)))), plain)
    yield Row(what="search, nothing found, extreme / in", ours=ours, other=other)


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    return lambda: timed(work)


def _first(records: DurableStore, typed: str) -> None:
    # which rows are whose is found anew, as by a command
    records._open().forget()
    words = words_of(typed)
    for person in records.matching(words):
        if hits(person, words):
            return
    raise Absent(f"nobody holds '{typed}'")
