"""Text goes in; keys and tokens of vendors come out, by the shape that each gives them, and private keys as they are written."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.redaction.spans import Span
from bot.redaction.values import is_no_value
from bot.text.patterns import late
from bot.text.word_files import word_file

_SHAPES = word_file(Path(__file__).parents[2] / "catalog" / "shapes" / "secrets.yaml")
BEGINS = rf"(?:{'|'.join(_SHAPES['begins'])})"
"""By these a key is known that stands in pieces."""
_LINE = r"(?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?"
PRIVATE_KEY = late(
    rf"[-–—]{{2,6}} ?BEGIN {_LINE} ?[-–—]{{2,6}}(?:.*?[-–—]{{2,6}} ?END {_LINE} ?[-–—]{{2,6}}|.*\Z)"
    rf"|BEGIN {_LINE}\s.*?END {_LINE}|"
    rf"(?:[A-Za-z0-9+/]{{16,80}}={{0,2}}\s{{1,3}}){{1,400}}[-–—]{{2,6}} ?END {_LINE} ?[-–—]{{2,6}}",
    re.S | re.I,
)
_HAS_PRIVATE_KEY = late("private key", re.I)
_VENDORS = tuple(
    (kind, late(rf"(?<![A-Za-z0-9])(?:{'|'.join(one['shape'] for one in _SHAPES['shapes'] if one['kind'] == kind)})"))
    for kind in ("key", "token", "password")
)
_BEARER = late(r"(?<=[Bb]earer )[\w.~+/-]{12,}=*")
_BASIC = late(r"(?<=[Bb]asic )[A-Za-z0-9+/]{8,}={0,2}")
_NEEDS = late(r"\d|://|[\w-]{16}")
"""No key of a vendor is without a digit and short, and no address with a password in it without its scheme."""
_WINDOW, _OVERLAP = 2_000, 300


@lru_cache(maxsize=1)
def _plugins() -> tuple[Any, ...]:
    """detect-secrets' plugins that know a shape; for those of names and of entropy, ours find more and take less in vain."""
    mapping = import_module("detect_secrets.core.plugins.util").get_mapping_from_secret_type_to_class()
    by_us = {"KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector", "PrivateKeyDetector"}
    by_us |= {"OpenAIDetector"}  # it takes the square of what it looks at, and our shape for it finds more
    return tuple(plugin() for plugin in mapping.values() if plugin.__name__ not in by_us)


def vendor_keys(text: str) -> Iterator[Span]:
    """Keys and tokens that say whose they are."""
    if _HAS_PRIVATE_KEY.search(text):
        yield from ((*match.span(), "key") for match in PRIVATE_KEY.finditer(text))
    yield from ((*match.span(), "token") for match in _BASIC.finditer(text) if _is_pair(match.group()))
    if _NEEDS.search(text) is None:
        return
    for kind, pattern in _VENDORS:
        yield from ((*match.span(), kind) for match in pattern.finditer(text))
    yield from ((*match.span(), "token") for match in _BEARER.finditer(text))
    yield from _known_to_plugins(text)


def _is_pair(encoded: str) -> bool:
    """Whether it says a name and a password, as browsers encode them."""
    try:
        return ":" in b64decode(encoded, validate=True).decode()
    except ValueError:
        return False


def _known_to_plugins(text: str) -> Iterator[Span]:
    # In windows, because the plugins' patterns take the square of a line's length.
    windows = [text[at : at + _WINDOW + _OVERLAP] for at in range(0, len(text), _WINDOW)]
    found = {secret for plugin in _plugins() for window in windows for secret in plugin.analyze_string(window)}
    for secret in found:
        if isinstance(secret, str) and len(secret) >= 8 and "[" not in secret and not is_no_value(secret):
            yield from ((match.start(), match.end(), "key") for match in re.finditer(re.escape(secret), text))
