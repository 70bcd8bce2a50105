"""Words and a tool named in them go in; the model as it was said, with its version, size and suffix, comes out: "falcon-40b"."""

from __future__ import annotations

import re

from bot.reading.tools.named import Named
from bot.reading.words.language import is_stop
from bot.tongue.small import small_of
from bot.tongue.text import Token, quote_of

_SIZE = re.compile(r"\d+(x\d+)?b")
_PER = small_of("per")
_JOINTS = frozenset({" ", "-", ".", ":"})


def said(tokens: tuple[Token, ...], named: Named, suffixes: frozenset[str]) -> str:
    """Empty where the name is all that was said, or a plan stands behind it."""
    end = named.last
    while end < len(tokens) and _goes_on(tokens, end, suffixes):
        end += 1
    more = "".join(f"{token.gap}{token.text}" for token in tokens[named.last : end])
    return quote_of(tokens, named.first, named.last) + more if more and not named.traits.plans else ""


def is_suffix(tokens: tuple[Token, ...], place: int, tools: list[Named], suffixes: frozenset[str]) -> bool:
    """Whether a word is the suffix of a model's version: "GPT-5 pro" is no plan, "ChatGPT Pro" is one."""
    behind = any(tool.first < place and tool.last <= place and tool.source != "policy" for tool in tools)
    return behind and tokens[place].folded in suffixes and tokens[place - 1].folded[:1].isdigit() and not tokens[place].breaks


def _goes_on(tokens: tuple[Token, ...], place: int, suffixes: frozenset[str]) -> bool:
    token = tokens[place]
    if token.gap not in _JOINTS or not token.own:
        return False
    is_version = token.folded.isdigit() and token.gap in (".", "-")
    after = tokens[place + 1] if place + 1 < len(tokens) and not tokens[place + 1].breaks else None
    counted = after is not None and not is_stop(after.folded)
    is_per = counted and any(token.folded in _PER.get(tongue, ()) for tongue in token.tongues[:1])  # "GPT-5 pro Million"
    return is_version or bool(_SIZE.fullmatch(token.folded)) or (token.folded in suffixes and not is_per)
