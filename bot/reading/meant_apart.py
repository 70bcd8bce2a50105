"""What was read of a message that names several tools goes in; whether each is meant by itself comes out.

"X or Y for our memo?" compares them: one yes is an answer. "X is the same as Y, so our memo goes in" does not: who says so has
one of them in mind, and it may be the one that may not have it.
"""

from __future__ import annotations

from itertools import pairwise

from bot.reading.build import Parts
from bot.reading.tools.named import Resolved
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token

_EITHER = Spoken("or", "or_u", "versus")
_VERSUS = Spoken("versus")
_THEN = Spoken("in_turn")
_EQUATED = Spoken("equated")
_EACH = Spoken("each_of")
_AND, _MORE = small("and_part"), 2
"""Behind an "and" stand a deed and more before the next tool: "and polish it in Y", not "and maybe Y"."""
_SIDE_BY_SIDE = Spoken("apart", "or", "or_u", "versus", "instead", "than", "add_on", "compares")
_IDLE = small("stop")
_PLAIN_JOINS = small("apart", "or")
_RATHER = Spoken("instead", "instead_of", "than")
_ASKER = Spoken("asker_does")
_LISTED = 4
"""So many tools are a list that is answered as one."""


def are_meant_apart(parts: Parts) -> bool:
    """Whether every one of several tools has to be ruled by itself, though no data stands between them."""
    if _are_in_turn(parts) or _are_equated(parts) or _wants_all(parts) or not _is_choice(parts):
        return True
    return not _is_comparing(parts) and (_is_told_by_another(parts) or _are_told_before(parts) or _is_taken(parts))


def _is_choice(parts: Parts) -> bool:
    """Whether it is asked which one of several tools: "X or Y", "X / Y", "which is better"; or each has its own sentence.

    "X and Y", "X + Y", "X, and at the end Y", "X in Y" name what gets it, one as well as the other."""
    tools = sorted(parts.tools, key=lambda one: one.named.first)
    tokens, comparing = parts.tokens, _comparing(parts)
    if len(tools) >= _LISTED or len({tokens[min(one.named.first, len(tokens) - 1)].sentence for one in tools}) > 1:
        return True
    # a name may have taken an "or" for its last letter: "copilot o claude"
    begins = (max(one.named.first + 1, one.named.last - 1) for one in tools)
    between = [range(begin, other.named.first + 1) for begin, other in zip(begins, tools[1:], strict=False)]
    either = any(tokens[p] in _EITHER for places in between for p in places)
    gaps = either or any(tokens[p] in _RATHER or "/" in tokens[p].gap for places in between for p in places)
    return gaps or any(not any(t in _ASKER for t in tokens[:p] if t.sentence == tokens[p].sentence) for p in comparing)


def _comparing(parts: Parts) -> list[int]:
    """Where words stand that ask which is better or may be used; "both" asks for both."""
    cues = parts.cues
    found = [m for m in cues.of("read.compare") if m.entry.words[0] not in _PLAIN_JOINS] + list(cues.of("read.which_tool"))
    return [m.first for m in found if parts.tokens[m.first] not in _EACH]


def _are_in_turn(parts: Parts) -> bool:
    """Whether one tool gets it after the other: "draft it in X and then let Y polish it", "draft it in X and polish it in Y"."""
    tools = sorted(parts.tools, key=lambda one: one.named.first)
    between = [parts.tokens[one.named.last : other.named.first] for one, other in pairwise(tools)]
    chosen = any(token in _EITHER for words in between for token in words)
    return not chosen and all(any(token in _THEN for token in words) or _goes_on(words) for words in between)


def _goes_on(words: tuple[Token, ...]) -> bool:
    """Whether something more is done behind an "and"."""
    at = next((place for place, token in enumerate(words) if token.folded in _AND), len(words))
    return len(words) - at > _MORE and _is_telling(words[at + 1])


def _are_equated(parts: Parts) -> bool:
    """Whether one tool is said to be as good as the other: "X is the same as Y, so may it go in there?". Who asks has one of
    them in mind, and it may be the one that may not have it."""
    tools = sorted(parts.tools, key=lambda one: one.named.first)
    between = (parts.tokens[one.named.last : other.named.first + 1] for one, other in pairwise(tools))
    told = [words for words in between if len({token.sentence for token in words}) == 1]
    told.append(_behind(parts, tools[-1].named.last))
    return any(any(t in _EQUATED for t in words) and not any(t in _EITHER for t in words) for words in told)


def _behind(parts: Parts, last: int) -> tuple[Token, ...]:
    """The rest of the clause of the last tool, where it holds no data: "X and Y are the same thing, so Y too?"."""
    tokens = parts.tokens
    clause = tokens[last - 1].clause
    holds = any(piece.own and tokens[piece.first].clause == clause for piece in parts.scope.kept)
    return () if holds else tuple(token for token in tokens[last:] if token.clause == clause)


def _is_told_by_another(parts: Parts) -> bool:
    """Whether something is said of one tool by the other, or of one alone, and nothing sets them side by side: "X runs on Y
    underneath", "we call X the robot. May it go into Y?"."""
    tools = sorted(parts.tools, key=lambda one: one.named.first)
    return any(_tells(parts, one, other) for one, other in pairwise(tools))


def _tells(parts: Parts, one: Resolved, other: Resolved) -> bool:
    """Whether more than small words and what is asked about stand between two tools, or in the sentence of one of them."""
    tokens, between = parts.tokens, range(one.named.last, other.named.first)
    is_list = len(between) == 1 and "," in tokens[between[-1] + 1].gap  # "Gemini app, Claude Team, ..."
    if not between or is_list or any(tokens[p] in _SIDE_BY_SIDE for p in between):
        return False
    first, last = tokens[between[0] - 1].sentence, tokens[between[-1] + 1].sentence
    data = {tokens[piece.first].sentence for piece in parts.scope.kept if piece.own}
    if first == last:
        holds = any(piece.own and piece.first in between for piece in parts.scope.kept)
        holds = holds or bool({*one.ask.offerings} & {*other.ask.offerings})  # "ChatGPT Free" again by its short name
        return not holds and any(_is_telling(tokens[p]) for p in between)
    if not data:
        return False
    named = places_of(tool.named for tool in parts.tools)
    alone = {first, last} - data
    return any(t.sentence in alone and p not in named and _is_telling(t) for p, t in enumerate(tokens))


def _is_telling(token: Token) -> bool:
    """Whether it is more than a small word, or the mark of what a long text was cut at."""
    return token.folded not in _IDLE and any(map(str.isalnum, token.folded))


def _are_told_before(parts: Parts) -> bool:
    """Whether all tools stand in what is told before somebody asks: "X and Y have one engine. So our memo goes in?"."""
    own = [piece for piece in parts.scope.kept if piece.own]
    told = {parts.tokens[tool.named.first].clause for tool in parts.tools}
    first = min(tool.named.first for tool in parts.tools)
    asked = [token for token in parts.tokens if token.clause in told]
    if not own or any(t in _EITHER for t in asked) or len({t.sentence for t in asked}) > 1:
        return False
    return all(piece.first > first and parts.tokens[piece.first].clause not in told for piece in own)


def _is_taken(parts: Parts) -> bool:
    """Whether one of the tools is named again, alone in a sentence of its own: "X or Y, it's all one. I'd take Y"."""
    *before, last = sorted(parts.tools, key=lambda one: one.named.first)
    sentence = parts.tokens[last.named.first].sentence
    here = {one.ask for one in before if parts.tokens[one.named.first].sentence == sentence}
    return here <= {last.ask} and last.ask in {one.ask for one in before}


def _wants_all(parts: Parts) -> bool:
    """Whether every one of them is wanted, and not the best: "our memo in X and Y, both fine?"."""
    data = {parts.tokens[piece.first].clause for piece in parts.scope.kept if piece.own}
    named = places_of(tool.named for tool in parts.tools)
    if any(parts.tokens[p] in _VERSUS for p in range(min(named), max(named))):
        return False
    return any(t.own and t in _EACH and t.clause not in data and p not in named for p, t in enumerate(parts.tokens))


def _is_comparing(parts: Parts) -> bool:
    """Whether words ask which is better, or for both, beyond an "and" or an "or"."""
    return any(match.entry.words[0] not in _PLAIN_JOINS for match in parts.cues.of("read.compare"))
