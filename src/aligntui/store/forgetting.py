"""Somebody taken out of what lies about a store: backups, what was set aside, copies, drafts.

A file is written anew without them, read again and compared before it takes the place of the old
one. What can't be read is left as it is and named, since nobody can tell whom it speaks of.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from aligntui.store import backups, crypt, undo
from aligntui.store.base import Tables, chunks, parse, read_base
from aligntui.store.convert import UNREADABLE
from aligntui.store.draft_files import Broken, held, read_texts
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.files import not_ours, read_whole, remove, write_private
from aligntui.store.inventory import Kind, Piece, inventory
from aligntui.store.lines import Doc
from aligntui.store.rebase import replay
from aligntui.store.saves import scan_whole

JOURNAL = ".journal"
OPEN = "close the window that writes to it, then erase again"
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
    about = inventory(path, seen)
    remove(*_of(about, "summary", "half"))
    states, alone = _states(_of(about, "backup", "folded", "recovered", "past", "copy"))
    left = [*_forget_journals(path, [*_of(about, "torn"), *alone])]
    for file in states:
        try:
            _rewrite(path, file, person)
        except NotSaved:
            raise
        except (StoreError, *UNREADABLE):
            left.append(f"{file}; delete it")
    left += _forget_drafts(path, {person, *uids}, about)
    other = crypt.plain(path) if crypt.sealed(path) else f"{path}{crypt.SUFFIX}"
    left += [f"{folder}: {not_ours(folder)}" for folder in _of(about, "foreign")]
    return (*left, *(f"{file}; delete it" for file in [other] if os.path.lexists(file)))


def _of(about: Iterable[Piece], *kinds: Kind) -> list[str]:
    return [piece.file for piece in about if piece.kind in kinds]


def _states(files: Collection[str]) -> tuple[list[str], list[str]]:
    """Those that may hold a whole state, and the journals among them whose base is gone.

    A journal beside its base is a part of that state.
    """
    journals = {file for file in files if file.endswith(JOURNAL)}
    own = {file for file in journals if file.removesuffix(JOURNAL) in files}
    folder = os.sep + backups.FOLDER + os.sep
    alone = [file for file in files if file in journals - own and folder in file]
    return [file for file in files if file not in {*own, *alone}], alone


def _rewrite(path: str, file: str, person: str) -> None:
    tables, journal = _state(file), f"{file}.journal"
    changes = list(steps(tables, person))
    if not tables or not (changes or os.path.lexists(journal)):
        return
    for name, number in changes:
        tables[name].take(number)
    data = b"".join(chunks(tables))
    if any(steps(parse(data, file), person)):
        raise NotSaved(f"{file} would still hold erased text; it was not changed")
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
            raise NotSaved(f"{file} would not read back as written; check the disk")
        # first the journal: without it the old file is an earlier state, and still whole
        remove(journal)
        os.replace(temporary, file)
        return file

    write_private(file, [data], finish=finish)


def _forget_journals(path: str, alone: Iterable[str]) -> Iterator[str]:
    """Whole journals that lie alone are folded in, and go; parts of one are named."""
    for file in alone:
        read = None
        with suppress(OSError, StoreError):
            read = read_whole(file)
        found = scan_whole(read[0], sealed=crypt.sealed(path)) if read else None
        if found is not None and found.header and not found.fault:
            remove(file)
        else:
            yield f"{file}; delete it"


def _forget_drafts(path: str, marks: Collection[str], about: Iterable[Piece]) -> Iterator[str]:
    yield from (f"{file}; delete it" for file in _of(about, "broken"))
    for file in map(Path, _of(about, "draft")):
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
