"""A policy's kinds of data go in, their names, examples and other ways to say both are added to its index."""

from __future__ import annotations

import re

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.data.ties import Ties
from bot.reading.naming.labels import IN_BRACKETS, completed, labels_of, parts_of, plain
from bot.reading.words.lists import all_words, lists_in
from bot.text.common import LEAST
from bot.text.index import Index
from bot.text.small import small, small_of
from bot.text.tokens import fold, tokens_of, words_of

_GENITIVE = small("genitive")
_TAIL = small("genitive", "tail")
_NARROWS = small("narrows")
_PAIR = 3
"""Words of "names of clients"."""
_DATA = "same.data"
_RARE = 4
"""Letters of a name that is told by itself."""
_CAPITALS = re.compile(r".[A-Z]")
_BUT = small("but_not")
_TURNED = sorted(small("of_turned"))


def add_data(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    language = knowledge.vocabulary.languages[0]
    weak = all_words(catalog, "read.frequent", "read.container") - _NARROWS
    ties = Ties(knowledge, catalog)
    beside_tools = _beside_tools(knowledge)
    for terms in knowledge.vocabulary.data.values():
        names = [*labels_of(knowledge, terms.id, terms.label), *terms.names]
        spoken = _in_other_languages(knowledge, terms.id)
        for label in list(names):
            bare = plain(label)
            if bare != label:
                names += [bare, *IN_BRACKETS.findall(label)]
        for name in dict.fromkeys(names):
            if terms.is_class and fold(name) in beside_tools and not _same(name, catalog):
                continue  # "the studio laptop" says nothing of a class "T1 Studio"
            index.layer.add(name, "data", terms.id, "name", language=spoken.get(name, "any"))
            if "-" in name:
                index.layer.add(name.replace("-", ""), "data", terms.id, "name")  # "deidentified content"
            for lang, other in (
                _class_names(name, catalog, ties.is_mild((terms.id,))) if terms.is_class and name not in spoken else ()
            ):
                index.layer.add(other, "data", terms.id, "name", language=lang)
        for example in terms.examples:
            for phrase in dict.fromkeys((example, *_spoken(example, weak, language, index))):
                index.layer.add(phrase, "data", terms.id, "example")
        for name in (*(n for n in terms.names if n not in spoken), *((terms.label,) if not terms.is_class else ())):
            for phrase in _spoken(name, weak, language, index) if not terms.is_class else _turned(name):
                index.layer.add(phrase, "data", terms.id, "name")
    for word, id_ in _rare_words(knowledge, ties, index, language):
        index.layer.add(word, "data", id_, "example")


def _in_other_languages(knowledge: Knowledge, id_: str) -> dict[str, str]:
    """The labels in all but the policy's language, with theirs: they are whole names there, and no words of the policy's own."""
    first = knowledge.vocabulary.languages[0]
    texts = knowledge.labels.get(id_, {})
    return {text: lang for lang, text in texts.items() if lang not in ("", first) and text != texts.get(first)}


def _beside_tools(knowledge: Knowledge) -> frozenset[str]:
    """Words that the policy says of its tools: in their names, plans and seats."""
    known = knowledge.vocabulary
    names = [name for tool in known.tools.values() for name in (tool.label, *tool.names)]
    said = [name for one in known.offerings.values() for name in (one.label, *one.names, *one.plans)]
    return frozenset(word for name in (*names, *said) for word in words_of(name))


def _rare_words(knowledge: Knowledge, ties: Ties, index: Index, language: str) -> list[tuple[str, str]]:
    """Names in what the policy calls one guarded thing, which tell it by themselves: systems and desks ("the OrthoBase reports"
    are its "OrthoBase case reports"), and whose they are ("Orvelta Pharma"). Written with capitals, and no word of
    any language; never behind "without"."""
    held: dict[str, set[str]] = {}
    proper: set[str] = set()
    for terms in knowledge.vocabulary.data.values():
        foreign = _in_other_languages(knowledge, terms.id)
        for name in (terms.label, *terms.names, *terms.examples) if not terms.is_class else ():
            written = re.split(r"[^\w-]+", name)
            at = next((place for place, word in enumerate(written) if fold(word) in _BUT), len(written))
            is_proper = name in terms.names and name not in foreign and all(w[:1].isupper() for w in written if len(w) >= _RARE)
            for word in written[:at] if len(written) > 1 else ():
                if (is_proper or _CAPITALS.search(word)) and word.isalpha() and len(word) >= _RARE:
                    held.setdefault(fold(word), set()).add(terms.id)
                    proper |= {fold(word)} if is_proper else set()
    return [
        (word, id_)
        for word, ids in held.items()
        for id_ in sorted(ids)
        if (len(ids) == 1 or word in proper)
        and not any(ties.is_mild((one,)) for one in ids)
        and not any(index.is_known(word, lang) for lang in (LEAST if word in proper else dict.fromkeys((language, "en"))))
        and not _is_known((word,), index)
    ]


def _class_names(name: str, catalog: Catalog, is_mild: bool) -> list[tuple[str, str]]:
    """What a class is called besides: in other languages, and by the word alone that stands beside one for data; behind it only
    where that makes nothing milder ("donc publiable" says what may become of a thing)."""
    worded = name.split()
    containers = all_words(catalog, "read.container")
    pairs = (worded, *((worded[::-1],) if not is_mild else ())) if len(worded) == 2 else ()
    bare = next((one for one, other in pairs if fold(other) in containers), "")
    alone = [("any", form) for form in dict.fromkeys((bare, bare.replace("-", ""))) if form]
    return [*_same(name, catalog), *_same(bare, catalog), *_translated(name, catalog), *alone]


def _spoken(example: str, weak: frozenset[str], language: str, index: Index) -> list[str]:
    """Other ways of an example: each of several things in it, without a leading form word, "maps of pipes" for "pipe maps"."""
    found = []
    parts = parts_of(example, language)
    for part in (*_each(parts, index, language), *completed(parts, language)):
        worded = words_of(part)
        if part and part != example and worded and (worded[0] not in weak or len(worded) >= _PAIR):
            found.append(part)
    worded = words_of(example)
    while len(worded) > 2 and worded[0] in weak:
        worded = worded[1:]
        if worded[0] not in weak and len(worded) >= 2:
            found.append(" ".join(worded))
    return found + [turned for phrase in (example, *found) for turned in _turned(phrase)]


def _each(parts: list[str], index: Index, language: str) -> list[str]:
    """Each of several things: "plans of dams and locks" are plans of dams and plans of locks, and no locks. What has a word that
    the catalog does not know in front of "of" is called by that alone, too, unless everybody uses it ("code of the models")."""
    found, head = [], ""
    links = sorted(small_of("genitive").get(language, ()))
    for part in _with_tail(parts):
        worded = words_of(part)
        at = next((place for place, word in enumerate(worded) if place and word in _GENITIVE), 0)
        found += [f"{head} {link} {part}" for link in links] if head and not at else [part]
        pair = len(worded) == _PAIR
        if at and (pair or not _is_known(worded[:at], index)) and not _is_anything(worded[:at], index, language):
            found.append(" ".join(worded[:at]))
        if at and pair and len(parts) == 1 and not _is_anything(worded[-1:], index, language):
            found.append(worded[-1])
        head = " ".join(worded[:at]) if at else head
    return found


def _with_tail(parts: list[str]) -> list[str]:
    """What narrows the last of several things narrows a lone word before it: "code and drawings from partners" is no code."""
    last = words_of(parts[-1]) if parts else ()
    at = next((place for place, word in enumerate(last) if place and word in _TAIL), 0)
    tail = f" {' '.join(last[at:])}" if at else ""
    return [*(part + tail * (len(words_of(part)) == 1) for part in parts[:-1]), *parts[-1:]]


def _is_anything(worded: tuple[str, ...], index: Index, language: str) -> bool:
    """Whether a lone word stands for much else as well: an everyday one ("notes", "plans", "people")."""
    return len(worded) == 1 and any(index.is_common(worded[0], lang) for lang in dict.fromkeys((language, "en")))


def _is_known(worded: tuple[str, ...], index: Index) -> bool:
    """Whether the catalog has a kind of data that is called so."""
    return any(m.size == len(worded) and m.entry.slot == "kind" for m in index.find(tokens_of(" ".join(worded)), "en"))


def _turned(phrase: str) -> list[str]:
    worded = words_of(phrase)
    if len(worded) != 2 or min(map(len, worded)) < 3:
        return []
    return [f"{worded[1]} {link} {worded[0]}" for link in _TURNED]


def _same(name: str, catalog: Catalog) -> list[tuple[str, str]]:
    """The name of a class in the other languages, where its words are colours, levels and the like."""
    worded = words_of(name)
    found: list[tuple[str, str]] = []
    for lists in lists_in(catalog, ("same.", "class.colour.", "class.level")):
        forms = {" ".join(words_of(w)) for phrases in lists.values() for w in phrases}
        hits = [place for place, word in enumerate(worded) if word in forms]
        if len(hits) == 1 and len(worded) <= 2:
            place = hits[0]
            rest = [word for at, word in enumerate(worded) if at != place]
            if not rest or rest[0].isdigit() or len(rest[0]) == 1:
                for language, phrases in lists.items():
                    found += [(language, " ".join([*worded[:place], phrase, *worded[place + 1 :]])) for phrase in phrases]
    return found


def _translated(name: str, catalog: Catalog) -> list[tuple[str, str]]:
    """A class's name in the other languages, where it is one word of secrecy and one for data: "Datos sensibles"."""
    worded = words_of(name)
    nouns = catalog.words.get(_DATA, {})
    if len(worded) != 2 or not (beside := [word for word in worded if word not in all_words(catalog, _DATA)]) or len(beside) > 1:
        return []
    found: list[tuple[str, str]] = []
    for lists in (catalog.words[name] for name in catalog.words if name.startswith("same.") and name != _DATA):
        if beside[0] in {" ".join(words_of(word)) for words in lists.values() for word in words}:
            for language, said in lists.items():
                pairs = [(adjective, noun) for adjective in said for noun in nouns.get(language, ())]
                found += [(language, f"{one} {other}") for pair in pairs for one, other in (pair, pair[::-1])]
    return found
