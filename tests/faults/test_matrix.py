"""The table of faults is whole, and every test that it names is there."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAULTS = [*range(1, 33), *range(39, 106)]
"""Their numbers; 33 to 38 were faults of a journal that is no more."""
ROW = re.compile(r"\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
REASONS = (
    "not built yet: ",
    "being built: ",
    "can't run here: ",
    "does not arise: ",
    "no timed tests",
)


def rows() -> dict[int, str]:
    """What shows each fault, by its number."""
    table = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    found = ROW.findall(table)
    assert len({number for number, *_ in found}) == len(found)
    return {int(number): shown for number, _, shown in found}


@cache
def names_in(file: str) -> set[str]:
    source = (ROOT / file).read_text(encoding="utf-8")
    return set(
        re.findall(r"^(?:async def |def )?(Test\w+|test_\w+)(?= =|\()", source, re.MULTILINE)
    )


def test_every_fault_has_its_row() -> None:
    assert sorted(rows()) == FAULTS


def test_every_row_names_a_test_or_a_reason() -> None:
    for number, shown in rows().items():
        assert "`tests/" in shown or shown.startswith(REASONS), number


def test_every_test_that_is_named_is_there() -> None:
    for number, shown in rows().items():
        for file, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", shown):
            assert name in names_in(file), (number, file, name)
