"""A policy's sentences go in; a prompt for a model comes out, and of its reply what may be put to the owner.

Nothing of it counts: a suggestion only fills in a question about a sentence, with the tools and data that its answers are
about, and puts one answer first. What the other answers cannot say (rules for some people, for data that has no name yet,
several in one sentence) is an answer of its own, ``AS_READ``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from bot.knowledge.confirming.suggestions import Check, Meanings, Suggestion, strange_in, strictest, text_of, texts_of
from bot.knowledge.confirming.told import Told
from bot.policy.confirming import AS_READ, DROP, About, Open, Way
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.provisions import Does, Kind, Provision
from bot.text.flat import digest_of

PROPOSED = ".proposed.json"
"""Beside the files, as the import's notes: what a model proposed, for the questions alone."""
_DOES = (*(one.value for one in Does), DROP)
_AROUND = re.compile(r"\s*(?:#.*|\|.*|(?:[-*+•]\s+|\d+[.)]\s+)?(\*\*|__)[^*_]{2,80}\1)")
"""A heading or a row of a table, as Markdown has them, or the words in bold that a paragraph begins with."""
_TEXTS = {"type": "array", "items": {"type": "string"}}
_KIND = {"name": {"type": "string"}, "class": {"type": "string"}}
_ENTRY = {
    "sentence": {"type": "integer"},
    "quote": {"type": "string"},
    "does": {"enum": list(_DOES)},
    "tools": _TEXTS,
    "data": _TEXTS,
    "kinds": {"type": "array", "items": {"type": "object", "properties": _KIND, "required": list(_KIND)}},
    "words": _TEXTS,
    "who": _TEXTS,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"rules": {"type": "array", "items": {"type": "object", "properties": _ENTRY, "required": list(_ENTRY)}}},
    "required": ["rules"],
}


def prompt_of(template: str, told: Sequence[Told], knowledge: Knowledge, files: Mapping[str, str]) -> str:
    """What to do, and the sentences with their numbers, in their document's order, below its headings and tables. ``template``:
    ``prompts/propose.md``; ``files``: path -> text."""
    words = knowledge.vocabulary
    classes = [id_ for id_ in words.data if id_ in knowledge.policy.data_classes]
    data = [*classes, *(id_ for id_ in words.data if id_ not in knowledge.policy.data_classes)]
    shared = template.format(
        tools="\n".join(f"- {id_}: {one.label}" for id_, one in words.tools.items()),
        data="\n".join(f"- {id_}: {words.data[id_].label}" for id_ in data),
    )
    return "\n".join((shared, *_numbered(told, files)))


def _numbered(told: Sequence[Told], files: Mapping[str, str]) -> Iterator[str]:
    """A sentence says little without the heading that it stands below, and a note without the table that it belongs to."""
    seen = dict.fromkeys(files, 0)
    for number, one in enumerate(told, 1):
        path, line = one.at.file, one.at.line
        between = files.get(path, "").splitlines()[seen.get(path, 0) : line]
        yield from (found[0].strip() for found in map(_AROUND.match, between) if found)
        seen[path] = max(line, seen.get(path, 0))
        yield f"{number}. {one.text}"


def checked(
    reply: Mapping[str, Any], told: Sequence[Told], knowledge: Knowledge, files: Mapping[str, str]
) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    """What holds of a reply, and why the rest does not: a quote that stands nowhere, an unknown id, a ban of nothing.
    ``files``: as ``prompt_of`` has them."""
    kept: dict[str, Suggestion] = {}
    refused: list[str] = []
    entries = reply.get("rules")
    check = Check(told, knowledge, files)
    for entry in entries if isinstance(entries, list) else ():
        found = check(entry)
        if isinstance(found, Suggestion):
            before = kept.get(found.sentence, found)
            every = dict.fromkeys((*before.provisions, *found.provisions))
            kept[found.sentence] = replace(before, provisions=tuple(every))
        else:
            refused.append(found)
    return tuple(_with_one_meaning(kept.values(), knowledge.policy)), tuple(dict.fromkeys(refused))


def _with_one_meaning(kept: Iterable[Suggestion], policy: Policy) -> Iterator[Suggestion]:
    """Data that several sentences name is of the strictest class that any of them takes it for."""
    every = tuple(kept)
    kinds: dict[str, Kind] = {}
    for kind in (kind for one in every for provision in one.provisions for kind in provision.kinds):
        known = kinds.get(kind.id, kind)
        is_a = tuple(dict.fromkeys((*known.is_a, *kind.is_a)))
        kinds[kind.id] = replace(known, classes=strictest(policy, (*known.classes, *kind.classes)), is_a=is_a)
    for one in every:
        of = (replace(each, kinds=tuple(kinds[kind.id] for kind in each.kinds)) for each in one.provisions)
        yield replace(one, provisions=tuple(of))


def written(proposals: Sequence[Suggestion]) -> str:
    """The file that holds them."""
    return json.dumps([asdict(one) for one in proposals], ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> dict[str, Suggestion]:
    """Sentence -> what is proposed of it; nothing of a file that holds no proposals."""
    try:
        rows = json.loads(text or "[]")
        found = [
            Suggestion(text_of(row["sentence"]), text_of(row["quote"]), tuple(map(_kept, row["provisions"]))) for row in rows
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {one.sentence: one for one in found}


def _kept(row: Mapping[str, Any]) -> Provision:
    tools, data, who, words = (tuple(texts_of(row[key])) for key in ("tools", "data", "who", "words"))
    kinds = tuple(
        Kind(text_of(one["id"]), text_of(one["name"]), *map(tuple, map(texts_of, (one["classes"], one["is_a"]))))
        for one in row["kinds"]
    )
    return Provision(Does(row["does"]), tools, data, kinds, who, words)


def renewed(proposals: Mapping[str, Suggestion], knowledge: Knowledge) -> dict[str, Suggestion]:
    """The same with the policy as it is now: the owner may have said since what some words mean."""
    if not any(each.kinds for one in proposals.values() for each in one.provisions):
        return dict(proposals)
    meanings = Meanings(knowledge)
    return {id_: replace(one, provisions=tuple(map(meanings.renewed, one.provisions))) for id_, one in proposals.items()}


def weighty(proposals: Mapping[str, Suggestion]) -> frozenset[str]:
    """Sentences that rule something, as the model says."""
    return frozenset(id_ for id_, one in proposals.items() if one.provisions)


def filled(question: Open, proposals: Mapping[str, Suggestion], knowledge: Knowledge) -> Open:
    """The question with what is proposed: its answers about these tools and data, the proposed one first. As it is where the
    sentence no longer has the quote, or the policy no longer has an id."""
    one = proposals.get(question.id) if question.about is About.SENTENCE else None
    if one is None or one.quote not in question.sentence or any(strange_in(each, knowledge) for each in one.provisions):
        return question
    way = one.way
    asked = digest_of(question.asked.encode(), repr(way).encode())[:8]  # a click on another reading is none on this one
    if way.id == AS_READ:
        return replace(question, ways=(way, *question.ways), proposed=AS_READ, asked=asked)
    is_filled = {each.value for each in Does} if way.id != DROP else set()
    ways = [Way(old.id, way.tools, way.data) if old.id in is_filled else old for old in question.ways]
    ways = [*ways, way] if question.way(way.id) is None else ways
    ways.sort(key=lambda old: old.id != way.id)
    return replace(question, ways=tuple(ways), proposed=way.id, asked=asked)
