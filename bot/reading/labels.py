"""A label of the policy goes in; the label in all its languages, its parts and what it says in brackets come out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.policy.house import Knowledge

PARTS = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b|\ben\b|\bof\b|\bund\b|\boder\b|\bet\b|\bou\b|\by\b|\bo\b)\s*")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
IN_BRACKETS = re.compile(r"\(([^)]*)\)")


@lru_cache(maxsize=16)
def plain(label: str) -> str:
    return _BRACKETS.sub("", label).strip()


def labels_of(knowledge: Knowledge, id_: str, label: str) -> list[str]:
    texts = knowledge.labels.get(id_, {})
    return list(dict.fromkeys((label, *texts.values())))
