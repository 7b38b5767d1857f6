"""Somebody taken out of what lies about a store: backups, what was set aside, copies, drafts.

A file is written anew without them, read again and compared before it takes the place of the old
one. What can't be read is left as it is and named, since nobody can tell whom it speaks of.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from aligntui.store import backups, conflicts, crypt, undo
from aligntui.store.base import Tables, chunks, parse, read_base
from aligntui.store.convert import UNREADABLE
from aligntui.store.draft_files import Broken, held, read_texts
from aligntui.store.drafts import folder_of, spares_of
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.files import names, read_whole, write_private
from aligntui.store.lines import Doc
from aligntui.store.locations import journal_of, stem_of, summary_of
from aligntui.store.rebase import replay
from aligntui.store.remains import remove
from aligntui.store.saves import scan_whole

OPEN = "close the window that writes it, then erase again"
Step = tuple[str, int]
"""A table, and the number of a document in it that goes."""


def steps(tables: Mapping[str, Mapping[int, Doc]], person: str) -> Iterator[Step]:
    """What has to change in some tables so that nothing in them is about somebody.

    With them goes the whole log of changes: whoever asks for undo next means the erasing, which
    can't be taken back, and must not lose what was written about somebody else instead.
    """
    own = [
        (name, number)
        for name, rows in tables.items()
        if not name.startswith("_")
        for number, row in rows.items()
        if row.get("person") == person
    ]
    log = tables.get(undo.TABLE, {})
    # an entry that can't be read may be about anybody
    if own or any(not undo.is_entry(e) or person in undo.people_of(e) for e in log.values()):
        yield from own
        yield from ((undo.TABLE, number) for number in log)


def forget(path: str, person: str, uids: Collection[str], seen: str | None) -> tuple[str, ...]:
    """Take somebody out of all that lies about a store; gives a line for what can't be reached.

    Only to be called under the lock of the store.
    """
    remove(summary_of(path), *_cut_short(path))
    left = [*_forget_journals(path)]
    for file in _copies(path):
        try:
            _rewrite(path, file, person)
        except NotSaved:
            raise
        except (StoreError, *UNREADABLE):
            left.append(f"{file}; delete it")
    left += _forget_drafts(path, {person, *uids}, seen)
    other = crypt.plain(path) if crypt.sealed(path) else f"{path}{crypt.SUFFIX}"
    return (*left, *(f"{file}; delete it" for file in [other] if os.path.lexists(file)))


def _copies(path: str) -> list[str]:
    """The files that may hold a whole state of the store."""
    folder, kept = os.path.dirname(path), backups.folder_of(path)
    aside = os.path.join(folder, backups.RECOVERED)
    away, past = os.path.split(stem_of(path))
    places = ((kept, f"{backups.stem_of(path)}-"), (aside, ""), (away, f"{past}.common-g"))
    found = [
        os.path.join(place, name)
        for place, start in places
        for name in names(place)
        if name.startswith(start) and ".identity" not in name
    ]
    found += conflicts.find(path)
    own = {f"{file}.journal" for file in found} | {*_alone(path)}
    return [file for file in found if file not in own]


def _alone(path: str) -> list[str]:
    """Journals that were set aside, and those whose backup is gone."""
    folder, name = os.path.split(journal_of(path))
    torn = [os.path.join(folder, n) for n in names(folder) if n.startswith(f"{name}.torn-")]
    kept, stem = backups.folder_of(path), f"{backups.stem_of(path)}-"
    every = [os.path.join(kept, n) for n in names(kept) if n.startswith(stem)]
    ends = ".journal"
    return torn + [f for f in every if f.endswith(ends) and f.removesuffix(ends) not in every]


def _rewrite(path: str, file: str, person: str) -> None:
    tables, journal = _state(file), f"{file}.journal"
    changes = list(steps(tables, person))
    if not tables or not (changes or os.path.lexists(journal)):
        return
    for name, number in changes:
        tables[name].take(number)
    data = b"".join(chunks(tables))
    if any(steps(parse(data, file), person)):
        raise NotSaved(f"{file} would still hold what is to go; nothing was done to it")
    _replace(file, crypt.seal(path, data) if crypt.sealed(file) else data, journal)


def _state(file: str) -> Tables:
    """What a base and its own journal say together; StoreError where either can't be read."""
    try:
        base, read = read_base(file), read_whole(f"{file}.journal")
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror}") from error
    if base is None:
        return {}
    tables = base.tables(ours=False)
    if read is not None:
        found = scan_whole(read[0], sealed=crypt.sealed(file))
        goes = base.named_by(found.header or {})
        # beside a backup may lie the journal that was folded into it
        folded = found.header and os.path.basename(os.path.dirname(file)) == backups.FOLDER
        if found.fault or not (goes or folded):
            raise StoreError(f"{file}.journal does not go with it")
        replay(tables, found.records if goes else ())
    return tables


def _replace(file: str, data: bytes, journal: str) -> None:
    def finish(temporary: str) -> str:
        read = read_whole(temporary)
        if read is None or read[0] != data:
            raise NotSaved(f"{file} would read other than it was written; check the disk")
        # first the journal: without it the old file is an earlier state, and still whole
        remove(journal)
        os.replace(temporary, file)
        return file

    write_private(file, [data], finish=finish)


def _forget_journals(path: str) -> Iterator[str]:
    """Whole journals that lie alone are folded in, and go; parts of one are named."""
    for file in _alone(path):
        read = None
        with suppress(OSError, StoreError):
            read = read_whole(file)
        found = scan_whole(read[0], sealed=crypt.sealed(path)) if read else None
        if found is not None and found.header and not found.fault:
            remove(file)
        else:
            yield f"{file}; delete it"


def _cut_short(path: str) -> list[str]:
    """Files that a kill left half written beside backups and what was set aside."""
    folder = os.path.dirname(path)
    places = (backups.folder_of(path), os.path.join(folder, backups.RECOVERED))
    return [
        os.path.join(place, name)
        for place in places
        for name in names(place)
        if name.startswith(".") and ".tmp" in name
    ]


def _forget_drafts(path: str, marks: Collection[str], seen: str | None) -> Iterator[str]:
    folders = [folder_of(path, seen), *spares_of(path)]
    for file in (Path(folder, name) for folder in folders for name in names(folder)):
        if file.name.startswith("broken-"):
            yield f"{file}; delete it"
        if file.suffix != ".json":
            continue
        try:
            texts = read_texts(file)
        except Broken:
            yield f"{file}; delete it"
            continue
        stay = {box: text for box, text in texts.items() if not any(m in box for m in marks)}
        if stay != texts and not _kept(path, file, stay):
            yield f"{file}; {OPEN}"


def _kept(path: str, file: Path, texts: Mapping[str, str]) -> bool:
    """Write drafts anew; False where the window that writes them is still open."""
    try:
        lock = held(file.with_suffix(".lock"))
    except OSError:
        return False
    try:
        if texts:
            data = json.dumps(texts, ensure_ascii=False).encode("utf-8", "replace")
            sealed = crypt.is_age(file.read_bytes())
            write_private(str(file), [crypt.seal(path, data) if sealed else data])
        else:
            remove(str(file), str(file.with_suffix(".lock")))
    finally:
        os.close(lock)
    return True
