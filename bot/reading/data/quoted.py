"""Words and what was read of them go in; which quoted lines only repeat another's question comes out: no data of the asker's."""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.tongue.small import small
from bot.tongue.text import Token

_POINTS = small("pointing")
"""With one of these somebody may mean what they quote."""
_SHORT = 10
"""Words of the asker's own at most, where the quoted question is theirs too: "is this allowed?"."""


def _points(tokens: tuple[Token, ...]) -> bool:
    return any(token.own and token.folded in _POINTS for token in tokens)


def asks_of_quote(tokens: tuple[Token, ...]) -> bool:
    """Whether few words of the asker's own point at lines that are quoted."""
    own = sum(token.own for token in tokens)
    return 0 < own <= _SHORT and _points(tokens) and any(not token.own and ">" in token.gap for token in tokens)


def without_asked_before(tokens: tuple[Token, ...], pieces: list[Piece], has_tool: bool) -> list[Piece]:
    """Without the data of a question that is quoted, where the asker names a tool and data and does not point at it."""
    mine = any(p.own and p.grounded and not p.is_weak for p in pieces)
    return [p for p in pieces if p.own or not _is_asked(tokens, p.first)] if mine and has_tool and not _points(tokens) else pieces


def _is_asked(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word stands in a quoted line that ends as a question."""
    here = [p for p, token in enumerate(tokens) if token.sentence == tokens[place].sentence]
    first, behind = here[0], here[-1] + 1
    quoted = ">" in tokens[first].gap or (first == 0 and tokens[first].start > 0)
    return quoted and behind < len(tokens) and "?" in tokens[behind].gap
