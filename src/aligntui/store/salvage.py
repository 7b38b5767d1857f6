"""What can still be read of a journal after the line at which reading it has to stop."""

from contextlib import suppress

from aligntui.store.saves import Record, Scan, parsed, scan


def salvaged(data: bytes, stopped: Scan) -> tuple[list[Record], int]:
    """The whole saves after a damaged line, and how many lines could not be read.

    A line is taken where its checksum fits the one that stands in, or follows from, the line
    before it; it holds whole documents, so it is good by itself.
    """
    found: list[Record] = []
    lost = 0
    chains = [stopped.chain]
    for line in data[stopped.end :].split(b"\n"):
        if not line:
            continue
        tries = (_read(line, chain, sealed=stopped.sealed) for chain in chains)
        read = next((one for one in tries if one), None)
        if read is None:
            lost += 1
            chains = _printed(line)
        else:
            found += read.records
            chains = [read.chain]
    return found, lost


def last_save(data: bytes, good: Scan) -> str:
    """When the last good save was made, as the journal says it."""
    line = data[: good.end].rstrip(b"\n").rpartition(b"\n")[2]
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        return str(parsed(line, sealed=good.sealed)["at"])
    return ""


def _read(line: bytes, chain: int, *, sealed: bool) -> Scan | None:
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        number = int(parsed(line, sealed=sealed)["n"])
        read = scan(line + b"\n", Scan(0, chain, number - 1, header={}, sealed=sealed))
        return read if read.records else None
    return None


def _printed(line: bytes) -> list[int]:
    with suppress(ValueError):
        return [int(line[:8], 16)]
    return []
