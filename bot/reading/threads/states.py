"""A message in a thread goes in; whether it only tells how far the paper is that was asked about ("still a draft, not signed")
comes out.

A draft of a contract is a contract: nothing changes by it. A draft of what anybody may read is not for everybody yet, so that of
the mildest data it is no such remark.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import ThreadState
from bot.policy.words import Question
from bot.reading.build import Builder, Parts
from bot.reading.data.pieces import Piece
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, tokens_of, words_of

_STATES = frozenset(tuple(words_of(phrase)) for phrase in small("paper_state"))
_LONGEST = max(map(len, _STATES))
_BESIDE, _SIGNED, _WHOEVER = small("paper_state_beside"), small("signed"), small("whoever")


def tells_state(parts: Parts, thread: ThreadState, builder: Builder) -> bool:
    """Whether a message tells that of the data of its thread, and nothing besides."""
    if thread.item is None or thread.pending is not None or not _is_only_state(parts):
        return False
    question = thread.item.question
    more = parts.tools or parts.loose.told or parts.any_of or parts.met or parts.said or parts.transformations or parts.barred
    named = {id_ for piece in parts.scope.kept for id_ in piece.types if not _is_state(piece, parts)}
    known = {id_ for ask in question.data for id_ in ask.types}
    if more or parts.context or parts.scope.left_out or not named <= known or not _is_of_a_class(question, builder):
        return False
    return not _is_asked_for(parts.unmet, question, builder)


def _is_only_state(parts: Parts) -> bool:
    """Whether words for how far it is stand there, with small words and what it is called beside them."""
    own = [token for token in parts.tokens if token.own]
    named = {parts.tokens[place].start for place in places_of(parts.scope.kept)}
    at, told = 0, False
    while at < len(own):
        size = _size_at(own, at)
        if not size and own[at].folded not in _BESIDE and own[at].start not in named:
            return False
        told |= bool(size)
        at += size or 1
    return told


def _is_state(piece: Piece, parts: Parts) -> bool:
    """Whether a piece is no more than such a word, and no name of the policy's own."""
    said = tuple(token.folded for token in parts.tokens[piece.first : piece.last])
    return said in _STATES and piece.source != "policy"


def _size_at(own: list[Token], at: int) -> int:
    """How many words of the longest phrase stand there."""
    said = tuple(token.folded for token in own[at : at + _LONGEST])
    return next((size for size in range(len(said), 0, -1) if said[:size] in _STATES), 0)


def _is_of_a_class(question: Question, builder: Builder) -> bool:
    """Whether all of the data was read for sure, and is of a class that is not the mildest."""
    types = builder.knowledge.policy.data_types
    for ask in question.data:
        for id_ in ask.types:
            held = types.get(id_)
            wider = [one for wide in held.is_a if wide in types for one in types[wide].classes] if held else []
            classes = {*(held.classes if held else (id_,)), *wider}
            if not classes or classes & builder.mild:
                return False
    return bool(question.data) and all(ask.grounded and ask.types for ask in question.data)


def _is_asked_for(unmet: frozenset[str], question: Question, builder: Builder) -> bool:
    """Whether a condition of the question wants what the paper lacks: it is signed. Who signed it may have to agree, and that is
    asked of them."""
    asked = question if question.tools else replace(question, tools=(builder.any_tool(),))
    texts = builder.knowledge.policy.conditions
    open_ = sorted(unmet & builder.conditions_of(asked))
    return any(id_ in question.met or not all(map(_is_whoever, texts[id_].text.values())) for id_ in open_)


def _is_whoever(text: str) -> bool:
    """Whether a text speaks of signing only to say who it is about."""
    tokens = tokens_of(text)
    signed = [at for at, token in enumerate(tokens) if token.folded in _SIGNED]
    return bool(signed) and all(
        any(token.folded in _WHOEVER and token.clause == tokens[at].clause for token in tokens[:at]) for at in signed
    )
