"""A text goes in, the languages that it may be in come out, the likeliest first: py3langid's model, read in place.

py3langid unpacks its model in half a second at every start; here it is unpacked once, into a flat file.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.tongue.flat import Flat, digest_of, lines, packed
from bot.tongue.kept import digest_of_code, kept


@lru_cache(maxsize=1)
def identifier() -> Any:
    """py3langid's ``LanguageIdentifier``, whose chances are between 0 and 1."""
    import numpy as np  # noqa: PLC0415 - a fifth of a second, and most commands read no message
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415 - as above

    flat = kept("langid", digest(), made)
    classes = flat.lines("classes")
    chances = np.frombuffer(flat.part("chances"), dtype=np.float32)
    weights = _Rows(flat, "weights", len(classes), np.dtype(flat.text("weights type")))
    moves = _Numbers(flat, "moves", 2 if flat.text("moves type") == "H" else 4)
    rows = flat.part("rows").cast("H") if flat.text("rows type") == "H" else flat.part("rows").cast("I")
    return LanguageIdentifier(weights, chances, classes, moves, flat.part("features").cast("i"), norm_probs=True, tk_row=rows)


class _Numbers:
    """Numbers of a few bytes, read where they stand: of 40 MB a message needs some hundred."""

    def __init__(self, flat: Flat, name: str, size: int) -> None:
        self._flat, self._name, self._size = flat, name, size

    def __getitem__(self, place: int) -> int:
        return int.from_bytes(self._flat.piece(self._name, place * self._size, self._size), sys.byteorder)


class _Rows:
    """The rows of a matrix, read where they stand."""

    def __init__(self, flat: Flat, name: str, columns: int, type_: Any) -> None:
        self._flat, self._name, self._type = flat, name, type_
        self._size = columns * type_.itemsize

    def __getitem__(self, places: Any) -> Any:
        """The rows at some places, one below the other."""
        import numpy as np  # noqa: PLC0415 - as above

        held = b"".join(self._flat.piece(self._name, int(place) * self._size, self._size) for place in places)
        return np.frombuffer(held, dtype=self._type).reshape(len(places), -1)


def digest() -> str:
    """Of py3langid's version and the code here."""
    return digest_of(version("py3langid").encode(), digest_of_code(Path(__file__)).encode())


def made() -> bytes:
    """The flat file's bytes."""
    import numpy as np  # noqa: PLC0415 - as above
    from py3langid.langid import MODEL_DIR, MODEL_FILE  # noqa: PLC0415 - as above
    from py3langid.modelio import load_model  # noqa: PLC0415 - as above

    weights, chances, classes, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    return packed(
        {
            "classes": lines(classes),
            "chances": np.asarray(chances, dtype=np.float32).tobytes(),
            "weights": np.ascontiguousarray(weights).tobytes(),
            "weights type": str(weights.dtype).encode(),
            "moves": moves.tobytes(),
            "moves type": moves.typecode.encode(),
            "rows": rows.tobytes(),
            "rows type": rows.typecode.encode(),
            "features": np.asarray(features, dtype=np.int32).tobytes(),
        }
    )
