"""An index goes in; the words by which people call tools, data, conditions and transformations come out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.files.tools import RawOffering, RawTool
from bot.knowledge.joined.index import Index
from bot.knowledge.sheets.sheet import Word
from bot.policy.house import role_key
from bot.policy.vocabulary import ConditionTerms, DataTerms, OfferingTerms, ToolTerms, TransformationTerms, Vocabulary
from bot.policy.words import Citation, Condition, Texts


def join_vocabulary(index: Index, conditions: dict[str, Condition]) -> Vocabulary:
    """All words, keyed by id."""
    return Vocabulary(
        {key: _tool(index, tool) for key, tool in index.tools.items()},
        {key: _offering(index, key, tool, offering) for key, (tool, offering) in index.offerings.items()},
        _data(index),
        {key: _condition(index, condition) for key, condition in conditions.items()},
        {
            key: TransformationTerms(key, index.label(raw.label, raw.id), _names(index, raw.label, raw.synonyms))
            for key, raw in index.transformations.items()
        },
        index.policy.languages,
        _phrases(word for part in index.parts for data in part.data for word in data.no_data),
        _phrases(word for part in index.parts for data in part.data for word in data.askers),
    )


def join_labels(index: Index, conditions: dict[str, Condition]) -> dict[str, Texts]:
    """Id -> label in several languages, for everything that an answer may name."""
    labels: dict[str, Texts] = {key: index.texts(tool.label, tool.id) for key, tool in index.tools.items()}
    for key, (tool, offering) in index.offerings.items():
        labels[key] = _offering_texts(index, tool, offering)
    for found in (index.types, index.classes, index.transformations):
        for key, raw in found.items():
            labels.setdefault(key, index.texts(raw.label, raw.id))
    for key, condition in conditions.items():
        labels.setdefault(key, condition.text)
    for one in (one for part in index.parts for one in part.people):
        if one.role_label:
            labels[role_key(one.role)] = index.texts({"": one.role, **one.role_label}, one.match)
    return labels


def _phrases(words: Iterable[Word]) -> dict[str, Citation]:
    """Phrase -> where it stands."""
    return {" ".join(word.text.split()): word.at for word in words if word.text.strip()}


def _names(index: Index, label: Texts, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    """Synonyms, and the label in the other languages."""
    others = [words for language, words in label.items() if language not in ("", index.first)]
    return tuple(dict.fromkeys((*synonyms, *others)))


def _tool(index: Index, tool: RawTool) -> ToolTerms:
    return ToolTerms(
        tool.id.text,
        index.label(tool.label, tool.id),
        _names(index, tool.label, tool.synonyms),
        tuple(word.text for word in tool.catalog),
        tool.group,
        {key.text: tuple(word.text.lower() for word in values) for key, values in tool.covers},
        tool.banned,
    )


def _offering_texts(index: Index, tool: RawTool, offering: RawOffering) -> Texts:
    if offering.label:
        return index.texts(offering.label, offering.at)
    labels = index.texts(tool.label, tool.id)
    if len(tool.offerings) == 1:
        return labels
    own = offering.id.text.replace("-", " ")
    plan = own if own[:1].isdigit() else own.title()
    return {language: label if label.casefold().endswith(f" {own}") else f"{label} {plan}" for language, label in labels.items()}


def _offering(index: Index, key: str, tool: RawTool, offering: RawOffering) -> OfferingTerms:
    label = _offering_texts(index, tool, offering)
    return OfferingTerms(
        key,
        tool.id.text,
        label.get(index.first, key),
        _names(index, label, offering.synonyms),
        offering.plan,
        offering.account,
        offering.hosting,
        index.texts(offering.get_it, offering.at),
    )


def _data(index: Index) -> dict[str, DataTerms]:
    found = {}
    for is_class, raws in ((True, index.classes), (False, index.types)):
        for key, raw in raws.items():
            found[key] = DataTerms(
                key,
                index.label(raw.label, raw.id),
                is_class,
                _names(index, raw.label, raw.synonyms),
                raw.examples,
                tuple(word.text for word in raw.catalog),
                raw.detectors,
                tuple(word.text for word in raw.perhaps),
            )
    return found


def _condition(index: Index, condition: Condition) -> ConditionTerms:
    raw = index.conditions.get(condition.id)
    label = condition.text.get(index.first, condition.id)
    return ConditionTerms(condition.id, label, raw.says_met, raw.says_unmet) if raw else ConditionTerms(condition.id, label)
