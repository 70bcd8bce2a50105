"""What became of an edit of the policy goes in; a line for a terminal comes out."""

from __future__ import annotations

from bot.knowledge.edits.writing import Kept


def told(kept: Kept) -> str:
    """Where it stands, and how it is taken back."""
    if kept.path:
        return f"The policy comes from a repository: the edit of {kept.file} waits there as a proposal ({kept.path.name})."
    return f"Written: {kept.file}. Take it back with: mayi confirm --undo"
