"""The name of a file of ``prompts/`` goes in; its text, and the short hash that a ledger row names it by, come out.

Ollama computes again what follows the first byte that differs from its last prompt. So the tasks of both passes stand with the
policy, in the part that all messages share: behind it each pass had its own 1,000 tokens computed for every message, which on two
cores with a model of 1.5 billion parameters took 59 of 71 seconds.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=8)
def prompt_of(name: str) -> tuple[str, str]:
    """Raises FileNotFoundError where the release is not whole."""
    here = Path(__file__).resolve()
    for folder in (here.parents[3] / "prompts", here.parents[2] / "_shipped" / "prompts"):
        path = folder / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            return text, hashlib.sha256(text.encode()).hexdigest()[:12]
    raise FileNotFoundError(f"prompts/{name} is missing: restore it from the release")


READ, CHECK, POLICY = "read.md", "check.md", "policy.md"
_BREAK = "\n---\n"


def parts_of(name: str) -> tuple[str, str]:
    """A pass's task, and what is said with each message."""
    task, _, with_message = prompt_of(name)[0].partition(_BREAK)
    return task.strip(), with_message


def shared_of(glossary: str) -> str:
    """What all messages of a policy share, in both passes. The glossary last: no text of it is taken for a place to fill in."""
    text = prompt_of(POLICY)[0]
    for place, name in (("{read}", READ), ("{check}", CHECK)):
        text = text.replace(place, parts_of(name)[0])
    return text.replace("{glossary}", glossary)
