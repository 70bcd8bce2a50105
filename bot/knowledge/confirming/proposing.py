"""A policy's sentences go in; a prompt for a model comes out, and of its reply what may be put to the owner.

Nothing of it counts: a suggestion only fills in a question about a sentence, with the tools and data that its answers are
about, and puts one answer first. What the other answers cannot say (rules for some people, for data that has no name yet,
against the table, several in one sentence) is an answer of its own, ``AS_READ``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.knowledge.confirming.naming import Names
from bot.knowledge.confirming.told import Standing, Told
from bot.knowledge.importing.permits.kinds_let_in import reader_of
from bot.knowledge.importing.permits.people import is_everybody
from bot.knowledge.importing.permits.statements import statement_of
from bot.knowledge.importing.texts.patterns import without_determiner
from bot.knowledge.importing.texts.words import tokens
from bot.knowledge.sheets.sheet import slug
from bot.policy.confirming import ALLOW, AS_READ, DROP, IF, IF_FOR, OF_SOME, ONLY_FOR, About, Open, Way, roles_in
from bot.policy.deciding.worlds import OTHER
from bot.policy.house import Knowledge
from bot.policy.provisions import LEAVES, Does, Kind, Provision
from bot.tongue.flat import digest_of

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
    check = Check(told, knowledge, files)
    for entry in entries if isinstance(entries, list) else ():
        found = check(entry)
        if isinstance(found, Suggestion):
            before = kept.get(found.sentence, found)
            every = dict.fromkeys((*before.provisions, *found.provisions))
            kept[found.sentence] = replace(before, provisions=tuple(every))
        else:
            refused.append(found)
    return tuple(_with_one_meaning(kept.values())), tuple(dict.fromkeys(refused))


def _with_one_meaning(kept: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Data that several sentences name is of all classes that any of them takes it for."""
    every = tuple(kept)
    kinds: dict[str, Kind] = {}
    for kind in (kind for one in every for provision in one.provisions for kind in provision.kinds):
        known = kinds.get(kind.id, kind)
        classes, is_a = ((*ours, *theirs) for ours, theirs in ((known.classes, kind.classes), (known.is_a, kind.is_a)))
        kinds[kind.id] = replace(known, classes=tuple(dict.fromkeys(classes)), is_a=tuple(dict.fromkeys(is_a)))
    for one in every:
        of = (replace(each, kinds=tuple(kinds[kind.id] for kind in each.kinds)) for each in one.provisions)
        yield replace(one, provisions=tuple(of))


class Check:
    """Looks at one entry of a reply after the other."""

    def __init__(self, told: Sequence[Told], knowledge: Knowledge, files: Mapping[str, str]) -> None:
        paths = dict.fromkeys(one.at.file for one in told)
        self._said = _plain("\n".join((*(one.text for one in told), *(files.get(path, "") for path in paths))))
        self._told, self._knowledge, self._names = told, knowledge, Names(knowledge)
        self._reader = reader_of(knowledge.organisation.languages[0])

    def __call__(self, entry: Any) -> Suggestion | str:
        try:
            number, quote, one = entry["sentence"], entry["quote"], self._provision(entry)
        except (KeyError, TypeError, ValueError):
            return f"no proposal: {str(entry)[:80]}"
        if type(number) is not int or not 0 < number <= len(self._told):
            return f"there is no sentence {number}"
        at = self._told[number - 1]
        if not isinstance(quote, str) or not tokens(quote) or quote not in at.text:
            return f"sentence {number}: the quote does not stand there: “{str(quote)[:80]}”"
        if strange := _strange(one, self._knowledge) if one else ():
            return f"sentence {number}: no id of the policy: {', '.join(strange)}"
        if wrong := self._wrong(one, at) if one else "":
            return f"sentence {number}: `{entry['does']}` of {wrong}"
        return Suggestion(at.id, quote, (one,) if one else ())

    def _provision(self, entry: Mapping[str, Any]) -> Provision | None:
        """None where it rules nothing. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is no entry."""
        if entry["does"] == DROP:
            return None
        data, policy = _texts(entry["data"]), self._knowledge.policy
        kinds = [self._kind(_text(one["name"]), _text(one["class"])) for one in entry.get("kinds", ())]
        known = [kind.id for kind in kinds if kind.id in policy.data_types]
        return Provision(
            Does(entry["does"]),
            tuple(dict.fromkeys(_texts(entry["tools"]))),
            tuple(dict.fromkeys((*data, *known))),
            tuple(kind for kind in kinds if kind.id not in known),
            roles_in(",".join(_texts(entry.get("who", [])))),
            roles_in(",".join(_texts(entry.get("words", [])))),
            entry.get("against_table") is True,
        )

    def _kind(self, said: str, class_: str) -> Kind:
        """It is never milder than what its words are heard as without it."""
        name, policy = without_determiner(" ".join(said.split())), self._knowledge.policy
        heard = {every for kind in self._reader.read(name) for every in (kind, *self._reader.ancestors(kind))}
        tied = (id_ for id_, one in self._knowledge.vocabulary.data.items() if heard & {*one.catalog, *one.perhaps})
        broader = dict.fromkeys((*self._names.data(name), *tied))
        types = tuple(id_ for id_ in broader if id_ in policy.data_types)
        classes = [id_ for id_ in broader if id_ in policy.data_classes]
        classes += [id_ for broad in types for id_ in policy.data_types[broad].classes]
        return Kind(slug(name), name, tuple(dict.fromkeys((class_, *classes))), types)

    def _wrong(self, one: Provision, at: Told) -> str:
        """What a proposal may not be of; empty where it is none of that."""
        if _is_bare(one, self._knowledge):
            return "nothing"
        taken = self._knowledge.vocabulary.tools.keys() | self._knowledge.policy.data_classes.keys() | _reserved(self._knowledge)
        if any(not tokens(kind.name) or kind.id in taken or not self._says(kind.name) for kind in one.kinds):
            return "data that the document does not name"
        if any(is_everybody(role) or role == OTHER or not self._says(role) for role in one.who):
            return "people whom the document does not name"
        if any(not tokens(word) or _plain(word).rstrip() not in self._said for word in one.words):  # "recording" of "recordings"
            return "words that the document does not say"
        if one.does in LEAVES and one.words:
            return "what somebody says: a no with the same words would be heard as a yes"
        gives = at.gives or at.standing in (Standing.BACKGROUND, Standing.EXAMPLE)
        is_other = one.does in LEAVES and not gives and (one.is_plain or not statement_of(at.text).given)
        return "what it takes away" if is_other else ""

    def _says(self, words: str) -> bool:
        return bool(tokens(words)) and _plain(words) in self._said


def _plain(text: str) -> str:
    """With a blank around each word, so that whole words are found."""
    return f" {' '.join(tokens(text))} "


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError
    return list(map(_text, value))


def _reserved(knowledge: Knowledge) -> frozenset[str]:
    """Ids of data.yaml that are no data."""
    return frozenset(knowledge.vocabulary.transformations)


def _is_bare(one: Provision, knowledge: Knowledge) -> bool:
    """Whether it is about nothing, or leaves nothing of what it is about."""
    if one.does is Does.ASK:
        return False
    if one.does is Does.FORBID:
        return not (one.tools or one.named or one.where)
    if one.does is Does.ONLY:  # what is let in of a class would be forbidden with the rest of it
        classes = knowledge.policy.data_classes.keys()
        return not one.named or not classes - set(one.named) or not classes >= set(one.named)
    if one.does is Does.ONLY_IN:
        return not (one.tools and (one.named or one.where)) or not knowledge.vocabulary.tools.keys() - set(one.tools)
    return not (one.tools and one.named)


def _strange(one: Provision, knowledge: Knowledge) -> list[str]:
    """Ids that the policy does not have."""
    policy = knowledge.policy
    data = policy.data_types.keys() | policy.data_classes.keys()
    of_kinds = {id_ for kind in one.kinds for id_ in kind.classes} - policy.data_classes.keys()
    types = {id_ for kind in one.kinds for id_ in kind.is_a} - policy.data_types.keys()
    return sorted(set(one.tools) - knowledge.vocabulary.tools.keys() | set(one.data) - data | of_kinds | types)


def written(proposals: Sequence[Suggestion]) -> str:
    """The file that holds them."""
    return json.dumps([asdict(one) for one in proposals], ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> dict[str, Suggestion]:
    """Sentence -> what is proposed of it; nothing of a file that holds no proposals."""
    try:
        rows = json.loads(text or "[]")
        found = [Suggestion(_text(row["sentence"]), _text(row["quote"]), tuple(map(_kept, row["provisions"]))) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {one.sentence: one for one in found}


def _kept(row: Mapping[str, Any]) -> Provision:
    lists = {key: tuple(_texts(row[key])) for key in ("tools", "data", "who", "words")}
    kinds = (
        Kind(_text(one["id"]), _text(one["name"]), *map(tuple, map(_texts, (one["classes"], one["is_a"]))))
        for one in row["kinds"]
    )
    return Provision(Does(row["does"]), kinds=tuple(kinds), is_despite=row["is_despite"] is True, **lists)


def weighty(proposals: Mapping[str, Suggestion]) -> frozenset[str]:
    """Sentences that rule something, as the model says."""
    return frozenset(id_ for id_, one in proposals.items() if one.provisions)


def filled(question: Open, proposals: Mapping[str, Suggestion], knowledge: Knowledge) -> Open:
    """The question with what is proposed: its answers about these tools and data, the proposed one first. As it is where the
    sentence no longer has the quote, or the policy no longer has an id."""
    one = proposals.get(question.id) if question.about is About.SENTENCE else None
    if one is None or one.quote not in question.sentence or any(_strange(each, knowledge) for each in one.provisions):
        return question
    lets = any(each.does in LEAVES for each in one.provisions)
    if question.is_strict and lets:
        return question
    people = next((way.who for way in question.ways if way.id in OF_SOME and way.who), ())
    way = replace(one, provisions=tuple(_for(people, each) for each in one.provisions)).way
    asked = digest_of(question.asked.encode(), repr(way).encode())[:8]  # a click on another reading is none on this one
    if way.id == AS_READ:
        gives = question.gives or lets
        return replace(question, ways=(way, *question.ways), proposed=AS_READ, gives=gives, asked=asked)
    about = (way.tools, way.data)
    is_filled = {*(each.value for each in Does), *OF_SOME} if way.id != DROP else set()
    ways = [Way(old.id, *about, old.who) if old.id in is_filled else old for old in question.ways]
    ways = [*ways, way] if question.way(way.id) is None else ways
    of_some = question.way({ALLOW: ONLY_FOR, IF: IF_FOR}.get(way.id, ""))
    first = of_some.id if of_some and of_some.who else way.id  # a plain proposal says nothing of people
    ways.sort(key=lambda old: old.id != first)
    return replace(question, ways=tuple(ways), proposed=first, gives=question.gives or lets, asked=asked)


def _for(people: tuple[str, ...], one: Provision) -> Provision:
    """A leave is that of the people whom its sentence names, where the model names none; a plain one has an answer for them."""
    is_theirs = people and one.does in LEAVES and not one.who and not one.is_plain
    return replace(one, who=people) if is_theirs else one
