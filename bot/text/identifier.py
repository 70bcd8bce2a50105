"""A text goes in, the languages that it may be in come out, the likeliest first: py3langid's model, read in place.

py3langid unpacks its model in half a second at every start; here it is unpacked once, into a flat file.
"""

from __future__ import annotations

import math
import struct
import unicodedata
from array import array
from collections import Counter
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from bot.text.flat import Flat, digest_of, lines, packed
from bot.text.kept import digest_of_code, kept


class Identifier:
    """Tells the language of a text as py3langid's ``LanguageIdentifier`` does, whose chances are between 0 and 1.

    Of the model's 68 MB a message needs some hundred pieces, which are read where they stand, and no numpy.
    """

    def __init__(self, flat: Flat) -> None:
        self.codes = flat.lines("classes")
        self._flat = flat
        self._usual = flat.part("chances").cast("f")
        self._weights = struct.Struct(f"{len(self.codes)}{'e' if flat.text('weights type') == 'float16' else 'f'}")
        self._move = struct.Struct(flat.text("moves type"))
        self._rows = _cast(flat.part("rows"), flat.text("rows type"))
        self._features = flat.part("features").cast("i")

    def classify(self, text: str) -> tuple[str, float]:
        """The likeliest language and its chance."""
        return self.rank(text)[0]

    def rank(self, text: str) -> list[tuple[str, float]]:
        """All languages with their chances, the likeliest first."""
        raw = unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf-8", "surrogatepass")
        calm = 1.0 / math.sqrt(len(raw) or 1)  # so that a long text is not surer than it may be
        scores = self._scores(raw)
        best = max(scores)
        odds = [math.exp((score - best) * calm) for score in scores]
        whole = sum(odds)
        chances: dict[str, float] = {}
        for code, odd in zip(self.codes, odds, strict=True):
            chances[code] = chances.get(code, 0.0) + odd / whole
        return sorted(chances.items(), key=lambda one: -one[1])

    def _scores(self, raw: bytes) -> list[float]:
        """How well each language goes with a text, as logarithms: what its runs of letters say together."""
        seen: Counter[int] = Counter()
        state = 0
        for letter in raw:
            place = (self._rows[state] << 8) + letter
            (state,) = self._move.unpack(self._flat.piece("moves", place * self._move.size, self._move.size))
            if (feature := self._features[state]) >= 0:
                seen[feature] += 1
        if not seen:
            return [0.0] * len(self.codes)
        size = self._weights.size
        alike: dict[int, list[tuple[float, ...]]] = {}  # most are seen once: added up at once, and weighed as one
        for feature, times in seen.items():
            alike.setdefault(times, []).append(self._weights.unpack(self._flat.piece("weights", feature * size, size)))
        scores = list(self._usual)
        for times, weights in alike.items():
            often = math.log1p(times)
            scores = [score + often * sum(column) for score, column in zip(scores, zip(*weights, strict=True), strict=True)]
        return scores


def _cast(part: memoryview, code: str) -> memoryview:
    return part.cast("H") if code == "H" else part.cast("I")


@lru_cache(maxsize=1)
def identifier() -> Identifier:
    """The one of this process."""
    return Identifier(kept("langid", digest(), made))


def digest() -> str:
    """Of py3langid's version and the code here."""
    return digest_of(version("py3langid").encode(), digest_of_code(Path(__file__)).encode())


def made() -> bytes:
    """The flat file's bytes."""
    import numpy as np  # noqa: PLC0415 - once on a machine
    from py3langid.langid import MODEL_DIR, MODEL_FILE  # noqa: PLC0415 - as above
    from py3langid.modelio import load_model  # noqa: PLC0415 - as above

    weights, chances, classes, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    return packed(
        {
            "classes": lines(classes),
            "chances": array("f", np.asarray(chances, dtype=np.float32).tobytes()),
            "weights": np.ascontiguousarray(weights).tobytes(),
            "weights type": str(weights.dtype).encode(),
            "moves": moves.tobytes(),
            "moves type": moves.typecode.encode(),
            "rows": rows,
            "rows type": rows.typecode.encode(),
            "features": array("i", np.asarray(features, dtype=np.int32).tobytes()),
        }
    )
