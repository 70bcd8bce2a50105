"""The words of a message and the places that were read go in; the phrases that nobody could read come out.

They ground nothing: people see them quoted, a model is told of them, an owner finds in them what the policy lacks.
"""

from __future__ import annotations

from collections.abc import Set

from bot.reading.frame import frame_of
from bot.reading.words.language import is_stop
from bot.text.tokens import CUT, Token


def unread_in(tokens: tuple[Token, ...], read: Set[int], language: str) -> tuple[str, ...]:
    """Words of the asker's own outside of the frame of their language, those side by side as one phrase; ``CUT`` where the
    message was too long to be read whole. ``read``: places of what was read."""
    frame = frame_of(language)
    spans: list[list[int]] = []
    for place, token in enumerate(tokens):
        if place in read or not token.own or token.folded in frame or is_stop(token.folded) or not _is_word(token):
            continue
        if spans and spans[-1][-1] == place - 1 and not token.breaks:
            spans[-1].append(place)
        else:
            spans.append([place])
    phrases = (" ".join(tokens[place].text for place in span) for span in spans)
    cut = (CUT,) if any(token.text == CUT for token in tokens) else ()
    return tuple(dict.fromkeys((*phrases, *cut)))


def _is_word(token: Token) -> bool:
    return len(token.folded) > 1 and any(letter.isalpha() for letter in token.folded)
