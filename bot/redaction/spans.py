"""Places of values go in, from whoever found them; the text with one placeholder for each run of them comes out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from bot.text.patterns import late

Span = tuple[int, int, str]  # begin, end and kind of a value
KINDS = (
    *("token", "key", "password", "email", "iban", "card", "ip", "record-number", "national-id", "phone"),
    *("date-of-birth", "address", "person"),
)
"""Where two kinds of values overlap, the one that stands first here names both."""
OF_THINGS = ("token", "key", "password", "ip", "record-number", "person")
"""Kinds that say nothing of whether a name beside them is a person's."""
VALUE_OF_PERSON = late(rf"\[(?:{'|'.join(kind for kind in KINDS if kind not in OF_THINGS)})\]")
PLACEHOLDER = late(rf"\[(?:{'|'.join(KINDS)})\]")
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_ANY_VALUE = late(r"[^\W_]")


def replace_spans(text: str, spans: Iterable[Span]) -> str:
    """The text with every span taken out. Placeholders that are there already stay, as do marks that stand alone."""
    out, at = [], 0
    for begin, end, kind in _united(_beside_placeholders(text, spans)):
        out += [text[at:begin], f"[{kind}]"]
        at = end
    return "".join([*out, text[at:]])


def _beside_placeholders(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The parts of the spans that are no placeholder."""
    there = [match.span() for match in PLACEHOLDER.finditer(text)] if "[" in text else []
    for begin, end, kind in spans:
        at = begin
        for first, last in there[max(bisect_right(there, (begin, begin)) - 1, 0) :]:
            if first >= end:
                break
            if last > at:
                yield from _part(text, at, first, kind)
                at = last
        yield from _part(text, at, end, kind)


def _part(text: str, begin: int, end: int, kind: str) -> Iterator[Span]:
    if begin < end and _ANY_VALUE.search(text, begin, end):
        yield begin, end, kind


def _united(spans: Iterable[Span]) -> list[Span]:
    united: list[Span] = []
    for begin, end, kind in sorted(spans):
        if united and begin < united[-1][1]:
            first, last, other = united[-1]
            united[-1] = (first, max(last, end), min(kind, other, key=_RANK.__getitem__))
        else:
            united.append((begin, end, kind))
    return united
