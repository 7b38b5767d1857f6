"""How an older store becomes a store of today; each step lifts the schema by one."""

from collections.abc import Callable, Mapping

from aligntui.store.rows import Rows

SCHEMA = 1
"""What this program writes."""
MIN_READER = 1
"""The oldest schema whose programs still understand what this one writes."""

Step = Callable[[dict[str, Rows]], None]
STEPS: Mapping[int, Step] = {}
"""By the schema a step starts from; a step changes the tables it is given."""


def migrate(tables: dict[str, Rows], schema: int) -> bool:
    """Take the tables from `schema` to SCHEMA, in memory; False where no way leads there."""
    steps = [STEPS.get(number) for number in range(schema, SCHEMA)] if schema >= 0 else [None]
    if None in steps:
        return False
    for step in steps:
        assert step is not None
        step(tables)
    return True
