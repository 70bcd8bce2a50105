"""What a glossary says that data becomes once something was done to it in; data types and duties for it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.importing.built import Built, Cleaned
from bot.knowledge.importing.classes.strictness import ClassWords, mildest
from bot.knowledge.importing.prose.duties import Duty, make_duty
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.glossary import ChangeEntry
from bot.knowledge.importing.texts.words import becoming_words, fold, has_word, lists, unique_slug


@dataclass(frozen=True, slots=True)
class Becoming:
    """What data of some classes is once one of the transformations was done to it."""

    transformations: tuple[str, ...]
    sources: tuple[str, ...]
    """Class ids."""
    target: str
    """Class id; empty where each class stays what it is."""
    line: Line
    """Its number is 0 where a name says it and no line of the document."""
    examples: tuple[str, ...] = ()
    """Empty: all data of the classes."""
    condition: str = ""
    """The sentence, where more must hold than that it was done."""


def settle_becomings(built: Built, said: list[Becoming], taken: set[str]) -> list[Duty]:
    """Fills ``built.becomes`` and ``built.cleaned``; gives the duties. What was said first, and of an example, is kept."""
    duties: list[Duty] = []
    labels = {entry.id: entry.label for entry in built.classes}
    for one in said:
        target = one.target
        if one.condition:
            label = f"{labels[one.target]} {_in_language('because', built.language)} {_done_words(one, built.language)}"
            target = unique_slug(label, taken)
            duty = make_duty(unique_slug(f"{target}-if", taken), one.condition, built.language, built.short)
            duty.general, duty.binds, duty.data = True, True, (target,)
            duties.append(duty)
            built.cleaned.append(Cleaned(target, label, one.target, one.line.line))
        for source in one.sources:
            for about in one.examples or ("",):
                known = built.becomes.setdefault((source, about), {})
                for name in one.transformations:
                    known.setdefault(name, target or source)
                    built.prose.transformations.setdefault(name, list(lists()["transformations"][name]))
    return duties


def _done_words(said: Becoming, language: str) -> str:
    """What was done in the policy's own word, else that the names are out."""
    for name in said.transformations:
        if found := has_word(said.line.text, lists()["transformations"][name]):
            return found
    return _in_language("names_out", language)


def _in_language(name: str, language: str) -> str:
    words: dict[str, str] = becoming_words()[name]
    return words.get(language, words["en"])


def changes_of(told: Sequence[ChangeEntry], classes: Sequence[ClassWords], names: Mapping[str, str]) -> list[Becoming]:
    """First what stays what it is, then the stricter classes. ``names``: folded name or synonym -> class id; a name that is none,
    and no example of a class, is passed over."""
    found = [becoming for entry in told for becoming in _of(entry, classes, names)]
    order = [entry.id for entry in mildest(list(classes))]
    return sorted(found, key=lambda one: -order.index(one.target) if one.target else -len(order))


def _of(entry: ChangeEntry, classes: Sequence[ClassWords], names: Mapping[str, str]) -> Iterator[Becoming]:
    """That something was taken out is said in many ways, and what must be out is asked for anyway."""
    target = names.get(fold(entry.becomes), "")
    if entry.becomes and not target:
        return
    changes: dict[str, list[str]] = lists()["transformations"]
    named = [name for name, words in changes.items() if has_word(entry.text, words)]
    done = tuple(dict.fromkeys((*named, *becoming_words()["by_hand"]))) if target else tuple(changes)
    line, condition = Line(entry.text, 0), entry.text if target else ""
    wholes = tuple(dict.fromkeys(names[fold(name)] for name in entry.data if fold(name) in names))
    if sources := tuple(id_ for id_ in wholes if id_ != target):
        yield Becoming(done, sources, target, line, condition=condition)
    for one in classes:
        things = tuple(name for name in entry.data if fold(name) not in names and name in one.examples)
        if things:
            yield Becoming(done, (one.id,), target, line, things, condition)
