"""Text goes in; codes and passwords come out that no blank parts from the word for them: "mycode9137and", "PasswordSun99"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.spans import Span
from bot.tongue.patterns import any_of, listed, written

_PLAIN = any_of(word.replace(" ", "") for word in written("password"))
_CODE = re.compile(
    rf"{listed('code_generic', 'pin', 'password')}[a-zß-ÿ]{{0,12}}"
    r"(?P<value>(?!(?:19|20)\d\d(?!\d))\d{4,8}[A-Z]?)(?=[^\d.,%]|$)",
    re.I,
)
_WORD = re.compile(rf"(?i:{_PLAIN}(?:{listed('is', 'glued_is')})?)(?P<value>[A-ZÀ-Þ](?=\S{{0,40}}\d)[\w!&#%$*+-]{{3,40}})")


def glued(text: str) -> Iterator[Span]:
    """Digits behind a word for a code; what begins with a capital and has a digit behind one for a password."""
    if re.search(r"\d", text):
        for pattern in (_CODE, _WORD):
            yield from ((*match.span("value"), "password") for match in pattern.finditer(text))
