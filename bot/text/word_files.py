"""The path of a YAML file of word lists goes in, its lists come out: every word is a text, "no", "on" and "1" too."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from bot.text.flat import digest_of, packed
from bot.text.kept import digest_of_code, kept

_PART = "lists"
_CODE = digest_of_code(Path(__file__)).encode()


@cache
def word_file(path: Path) -> dict[str, Any]:
    """What stands in the file, as texts, lists and mappings. To read YAML takes a tenth of a second; what was read is kept."""
    text = path.read_bytes()
    lists: dict[str, Any] = json.loads(kept(f"words-{path.stem}", digest_of(text, _CODE), lambda: _packed(text)).text(_PART))
    return lists


def _packed(text: bytes) -> bytes:
    import yaml  # noqa: PLC0415 - not needed where the file was read before

    # The base loader keeps every word a word. In C it takes a tenth of the time.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    told = yaml.load(text, Loader=loader)  # noqa: S506 - it makes strings, lists and mappings only
    return packed({_PART: json.dumps(told, ensure_ascii=False).encode()})
