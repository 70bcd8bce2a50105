"""Blocks, each with how easily it can be done without, go in; as many as Slack takes in one message come out."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.slack.posts.kit import Block, context
from bot.slack.posts.text import cut

MOST_CHARACTERS = 12_500
"""All blocks together, as JSON: Slack refuses somewhere above 13,200."""
MOST_BLOCKS = 48


@dataclass(frozen=True, slots=True)
class Piece:
    """One block and how easily it can be done without: 0 stays, the highest goes first when space runs out."""

    block: Block
    spare: int = 0


def fold(pieces: list[Piece]) -> list[Block]:
    """Leave out what can be spared until the whole fits, and show that something was.

    At last what may not go is shortened, and in the end only the head and the last buttons are sure to stay.
    """
    kept = [piece for piece in pieces if piece.block]
    whole = len(kept)
    while kept and (_size(kept) > MOST_CHARACTERS or len(kept) > MOST_BLOCKS):
        spare = max(range(len(kept)), key=lambda place: (kept[place].spare, place))
        if kept[spare].spare:
            del kept[spare]
            continue
        by_size = sorted(kept, key=lambda piece: -len(json.dumps(piece.block, ensure_ascii=False)))
        if any(_halve(piece.block) for piece in by_size):
            continue
        middle = [piece for piece in by_size if piece is not kept[0] and piece is not kept[-1]]
        if not middle:
            break
        kept = [piece for piece in kept if piece is not middle[0]]
    folded = [context("…")] if len(kept) < whole else []
    return [piece.block for piece in kept[:MOST_BLOCKS]] + folded


def _size(pieces: list[Piece]) -> int:
    return sum(len(json.dumps(piece.block, ensure_ascii=False)) + 2 for piece in pieces)


def _halve(block: Block) -> bool:
    """Shorten a block that may not go; False where it cannot be shortened."""
    texts = [block["text"]] if block["type"] == "section" else block["elements"] if block["type"] == "context" else []
    for text in texts:
        if len(text["text"]) > 200:
            text["text"] = cut(text["text"], len(text["text"]) // 2)
            return True
    for element in block.get("elements", []):
        if len(element.get("options", [])) > 2:
            del element["options"][len(element["options"]) // 2 : -1]
            return True
    return False
