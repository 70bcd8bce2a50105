"""What a button must remember goes into its block's id and comes back with the click: receipt, asker's mark, slot, language."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "mayi"
LONGEST_BLOCK_ID = 255


@dataclass(frozen=True, slots=True)
class Mark:
    """``asker`` is a keyed hash, never a user id; empty: anybody may click."""

    receipt: str
    asker: str
    language: str
    slot: str = ""
    part: int = 0


def nobody_marked(_team: str, _user: str) -> str:
    """No mark: anybody may click."""
    return ""


def to_block_id(mark: Mark) -> str:
    """One line, below Slack's limit; the parts hold no bar."""
    parts = (PREFIX, mark.receipt, mark.asker, mark.language, mark.slot, str(mark.part))
    return "|".join(part.replace("|", "")[:64] for part in parts)[:LONGEST_BLOCK_ID]


def from_block_id(block_id: str) -> Mark:
    """The mark of a block; an id that is not ours gives an empty one."""
    parts = block_id.split("|")
    if len(parts) != 6 or parts[0] != PREFIX:
        return Mark("", "", "")
    return Mark(parts[1], parts[2], parts[3], parts[4], int(parts[5]) if parts[5].isdigit() else 0)
