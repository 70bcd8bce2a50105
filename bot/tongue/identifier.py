"""A text goes in, the languages that it may be in come out, the likeliest first: py3langid's model, read in place.

py3langid unpacks its model in half a second at every start; here it is unpacked once, into a flat file.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.tongue.flat import digest_of, lines, packed
from bot.tongue.kept import digest_of_code, kept


@lru_cache(maxsize=1)
def identifier() -> Any:
    """py3langid's ``LanguageIdentifier``, whose chances are between 0 and 1."""
    import numpy as np  # noqa: PLC0415 - a fifth of a second, and most commands read no message
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415 - as above

    flat = kept("langid", digest(), made)
    classes = flat.lines("classes")
    chances = np.frombuffer(flat.part("chances"), dtype=np.float32)
    weights = np.frombuffer(flat.part("weights"), dtype=flat.text("weights type")).reshape(-1, len(classes))
    moves, rows = (_numbers(flat.part(name), flat.text(f"{name} type")) for name in ("moves", "rows"))
    features = flat.part("features").cast("i")
    return LanguageIdentifier(weights, chances, classes, moves, features, norm_probs=True, tk_row=rows)


def _numbers(part: memoryview, type_: str) -> memoryview:
    """``type_``: H or I, as ``array`` calls numbers of two and of four bytes."""
    return part.cast("H") if type_ == "H" else part.cast("I")


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
