"""The name of a file of ``prompts/`` goes in; its text, and the short hash that a ledger row names it by, come out."""

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
