"""Matches of a message go in; which read a thing for good, and which words only say how something is asked, come out."""

from __future__ import annotations

from bot.tongue.entries import Match
from bot.tongue.index import Index
from bot.tongue.text import Token

_MAY_BE_DATA = (
    "off_topic",
    "class.",
    "person.",
    "harmless",
    "fact.plain",
    "fact.grants",
    "fact.insiders",
    "fact.outsiders",
    "fact.name",
    "fact.idle",
    "unit.",
    "number.",
    "limit.",
    "intent.private",
    "intent.tool_noun",
    "read.more",
    "use.",
    "who.",
    "deed.",
    "refused",
    "told.",
    "read.out_wrongly",
    "ask.not_tool",
    "aside.",
    "read.machine",
    "read.inward",
    "seat.",
    "suits.",
    "keeps.",
    "read.attached",
    "read.key",
    "read.roll",
    "read.served",
    "read.granted",
    "read.had",
    "read.kept",
    "read.code_name",
    "read.repo",
    "read.tool_person",
    "read.own_thing",
    "read.incident_person",
    "read.contract_word",
    "maker.organisation",
    "maker.any_organisation",
    "incident",
    "read.incident_mark",
    "read.host",
    "read.software",
    "concept.",
    "against.",
    "read.title",
)
"""Word lists whose words may still be data that nobody read."""
_SWITCHES = ("plan", "account", "hosting", "feature")
"""What is said of a tool beside its name: a lone word of it may be any word of the sentence."""


def is_whole(match: Match) -> bool:
    """Whether what stands there is read, and nobody has to ask what it is."""
    return match.entry.slot not in ("word", "part") and not (match.entry.slot in _SWITCHES and match.size == 1)


def asking_places(tokens: tuple[Token, ...], matches: list[Match], language: str, index: Index) -> frozenset[int]:
    """Places of words that only say how something is asked, in the language of the message."""
    return frozenset(
        place
        for match in matches
        if match.entry.slot in ("word", *_SWITCHES)
        and match.entry.language in ("any", language)
        and not match.entry.id.startswith(_MAY_BE_DATA)
        and not _is_other(tokens, match, language, index)
        for place in range(match.first, match.last)
    )


def _is_other(tokens: tuple[Token, ...], match: Match, language: str, index: Index) -> bool:
    """Whether a word that may be data only shares its stem with a word of a list: "codes", "coded"."""
    word = tokens[match.first].folded
    return match.size == 1 and word != match.entry.words[0] and index.harmless.says(word, language) is False
