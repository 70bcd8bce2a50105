"""What was read of a message that names several tools goes in; one reading for each comes out, where each has data of its own.

"X for a, and Y for b": each tool is ruled with its own data. Where it is unclear which belongs to which, each gets all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.reading.build import Parts
from bot.reading.data.pieces import Piece
from bot.reading.meant_apart import are_meant_apart
from bot.reading.tools.named import Resolved
from bot.reading.tools.usage import ARTICLES, INTO, leads_in
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_JOINS = Spoken("apart")
_EITHER = Spoken("or", "or_u", "versus")
_FOR = small("for")
_NEAR = 2
"""Words between the tool and "for"."""
_WORD = 3
"""Letters from which on a word may be the name of a thing."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A tool, or data, in the order of the message. Neither: something that nobody read."""

    first: int
    last: int
    tool: Resolved | None = None
    pieces: tuple[Piece, ...] = ()


def each_with_its_own(parts: Parts, is_plain: Callable[[Token], bool]) -> list[Parts]:
    """One for each tool where data stands between the tools; else the parts as they are. ``is_plain``: says nothing by itself."""
    if len({one.ask for one in parts.tools}) < 2:
        return [parts]
    marks = _with_holes(parts.tokens, _marks(parts), is_plain)
    opening = _opening(parts.tokens, marks, is_plain)
    found = _groupings(parts.tokens, marks) or _groupings(parts.tokens, [*opening, *marks])
    if not found and are_meant_apart(parts):
        return [replace(parts, tools=(tool,)) for tool in {one.ask: one for one in parts.tools}.values()]
    if not found and not _is_mixed(marks):
        return [parts]
    if len(found) != 1:
        placed = sum(leads_in(parts.tokens, tool.named.first) or _leads_on(parts.tokens, tool.named.last) for tool in parts.tools)
        return [replace(parts, tools=(tool,)) for tool in parts.tools] if placed > 1 else [parts]
    split = []
    for group in found[0]:
        others = {id(piece) for mark in marks if mark not in group for piece in mark.pieces}
        kept = tuple(piece for piece in parts.scope.kept if id(piece) not in others)
        tools = tuple(mark.tool for mark in group if mark.tool is not None)
        split.append(replace(parts, tools=tools, scope=replace(parts.scope, kept=kept)))
    return split


def _marks(parts: Parts) -> list[_Mark]:
    tools = [_Mark(tool.named.first, tool.named.last, tool) for tool in parts.tools]
    spans: dict[tuple[int, int], list[Piece]] = {}
    for piece in parts.scope.kept:
        if piece.own:
            spans.setdefault((piece.first, piece.last), []).append(piece)
    return sorted((*tools, *(_Mark(*at, None, tuple(held)) for at, held in spans.items())), key=lambda mark: mark.first)


def _with_holes(tokens: tuple[Token, ...], marks: list[_Mark], is_plain: Callable[[Token], bool]) -> list[_Mark]:
    """With what stands for data although nobody read it: "a in X, our whatnot in Y"."""
    found: list[_Mark] = []
    for place, mark in enumerate(marks):
        before = marks[place - 1] if place else None
        if before is not None and before.tool is not None and mark.tool is not None and leads_in(tokens, mark.first):
            start = next((p for p in range(before.last, mark.first) if _parts_from(tokens, p, p)), None)
            words = [] if start is None else [p for p in range(start, mark.first) if _is_thing(tokens[p], is_plain)]
            found += [_Mark(words[0], words[-1] + 1)] if words else []
        found.append(mark)
    last = found[-1] if found else None
    if last is not None and last.tool is not None and len(found) > 1:
        words = [p for p in range(last.last, len(tokens)) if _is_thing(tokens[p], is_plain)]
        if words and _leads_on(tokens, last.last):
            found.append(_Mark(words[0], words[-1] + 1))
    return found


def _opening(tokens: tuple[Token, ...], marks: list[_Mark], is_plain: Callable[[Token], bool]) -> list[_Mark]:
    """What stands before the first tool and is put into it, although nobody read it: "our whatnot in X, and b in Y"."""
    first = marks[0].first if len(marks) > 1 and marks[0].tool is not None else 0
    if first and any(t in _EITHER for t in tokens[marks[0].last : marks[1].first]):
        return []
    words = [p for p in range(first) if _is_thing(tokens[p], is_plain)] if leads_in(tokens, first) else []
    return [_Mark(words[0], words[-1] + 1)] if words else []


def _is_thing(token: Token, is_plain: Callable[[Token], bool]) -> bool:
    said = token in _JOINS or token.folded in INTO | _FOR | ARTICLES
    return token.own and not said and len(token.folded) > _WORD and not is_plain(token)


def _leads_on(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "for" stands behind a tool."""
    return any(token.folded in _FOR for token in tokens[place : place + _NEAR])


def _is_mixed(marks: list[_Mark]) -> bool:
    """Whether data stands between tools, or tools between data; a list of tools and a list of data are no such thing."""
    kinds = [mark.tool is not None for mark in marks]
    turns = sum(one != other for one, other in pairwise(kinds))
    return turns > 1 and kinds.count(False) > 1


def _groupings(tokens: tuple[Token, ...], marks: list[_Mark]) -> list[list[list[_Mark]]]:
    """Every way to cut the marks into groups, each of tools and their data, cut only where words are set apart."""
    return list(_cut(tokens, marks, 0)) if _is_mixed(marks) else []


def _cut(tokens: tuple[Token, ...], marks: list[_Mark], start: int) -> Iterator[list[list[_Mark]]]:
    if start == len(marks):
        yield []
    for end in range(start + 1, len(marks) + 1):
        group = marks[start:end]
        if end < len(marks) and not _parts_from(tokens, marks[end - 1].last, marks[end].first):
            continue
        if _is_group(tokens, group):
            for rest in _cut(tokens, marks, end):
                yield [group, *rest]


def _is_group(tokens: tuple[Token, ...], group: list[_Mark]) -> bool:
    """Tools and then data, or data and then tools, in one sentence and with no comma between the two."""
    kinds = [mark.tool is not None for mark in group]
    turns = [place for place, (one, other) in enumerate(pairwise(kinds)) if one != other]
    if len(turns) != 1:
        return False
    before, after = group[turns[0]], group[turns[0] + 1]
    joined = any(token in _JOINS and token.folded not in INTO for token in tokens[before.last : after.first])
    apart = joined or tokens[before.first].sentence != tokens[after.first].sentence
    return not apart and not any(mark in t.gap for t in tokens[before.last : after.first + 1] for mark in ",;?!")


def _parts_from(tokens: tuple[Token, ...], last: int, first: int) -> bool:
    """Whether a comma or a word such as "and" stands between two marks."""
    between = tokens[last : first + 1]
    return any(t in _JOINS for t in between[:-1] or between) or any(mark in t.gap for t in between for mark in ",;.?!\n:–-")
