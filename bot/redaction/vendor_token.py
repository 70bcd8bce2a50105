"""Text goes in; keys and tokens of vendors come out, by the shape that each gives them, and private keys."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from typing import Any

from bot.redaction.finder import Find, Finder, shapes
from bot.redaction.secret_value import is_no_value
from bot.redaction.spans import Span
from bot.text.patterns import late

KEY_BEGINS = rf"(?:{'|'.join(shapes('begins', 'secrets.yaml'))})"  # by these a key is known that stands in pieces
_KEY_TITLE = r"(?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?"
_PRIVATE_KEY = late(
    rf"[-–—]{{2,6}} ?BEGIN {_KEY_TITLE} ?[-–—]{{2,6}}(?:.*?[-–—]{{2,6}} ?END {_KEY_TITLE} ?[-–—]{{2,6}}|.*\Z)"
    rf"|BEGIN {_KEY_TITLE}\s.*?END {_KEY_TITLE}|"
    rf"(?:[A-Za-z0-9+/]{{16,80}}={{0,2}}\s{{1,3}}){{1,400}}[-–—]{{2,6}} ?END {_KEY_TITLE} ?[-–—]{{2,6}}",
    re.S | re.I,
)
_SHAPES_OF_VENDORS = tuple(
    (
        kind,
        late(rf"(?<![A-Za-z0-9])(?:{'|'.join(one['shape'] for one in shapes('shapes', 'secrets.yaml') if one['kind'] == kind)})"),
    )
    for kind in ("key", "token", "password")
)
_BEARER = late(r"(?<=[Bb]earer )[\w.~+/-]{12,}=*")
_BASIC = late(r"(?<=[Bb]asic )[A-Za-z0-9+/]{8,}={0,2}")
_NEEDS = late(r"\d|://|[\w-]{16}")
"""No key of a vendor is without a digit and short, and no address with a password in it without its scheme."""
_REPLACED_PLUGINS = frozenset(
    (
        "KeywordDetector",
        "Base64HighEntropyString",
        "HexHighEntropyString",
        "IPPublicDetector",
        "PrivateKeyDetector",
        "OpenAIDetector",
    )
)
"""The last of them takes the square of what it looks at."""
_WINDOW, _OVERLAP = 2_000, 300


@lru_cache(maxsize=1)
def _plugins() -> tuple[Any, ...]:
    """detect-secrets' plugins that know a shape; for those of names and of entropy, ours find more and take less in vain."""
    mapping = import_module("detect_secrets.core.plugins.util").get_mapping_from_secret_type_to_class()
    return tuple(plugin() for plugin in mapping.values() if plugin.__name__ not in _REPLACED_PLUGINS)


def private_key(text: str) -> Iterator[Span]:
    """Keys as programs write them, from their begin to their end."""
    if "private key" in text.lower():
        yield from ((*match.span(), "key") for match in _PRIVATE_KEY.finditer(text))


def key_by_shape(text: str) -> Iterator[Span]:
    """What has the shape that a vendor gives its keys and tokens."""
    for kind, pattern in _SHAPES_OF_VENDORS if _NEEDS.search(text) else ():
        yield from ((*match.span(), kind) for match in pattern.finditer(text) if not is_no_value(match.group()))


def key_of_plugin(text: str) -> Iterator[Span]:
    """What those plugins find, in windows, because their patterns take the square of a line's length."""
    windows = [text[at : at + _WINDOW + _OVERLAP] for at in range(0, len(text), _WINDOW)] if _NEEDS.search(text) else []
    for secret in {secret for window in windows for plugin in _plugins() for secret in plugin.analyze_string(window)}:
        if isinstance(secret, str) and len(secret) >= 8 and "[" not in secret and not is_no_value(secret):
            yield from ((match.start(), match.end(), "key") for match in re.finditer(re.escape(secret), text))


def _is_user_and_password(match: re.Match[str]) -> bool:
    """Whether it says a name and a password, as browsers encode them."""
    with suppress(ValueError):
        return ":" in b64decode(match.group(), validate=True).decode()
    return False


FINDERS: tuple[Find, ...] = (
    private_key,
    key_by_shape,
    Finder("token", _BEARER),
    Finder("token", _BASIC, valid=_is_user_and_password),
    key_of_plugin,
)
