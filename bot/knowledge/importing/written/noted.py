"""What an import was unsure of goes in, in sentences by subject; a file of its folder comes out, and the other way round."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

NOTES = ".notes.json"
"""People see it at ``mayi confirm --notes`` and in the console; no answer rests on it."""


def notes_text(notes: Mapping[str, Sequence[str]]) -> str:
    """Subject -> sentences, as a file."""
    said = {about: list(sentences) for about, sentences in notes.items() if sentences}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def read_notes(text: str) -> dict[str, tuple[str, ...]]:
    """Subject -> sentences; nothing where a file holds none, or something else."""
    try:
        return {str(about): tuple(map(str, sentences)) for about, sentences in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
