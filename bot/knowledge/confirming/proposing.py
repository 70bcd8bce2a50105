"""A policy's sentences go in; a prompt for a model comes out, and of its reply what may be put to the owner.

Nothing of it counts: a suggestion only fills in a question about a sentence, with the tools and data that its answers are
about, and puts one answer first. What the other answers cannot say (rules for some people, for data that has no name yet,
against the table, several in one sentence) is an answer of its own, ``AS_READ``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.knowledge.confirming.told import Standing, Told
from bot.knowledge.importing.permits.people import is_everybody
from bot.knowledge.importing.texts.patterns import without_determiner
from bot.knowledge.sheets.sheet import slug
from bot.policy.confirming import ALLOW, AS_READ, DROP, IF, IF_FOR, OF_SOME, ONLY_FOR, About, Open, Way, roles_in
from bot.policy.house import Knowledge
from bot.policy.provisions import LEAVES, Does, Kind, Provision
from bot.tongue.flat import digest_of

PROPOSED = ".proposed.json"
"""Beside the files, as the import's notes: what a model proposed, for the questions alone."""
_DOES = (*(one.value for one in Does), DROP)
_MOST = 400
"""Entries of a reply that are looked at."""
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
    "against_table": {"type": "boolean"},
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"rules": {"type": "array", "items": {"type": "object", "properties": _ENTRY, "required": list(_ENTRY)}}},
    "required": ["rules"],
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a model takes one sentence for. ``quote``: words of the sentence, letter by letter."""

    sentence: str
    """Id of the sentence: it is the same for the same words."""
    quote: str
    provisions: tuple[Provision, ...]
    """None where it rules nothing."""

    @property
    def way(self) -> Way:
        """The answer that says so."""
        if not self.provisions:
            return Way(DROP)
        first = self.provisions[0]
        if len(self.provisions) == 1 and first.is_plain:
            return Way(first.does.value, first.tools, first.data)
        return Way(AS_READ, provisions=self.provisions)


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
    paths = dict.fromkeys(one.at.file for one in told)
    said = "\n".join((*(one.text for one in told), *(files.get(path, "") for path in paths))).casefold()
    for entry in entries[:_MOST] if isinstance(entries, list) else ():
        found = _suggestion(entry, told, said, knowledge)
        if isinstance(found, Suggestion):
            before = kept.get(found.sentence, found)
            every = dict.fromkeys((*before.provisions, *found.provisions))
            kept[found.sentence] = replace(before, provisions=tuple(every))
        else:
            refused.append(found)
    return tuple(kept.values()), tuple(dict.fromkeys(refused))


def _suggestion(entry: Any, told: Sequence[Told], said: str, knowledge: Knowledge) -> Suggestion | str:
    try:
        number, quote, one = entry["sentence"], entry["quote"], _provision(entry)
    except (KeyError, TypeError, ValueError):
        return f"no proposal: {str(entry)[:80]}"
    if not isinstance(number, int) or not 0 < number <= len(told):
        return f"there is no sentence {number}"
    at = told[number - 1]
    if not isinstance(quote, str) or not quote.strip() or quote not in at.text:
        return f"sentence {number}: the quote does not stand there: “{str(quote)[:80]}”"
    if strange := _strange(one, knowledge) if one else ():
        return f"sentence {number}: no id of the policy: {', '.join(strange)}"
    if wrong := _wrong(one, at, said) if one else "":
        return f"sentence {number}: `{entry['does']}` of {wrong}"
    return Suggestion(at.id, quote, (one,) if one else ())


def _provision(entry: Mapping[str, Any]) -> Provision | None:
    """None where it rules nothing. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is no entry."""
    if entry["does"] == DROP:
        return None
    return Provision(
        Does(entry["does"]),
        tuple(dict.fromkeys(map(str, entry["tools"]))),
        tuple(dict.fromkeys(map(str, entry["data"]))),
        tuple(_kind(without_determiner(" ".join(one["name"].split())), one["class"]) for one in entry.get("kinds", ())),
        roles_in(",".join(map(str, entry.get("who", ())))),
        roles_in(",".join(map(str, entry.get("words", ())))),
        entry.get("against_table") is True,
    )


def _kind(name: str, class_: str) -> Kind:
    return Kind(slug(name), name, class_)


def _strange(one: Provision, knowledge: Knowledge) -> list[str]:
    """Ids that the policy does not have; of a kind without a name yet, its class."""
    policy = knowledge.policy
    known = knowledge.vocabulary.tools.keys() | policy.data_types.keys() | policy.data_classes.keys()
    return sorted({*one.tools, *one.data} - known | {kind.class_ for kind in one.kinds} - policy.data_classes.keys())


def _wrong(one: Provision, at: Told, said: str) -> str:
    """What a proposal may not be of; empty where it is none of that. ``said``: the documents, in small letters."""
    lets = one.does in LEAVES
    bare = {
        Does.FORBID: not (one.tools or one.named or one.where),
        Does.ASK: False,
        Does.ONLY: not one.named,
        Does.ONLY_IN: not (one.tools and (one.named or one.where)),
    }
    if bare.get(one.does, not (one.tools and one.named)):
        return "nothing"
    if any(not kind.id or kind.name.casefold() not in said for kind in one.kinds):
        return "data that the document does not name"
    if any(is_everybody(role) or role not in said for role in one.who):
        return "people whom the document does not name"
    if any(word not in said for word in one.words):
        return "words that the document does not say"
    is_other = lets and one.is_plain and not at.gives and at.standing not in (Standing.BACKGROUND, Standing.EXAMPLE)
    return "what it takes away" if is_other else ""


def written(proposals: Sequence[Suggestion]) -> str:
    """The file that holds them."""
    return json.dumps([asdict(one) for one in proposals], ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> dict[str, Suggestion]:
    """Sentence -> what is proposed of it; nothing of a file that holds no proposals."""
    try:
        rows = json.loads(text or "[]")
        found = [Suggestion(row["sentence"], row["quote"], tuple(map(_kept, row["provisions"]))) for row in rows]
    except (ValueError, KeyError, TypeError):
        return {}
    return {one.sentence: one for one in found}


def _kept(row: Mapping[str, Any]) -> Provision:
    lists = {key: tuple(row[key]) for key in ("tools", "data", "who", "words")}
    return Provision(Does(row["does"]), kinds=tuple(Kind(**one) for one in row["kinds"]), is_despite=row["is_despite"], **lists)


def weighty(proposals: Mapping[str, Suggestion]) -> frozenset[str]:
    """Sentences that rule something, as the model says."""
    return frozenset(id_ for id_, one in proposals.items() if one.provisions)


def filled(question: Open, proposals: Mapping[str, Suggestion], knowledge: Knowledge) -> Open:
    """The question with what is proposed: its answers about these tools and data, the proposed one first. As it is where the
    sentence no longer has the quote, or the policy no longer has an id."""
    one = proposals.get(question.id) if question.about is About.SENTENCE else None
    if one is None or one.quote not in question.sentence or any(_strange(each, knowledge) for each in one.provisions):
        return question
    way, lets = one.way, any(each.does in LEAVES for each in one.provisions)
    if question.is_strict and lets:
        return question
    if way.id == AS_READ:
        asked = digest_of(question.asked.encode(), repr(way).encode())[:8]  # a click on another reading is none on this one
        gives = question.gives or lets
        return replace(question, ways=(way, *question.ways), proposed=AS_READ, gives=gives, asked=asked)
    about = (way.tools, way.data)
    is_filled = {*(each.value for each in Does), *OF_SOME} if way.id != DROP else set()
    ways = [Way(old.id, *about, old.who) if old.id in is_filled else old for old in question.ways]
    ways = [*ways, way] if question.way(way.id) is None else ways
    of_some = question.way({ALLOW: ONLY_FOR, IF: IF_FOR}.get(way.id, ""))
    first = of_some.id if of_some and of_some.who else way.id  # a plain proposal says nothing of people
    ways.sort(key=lambda old: old.id != first)
    return replace(question, ways=tuple(ways), proposed=first, gives=question.gives or lets)
