"""A reply goes in; whether what it says of a condition is still to be done, or holds of some names only, comes out.

Then it ticks nothing: whoever is asked has boxes to click.
"""

from __future__ import annotations

from bot.policy.words import Question
from bot.reading.conditions.checklist import keys_of, stems_of
from bot.reading.words.cues import Cues
from bot.reading.words.language import is_stop
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, tokens_of

_TO_COME, _DOES, _SUPPOSED, _IF = Spoken("to_come"), Spoken("does_later"), Spoken("supposed"), Spoken("on_condition")
_EVERY = small("article", "whole", "ours", "my")
_SENSES = ("=yes", "=out")


def is_undone(tokens: tuple[Token, ...], cues: Cues, question: Question) -> bool:
    """Whether a reply to an answer of ``question`` claims nothing that is done, or not of all names."""
    return _is_to_come(tokens, cues) or _is_of_some_names(tokens, cues, question)


def _is_to_come(tokens: tuple[Token, ...], cues: Cues) -> bool:
    """ "I will take them out", "could I remove them?", "if I removed them", "ich nehme die Namen raus"; "and if I take them
    out?" asks what would hold then."""
    keys = keys_of(tokens, cues, (cues.language,))
    for place in (place for place, held in keys.items() if held & frozenset(_SENSES)):
        clause = [token for at, token in enumerate(tokens) if token.clause == tokens[place].clause and token.own]
        before = [token for at, token in enumerate(tokens[:place]) if token.clause == tokens[place].clause and token.own]
        if any(token in _TO_COME for token in before):
            return True
        is_if = any(token in _IF for token in before)
        if any(token in (_SUPPOSED if is_if else _DOES) for token in clause):
            return True
    return False


def _is_of_some_names(tokens: tuple[Token, ...], cues: Cues, question: Question) -> bool:
    """ "The first names are out", "file names removed": of names of some sort, which are not those of what was asked about."""
    languages = ("en", cues.language)
    known = frozenset(s for ask in question.data for t in tokens_of(ask.name) for s in stems_of(t, languages))
    for place in cues.places("fact.names"):
        before = tokens[place - 1] if place and not tokens[place].breaks else None
        if before is None or not before.own or before.folded in _EVERY or stems_of(before, languages) & known:
            continue
        if not is_stop(before.folded) and place - 1 not in cues.places("read.removal_verb", "read.removal_before"):
            return True
    return False
