"""A label of the policy goes in; the label in all its languages, its parts and what it says in brackets come out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.policy.house import Knowledge
from bot.reading.small import small_of

_MARKS = r",|;|/|&"
_BRACKETS = re.compile(r"\s*\([^)]*\)")
IN_BRACKETS = re.compile(r"\(([^)]*)\)")


@lru_cache(maxsize=16)
def plain(label: str) -> str:
    return _BRACKETS.sub("", label).strip()


def parts_of(text: str, language: str) -> list[str]:
    """Each of several things that a text lists, in the policy's language: an English "of" joins nothing, the Dutch one does."""
    return [part for part in (part.strip() for part in _splitter(language).split(text)) if part]


@lru_cache(maxsize=16)
def _splitter(language: str) -> re.Pattern[str]:
    lists = (small_of("and"), small_of("or"))
    joiners = sorted({word for held in lists for tongue in (language, "en") for word in held.get(tongue, ())})
    return re.compile(rf"\s*(?:{_MARKS}|\b(?:{'|'.join(joiners)})\b)\s*")


def labels_of(knowledge: Knowledge, id_: str, label: str) -> list[str]:
    texts = knowledge.labels.get(id_, {})
    return list(dict.fromkeys((label, *texts.values())))
