"""What a glossary says that data becomes once something was done to it in; the same as sentences of a document say it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.knowledge.importing.classes.strictness import ClassWords, mildest
from bot.knowledge.importing.prose.becoming import Becoming
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.glossary import ChangeEntry
from bot.knowledge.importing.texts.words import becoming_words, fold, has_word, lists


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
        yield Becoming(done, sources, target, line, condition=condition, is_named=True)
    for one in classes:
        things = tuple(name for name in entry.data if fold(name) not in names and name in one.examples)
        if things:
            yield Becoming(done, (one.id,), target, line, things, condition)
