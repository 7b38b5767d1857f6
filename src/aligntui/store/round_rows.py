"""Convert rounds to rows of the file; apart from the other records, because few people have any.

What came back is sealed until both have answered, so that no text shows it.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from aligntui.domain.round import Back, Round
from aligntui.store.convert import Converter, Spelling

_PIECE = 100_000
_LARGEST_BACK = 50_000_000


def round_spelling(declared: Mapping[object, Any]) -> Spelling:
    """The spelling of a round; `declared` says how uids and handles stand in JSON."""
    back = Converter(declared).record(Back, inner=True)

    def read(value: Any) -> Back:
        """What came back: as an object, or sealed as a list of pieces."""
        if isinstance(value, list):
            unsealed = zlib.decompressobj()
            try:
                value = json.loads(unsealed.decompress(b64decode("".join(value)), _LARGEST_BACK))
            except zlib.error:
                raise TypeError("what came back can't be read") from None
        found: Back = back.read(value)
        return found

    def write(value: Back) -> Any:
        row = back.write(value)
        if value.open:
            return row
        sealed = b64encode(zlib.compress(json.dumps(row).encode())).decode()
        return [sealed[at : at + _PIECE] for at in range(0, len(sealed), _PIECE)]

    return Converter({**declared, Back: Spelling(read, write)}).record(Round)
