"""Text goes in; long rows of digits come out that nothing calls a thing's: what nobody can name may be anybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.numbers.evened import ENOUGH
from bot.redaction.numbers.ids import is_valid
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_ROW = late(
    r"(?<![\w.,/#:+=%&?@-])(?<!\d )(?<!\d/[A-Z] )"
    r"(?:\d{9,40}|\d{1,12}(?:-\d{1,8}){1,12}|\d{2,5}(?:/\d{2,8}){1,4}|(?<=[A-Z]{2} )(?:\d{7,8}|\d{4}(?: \d{4}){2}))"
    r"(?![\w%€$]|[.,:/-]\d|-\w| \d)"
)
_DAY = late(
    r"(?:(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])-?\d{0,6})|(?:(?:19|20)\d\d-?)+|(?:19|20)\d\d-\d+|\d{1,2}-\d{1,2}-\d{2,4}"
)
_ROUND = late(r"[\d ]+0{5,}")
_OF_THING = late(rf"{listed('number_of_thing', 'reference')}(?:[ -]?{listed('number', 'number_code')})?\b\.?\s?[:#]?\s?$", re.I)
_UNIT = late(rf"\s?{listed('unit')}(?!\w)", re.I)
_FEWEST = 9
_BEFORE = 40


def long_rows(text: str) -> Iterator[Span]:
    """Nine digits and more in one piece, or in groups with dashes or strokes."""
    if ENOUGH.search(text) is None:
        return
    for match in _ROW.finditer(text):
        row = match.group()
        if (
            (sum(map(str.isdigit, row)) < _FEWEST and re.search("[-/]", row))
            or _DAY.fullmatch(row)
            or _ROUND.fullmatch(row)
            or _is_on_goods(row)
        ):
            continue
        if _UNIT.match(text, match.end()) or is_reference(text, match.start()):
            continue
        if _OF_THING.search(text[max(match.start() - _BEFORE, 0) : match.start()]) is None:
            yield *match.span(), "record-number"


def _is_on_goods(row: str) -> bool:
    """Whether it is the number of a book or of goods in a shop."""
    return (sum(map(str.isdigit, row)) > _FEWEST and is_valid("isbn", row)) or (len(row) == 13 and is_valid("ean", row))
