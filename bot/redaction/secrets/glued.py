"""Text goes in; codes and passwords come out that no blank parts from the word for them: "mycode9137and", "PasswordSun99"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.spans import Span
from bot.text.patterns import any_of, late, listed, written

_PLAIN = any_of(word.replace(" ", "") for word in written("password"))
_IS, _MY = f"(?:{listed('is', 'glued_is')})", listed("phrase_begins")
_OF = any_of(word.replace(" ", "") for word in written("of_whom"))
_CODE = late(
    rf"(?<![^\W_])(?:{_MY}?{listed('pin', 'password')}{_IS}?|{_MY}{listed('code_generic')}{_IS}?"
    rf"|{listed('code_generic')}(?:{_OF}[a-zß-ÿ]{{3,12}}|{_IS}))"
    r"(?P<value>(?!(?:19|20)\d\d(?!\d))\d{4,8}[A-Z]?)(?=[^\d.,%]|$)",
    re.I,
)
"""A word for a code that may be of anything is somebody's own or a thing's, or is joined to it by "is": not "statuscode4041"."""
_WORD = late(rf"(?i:{_PLAIN}{_IS}?(?!{listed('password_thing')}))(?P<value>[A-ZÀ-Þ](?=\S{{0,40}}\d)[\w!&#%$*+-]{{3,40}})")


def glued(text: str) -> Iterator[Span]:
    """Digits behind a word for a code; what begins with a capital and has a digit behind one for a password."""
    if re.search(r"\d", text):
        for pattern in (_CODE, _WORD):
            yield from ((*match.span("value"), "password") for match in pattern.finditer(text))
