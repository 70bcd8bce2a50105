"""A policy's kinds of data go in, their names, examples and other ways to say both are added to its index."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.index import Index
from bot.reading.labels import IN_BRACKETS, PARTS, labels_of, plain
from bot.reading.lists import all_words
from bot.reading.text import fold, words_of


def add_data(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    weak = all_words(catalog, "read.frequent") | all_words(catalog, "read.container")
    for terms in knowledge.vocabulary.data.values():
        names = [*labels_of(knowledge, terms.id, terms.label), *terms.names]
        for label in list(names):
            bare = plain(label)
            if bare != label:
                names += [bare, *IN_BRACKETS.findall(label)]
        for name in dict.fromkeys(names):
            index.add(name, "data", terms.id, "name")
            if terms.is_class:
                for language, other in _same(name, catalog):
                    index.add(other, "data", terms.id, "name", language=language)
                worded = name.split()
                if len(worded) == 2 and fold(worded[1]) in all_words(catalog, "read.container"):
                    index.add(worded[0], "data", terms.id, "name")
        for example in terms.examples:
            for phrase in dict.fromkeys((example, *_spoken(example, weak))):
                index.add(phrase, "data", terms.id, "example")
        for name in (*terms.names, *((terms.label,) if not terms.is_class else ())):
            for phrase in _spoken(name, weak) if not terms.is_class else _turned(name):
                index.add(phrase, "data", terms.id, "name")


def _spoken(example: str, weak: frozenset[str]) -> list[str]:
    """Other ways of an example: each of several things in it, without a leading form word, "maps of pipes" for "pipe maps"."""
    found = []
    for part in (part.strip() for part in PARTS.split(example)):
        worded = words_of(part)
        if part and part != example and worded and worded[0] not in weak:
            found.append(part)
    worded = words_of(example)
    while len(worded) > 2 and worded[0] in weak:
        worded = worded[1:]
        if worded[0] not in weak and len(worded) >= 2:
            found.append(" ".join(worded))
    return found + [turned for phrase in (example, *found) for turned in _turned(phrase)]


def _turned(phrase: str) -> list[str]:
    worded = words_of(phrase)
    if len(worded) != 2 or min(map(len, worded)) < 3:
        return []
    return [f"{worded[1]} {link} {worded[0]}" for link in ("of", "of the", "for", "about")]


def _same(name: str, catalog: Catalog) -> list[tuple[str, str]]:
    """The name of a class in the other languages, where its words are colours, levels and the like."""
    worded = words_of(name)
    found: list[tuple[str, str]] = []
    for lists in (lists for key, lists in catalog.words.items() if key.startswith(("same.", "class.colour.", "class.level"))):
        forms = {" ".join(words_of(w)) for phrases in lists.values() for w in phrases}
        hits = [place for place, word in enumerate(worded) if word in forms]
        if len(hits) == 1 and len(worded) <= 2:
            place = hits[0]
            rest = [word for at, word in enumerate(worded) if at != place]
            if not rest or rest[0].isdigit() or len(rest[0]) == 1:
                for language, phrases in lists.items():
                    found += [(language, " ".join([*worded[:place], phrase, *worded[place + 1 :]])) for phrase in phrases]
    return found
