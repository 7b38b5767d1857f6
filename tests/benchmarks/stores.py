"""Stores of made-up people: `python -m tests.benchmarks.stores SIZE FILE`."""

import hashlib
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from aligntui.domain.person import Person
from aligntui.store import codec, rows
from aligntui.store.durable import UNDOABLE, DurableStore
from aligntui.store.opening import meta_of
from aligntui.store.text import Tables, Text, chunks
from aligntui.store.text import write as render
from tests.benchmarks.made_up import Size, people

SIZES = {
    "small": Size(active=3, archived=0, years=0.5, check_ins=40, revisions=150),
    "typical": Size(active=7, archived=3, years=2, check_ins=450, revisions=2_500),
    "large": Size(active=16, archived=15, years=5, check_ins=3_000, revisions=15_000),
    "extreme": Size(active=25, archived=60, years=10, check_ins=12_000, revisions=60_000, skips=8),
}
SOURCES = ("src/aligntui/domain", "src/aligntui/store", "tests/benchmarks/made_up.py", __file__)


def write(name: str, path: Path) -> list[Person]:
    """Write a store of one size with its summary, as a closed store is left; gives its people."""
    everybody = people(SIZES[name], name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(b"".join(chunks(render(_tables(everybody), meta_of(Text(), 1)))))
    path.chmod(0o600)
    store = DurableStore(path)
    store.overviews()
    store.close()
    return everybody


def cached(name: str) -> Path:
    """A store of one size that nobody may change, written once for each version of the code."""
    folder = Path(tempfile.gettempdir()) / f"aligntui-benchmarks-{os.getuid()}"
    path = folder / f"{name}-{_version()}" / "store.json"
    if not path.with_name("store.json.summary").exists():
        write(name, path)
    return path


def _tables(everybody: Iterable[Person]) -> Tables:
    tables: dict[str, dict[str, Any]] = defaultdict(dict)
    for person in everybody:
        for (table, _), row in codec.changed_rows(None, person).items():
            assert row is not None
            tables[table][str(len(tables[table]) + 1)] = {**row, "rev": 1}
    for number, entry in enumerate(_log(everybody), start=1):
        tables[rows.TABLE][str(number)] = entry
    return {**tables}


def _log(everybody: Iterable[Person]) -> list[codec.Row]:
    """As full a log as there can be: each item's last revision, to be taken back."""
    entries: list[codec.Row] = []
    for person in everybody:
        for item in person.items:
            if len(entries) == UNDOABLE or len(item.revisions) == 1:
                continue
            before = person.with_thing(replace(item, revisions=item.revisions[:-1]))
            past, now = codec.changed_rows(person, before), codec.changed_rows(before, person)
            ways = [
                rows.inverse_patch(key, _numbered(past[key], 0), _numbered(now[key], 1))
                for key in now
            ]
            entries.append(rows.entry([person.id], f"reword {item.handle} of {person.name}", ways))
    return entries


def _numbered(row: codec.Row | None, revision: int) -> codec.Row | None:
    return row and {**row, "rev": revision}


def _version() -> str:
    root = Path(__file__).parent.parent.parent
    digest = hashlib.sha256()
    for source in SOURCES:
        found = root / source
        for file in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def main(arguments: list[str]) -> int:
    """Write a store and print its figures."""
    if len(arguments) != 2 or arguments[0] not in SIZES:
        print(f"usage: python -m tests.benchmarks.stores {{{','.join(SIZES)}}} FILE")
        return 2
    name, path = arguments[0], Path(arguments[1])
    start = perf_counter()
    everybody = write(name, path)
    archived = sum(person.archived is not None for person in everybody)
    print(f"{name}: {path}, written in {perf_counter() - start:.1f} s")
    print(f"  people     {len(everybody) - archived} + {archived} archived")
    print(f"  check-ins  {sum(len(person.check_ins) for person in everybody):,}")
    print(f"  items      {sum(len(person.items) for person in everybody):,}")
    print(f"  revisions  {sum(len(i.revisions) for p in everybody for i in p.items):,}")
    print(f"  size       {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
