"""The name of a word list goes in; its entries come out, read once. Topics, cues and months are data, no Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent / "words"


@cache
def load(name: str) -> dict[str, Any]:
    """One file of ``words/``."""
    return dict(yaml.load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
