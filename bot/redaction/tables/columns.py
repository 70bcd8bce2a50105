"""Text goes in; names and days of birth come out that a heading tells: of a column in a table or in lines of values, a key in
JSON or XML, a field of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.people.given_names import UP
from bot.redaction.spans import Span
from bot.redaction.tables.headings import fits, is_perhaps, kind_of
from bot.redaction.tables.rows import tables
from bot.text.patterns import late

_KEY = late(
    r"(?<![\w-])[\"']?(?P<key>[^\W\d_][\w .'’-]{1,30}?)[\"']?\s?[:=]\s?(?P<quote>[\"'])(?P<value>[^\"'\n]{2,60})(?P=quote)"
)
_ELEMENT = late(r"<(?:[\w-]{1,20}:)?(?P<key>[\w-]{2,40})(?:\s[^<>\n]{1,120})?>(?P<value>[^<>\n]{2,60})</")
_FIELD = late(
    rf"(?:^|(?<=[\n.?!\"“])\s?)(?P<key>[^\W\d_][^\n:=\"“”«»?!]{{1,30}}?)\s?[:=][ \t]?(?P<value>{UP}[^\n\"”:;=()\[]{{1,50}})", re.M
)
_CUT = late(r"(?<!(?<!\w)[A-Z])[.?!](?:\s|$)|\s(?:–|-)\s|,\s(?=[a-zà-ÿ])")


def columns(text: str) -> Iterator[Span]:
    """What stands under, behind and inside of such a heading."""
    yield from tables(text)
    for pattern in (_KEY, _ELEMENT, _FIELD):
        for match in pattern.finditer(text):
            value = _CUT.split(match.group("value"), maxsplit=1)[0].rstrip(" ,") if pattern is _FIELD else match.group("value")
            kind = kind_of(match.group("key"))
            if kind and fits(value, kind, is_perhaps(match.group("key"))):
                yield match.start("value"), match.start("value") + len(value), kind
