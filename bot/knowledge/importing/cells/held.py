"""What a cell or a note says in; what must hold by it out, as it stands behind "Yes, if": without a yes or an "if" of its own."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import lists, table_words


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A yes with a sign behind it, a yes with an "if" behind it, and an "if"."""
    ifs, buts = (any_of(table_words()["holds"][name]) for name in ("ifs", "buts"))
    written = table_words()["class_columns"]["review"]  # what a page that is no table was written with
    yes = any_of([*lists()["cells"]["allow"], written])
    parted = re.compile(rf"^(?:{yes})\s*(?:[,:;.]|\s[–—-])\s*(?:(?:{buts})\s+)?(?=\w)", re.IGNORECASE)
    return parted, re.compile(rf"^(?:{yes})\s+(?={ifs}\s)", re.IGNORECASE), re.compile(rf"^(?:{ifs})\s+(?=\w)", re.IGNORECASE)


def what_holds(text: str) -> str:
    """The text without "yes," and "if" before what must hold. A bare "if" with a clause behind it is left: "if the client
    objects, leave the file out" says what to do then."""
    parted, together, begins = _patterns()
    led = text
    while (cut := parted.sub("", together.sub("", led))) != led:
        led = cut
    bare = begins.sub("", led)
    return bare if led != text or not re.search(r"[,;:]\s", bare) else text
