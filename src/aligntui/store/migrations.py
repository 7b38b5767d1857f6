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


def migrate(tables: dict[str, Rows], schema: int) -> None:
    """Take the tables from `schema` to SCHEMA, in memory."""
    for number in range(schema, SCHEMA):
        STEPS[number](tables)
