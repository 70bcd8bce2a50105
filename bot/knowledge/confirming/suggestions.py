"""One entry of a model's reply goes in; what it takes a sentence for comes out, or why it holds of nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.naming import Names
from bot.knowledge.confirming.told import Told
from bot.knowledge.importing.texts.kinds import kind_reader
from bot.knowledge.importing.texts.patterns import without_determiner
from bot.knowledge.importing.texts.roles import is_everybody
from bot.knowledge.importing.texts.words import tokens
from bot.knowledge.sheets.sheet import slug
from bot.policy.confirming import AS_READ, DROP, Way
from bot.policy.deciding.worlds import OTHER
from bot.policy.house import Knowledge
from bot.policy.policy import Policy, rank_of
from bot.policy.provisions import Does, Kind, Provision


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


class Check:
    """Looks at one entry of a reply after the other."""

    def __init__(self, told: Sequence[Told], knowledge: Knowledge, files: Mapping[str, str]) -> None:
        paths = dict.fromkeys(one.at.file for one in told)
        self._said = _plain("\n".join((*(one.text for one in told), *(files.get(path, "") for path in paths))))
        self._told, self._knowledge, self._meanings = told, knowledge, Meanings(knowledge)

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
        if strange := strange_in(one, self._knowledge) if one else ():
            return f"sentence {number}: no id of the policy: {', '.join(strange)}"
        if wrong := self._wrong(one) if one else "":
            return f"sentence {number}: `{entry['does']}` of {wrong}"
        return Suggestion(at.id, quote, (one,) if one else ())

    def _provision(self, entry: Mapping[str, Any]) -> Provision | None:
        """None where it rules nothing. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is no entry."""
        if entry["does"] == DROP:
            return None
        data, policy = texts_of(entry["data"]), self._knowledge.policy
        named = [(text_of(one["name"]), text_of(one["class"])) for one in entry.get("kinds", ())]
        kinds = [self._meanings.kind(name, class_) for name, class_ in named]
        known = [kind.id for kind in kinds if kind.id in policy.data_types]
        return Provision(
            Does(entry["does"]),
            tuple(dict.fromkeys(texts_of(entry["tools"]))),
            tuple(dict.fromkeys((*data, *known))),
            tuple(kind for kind in kinds if kind.id not in known),
            _once(",".join(texts_of(entry.get("who", [])))),
            _once(",".join(texts_of(entry.get("words", [])))),
        )

    def _wrong(self, one: Provision) -> str:
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
        return ""

    def _says(self, words: str) -> bool:
        return bool(tokens(words)) and _plain(words) in self._said


class Meanings:
    """What words for data are heard as, with the policy as it is."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge, self._names = knowledge, Names(knowledge)
        catalog = load_catalog()
        self._readers = [kind_reader(catalog, language) for language in knowledge.organisation.languages]

    def kind(self, said: str, class_: str) -> Kind:
        """It is never milder than what its words are heard as without it. What is heard as nothing is of no class but
        the strictest."""
        name, policy = without_determiner(" ".join(said.split())), self._knowledge.policy
        if class_ and class_ not in policy.data_classes:
            return Kind(slug(name), name, (class_,))
        heard = {every for reader in self._readers for kind in reader.read(name) for every in (kind, *reader.ancestors(kind))}
        tied = (id_ for id_, one in self._knowledge.vocabulary.data.items() if heard & {*one.catalog, *one.perhaps})
        broader = dict.fromkeys((*self._names.data(name), *tied))
        types = tuple(id_ for id_ in broader if id_ in policy.data_types)
        classes = [id_ for id_ in broader if id_ in policy.data_classes]
        classes += [id_ for broad in types for id_ in policy.data_types[broad].classes]
        is_told = bool(classes) or rank_of(policy, class_) >= max(map(partial(rank_of, policy), policy.data_classes))
        classes += [class_] if class_ and is_told else []
        return Kind(slug(name), name, strictest(policy, classes), types)

    def renewed(self, one: Provision) -> Provision:
        """With its data as its words are heard now."""
        kinds = (self.kind(kind.name, next(iter(kind.classes), "")) for kind in one.kinds)
        return replace(one, kinds=tuple(kinds))


def strictest(policy: Policy, classes: Sequence[str]) -> tuple[str, ...]:
    """One class alone: where nothing is said of a stricter one, a yes of a milder one would stand."""
    known = [id_ for id_ in dict.fromkeys(classes) if id_ in policy.data_classes]
    return (max(known, key=partial(rank_of, policy)),) if known else tuple(dict.fromkeys(classes))[:1]


def _plain(text: str) -> str:
    """With a blank around each word, so that whole words are found."""
    return f" {' '.join(tokens(text))} "


def _once(text: str) -> tuple[str, ...]:
    """Things with commas between, each once and in lower case."""
    return tuple(dict.fromkeys(filter(None, (" ".join(one.lower().split()) for one in text.split(",")))))


def text_of(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def texts_of(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError
    return list(map(text_of, value))


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


def strange_in(one: Provision, knowledge: Knowledge) -> list[str]:
    """Ids that the policy does not have."""
    policy = knowledge.policy
    data = policy.data_types.keys() | policy.data_classes.keys()
    of_kinds = {id_ for kind in one.kinds for id_ in kind.classes} - policy.data_classes.keys()
    types = {id_ for kind in one.kinds for id_ in kind.is_a} - policy.data_types.keys()
    return sorted(set(one.tools) - knowledge.vocabulary.tools.keys() | set(one.data) - data | of_kinds | types)
