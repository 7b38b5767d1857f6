"""Measures the goals on this machine and prints the table; it informs and never fails."""

import sys
from collections.abc import Callable, Iterable

from tests.benchmarks import booked, commands, past, saving, screens, searching, traced
from tests.benchmarks.measure import HEADING, Row, rows_of

MEASURES: dict[str, Callable[[], Iterable[Row]]] = {
    "due and note, whole process": commands.due_and_note,
    "prep, whole process": commands.prep,
    "due, extreme / small": commands.due_on_extreme,
    "due with a calendar": booked.due_with_a_calendar,
    "one save": saving.saves,
    "one save, encrypted": saving.encrypted,
    "pause during a save": saving.pauses,
    "open the store": saving.opening,
    "search over everything": searching.searching,
    "exec to a readable dashboard": screens.starts,
    "bytes to the terminal": screens.bytes_written,
    "open the timeline": past.timeline,
    "functions of ours": traced.traced,
}


def main(wanted: list[str]) -> int:
    """Print every row, or those whose names hold one of the given words."""
    print(HEADING)
    rows = []
    for what, measure in MEASURES.items():
        if wanted and not any(word in what for word in wanted):
            continue
        for row in rows_of(what, measure):
            print(row, flush=True)
            rows.append(row)
    short = [row for row in rows if row.short]
    print("\nfalls short:" if short else "\nnothing falls short")
    for row in short:
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
