"""Sentences of what data is once something was done to it in; class by class what transformed data becomes out.

"Red turns amber when everything that points at a person is gone and nobody could tell who it is", "black stays black, whatever
you take out", "anonymised student records are treated as P2".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.knowledge.importing.classes.strictness import ClassWords, is_milder, mildest
from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.words import becoming_words, find_run, fold, generic_data, has_word, limit_words, lists, tokens

_PART = re.compile(r"(?<=[.!?])[\s\"”»]+|;\s+|:\s+(?=\S)")
_BRACKETS = re.compile(r"\([^()]*\)|^\d+(?:\.\d+)*\s")
_OPENING = re.compile(r"^\s*(?:[-*+•]\s+|\d+[.)]\s+)?\*\*(?P<name>[^*]{1,80}?)[.:]?\*\*")
_NEAR = 3
"""Words between a verb and the negation that belongs to it."""


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
    is_named: bool = False
    """Whether it is known to be said of all data of its classes, also of what is about nobody."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The data type that is left when something was done and more must hold: of the milder class, with a duty that binds."""

    id: str
    label: str
    class_id: str
    line: int


def find_becomings(
    document: Document, classes: list[ClassWords], names: dict[str, str], people: frozenset[str]
) -> list[Becoming]:
    """All that the document says: first what leaves data as it is, then what more must hold for, so that a plain sentence
    elsewhere drops no condition. ``names``: folded name or synonym -> class id; ``people``: ids of classes that hold data about
    people.

    A sentence that names no milder class than the one before, asks something, or speaks of tools says nothing here.
    """
    reader = _Reader(classes, names, people)
    found: list[Becoming] = []
    paragraphs = _paragraphs(document.text)
    for line in document.lines:
        if line.kind != "row":
            found += reader.read(line, paragraphs[line.line] if line.line < len(paragraphs) else "")
    found += reader.named()
    return sorted(found, key=lambda one: (bool(one.target), not one.condition))


def _bare(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names without their words for any data ("publiables" of "données publiables"), where no two classes share what is left."""
    left = [(" ".join(word for word in tokens(name) if word not in generic_data()), id_) for name, id_ in told]
    return [(name, id_) for name, id_ in left if name and {other for text, other in left if text == name} == {id_}]


def _paragraphs(text: str) -> list[str]:
    """For each number of a line (the first is 1) the line that its paragraph or item begins with."""
    found = [""]
    for raw in text.splitlines():
        begins = not found[-1] or not raw.strip() or _OPENING.match(raw) or re.match(r"\s*(?:[-*+•]|\d+[.)]|#+)\s", raw)
        found.append(raw.strip() if begins else found[-1])
    return found


def _is_alike(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether these are the name's words, but for an ending of number or gender ("publiable", "Publiables")."""
    pairs = zip(words, name, strict=False)
    return len(words) == len(name) and all(a == b or (len(a) > _NEAR and a.rstrip("es") == b.rstrip("es")) for a, b in pairs)


class _Link(NamedTuple):
    """A verb of becoming with the class behind it: places of words."""

    first: int
    last: int
    target: str


class _Reader:
    def __init__(self, classes: list[ClassWords], names: dict[str, str], people: frozenset[str]) -> None:
        self.people = people
        self.within = ""
        self.classes = {entry.id: entry for entry in classes}
        told = [(fold(text), entry.id) for entry in classes for text in (*entry.synonyms, entry.label)]
        every = dict(_bare(told)) | dict(told) | names
        self.names = sorted(((tokens(name), id_) for name, id_ in every.items() if tokens(name)), key=lambda one: -len(one[0]))
        self.words = becoming_words()
        self.changes: dict[str, list[str]] = lists()["transformations"]

    def read(self, line: Line, paragraph: str = "") -> Iterator[Becoming]:
        """What each part of a line says. "This does not work for black data" goes on from the part before it, and what the
        paragraph about a class says without naming any is said of that class."""
        before: Becoming | None = None
        self.within = self._opened(paragraph)
        for part in _PART.split(unmarked(line.text)):
            if not part or "?" in part:
                continue
            said = self._part(part, line)
            if said is None and before is not None:
                said = self._exception(part, line, before)
            if said is not None:
                yield said
                before = said

    def named(self) -> Iterator[Becoming]:
        """Classes that are nothing but changed data by name ("De-identified") or example ("anonymised data")."""
        for entry in self.classes.values():
            for text in (entry.label, *entry.synonyms, *entry.examples):
                done = self._named(text)
                sources = self._stricter(entry.id, done)
                if len(done) == 1 and sources and not self._rest(text, done):
                    at = entry.examples.get(text, "").rpartition(":")[2]
                    yield Becoming(done, sources, entry.id, Line(text, int(at) if at.isdecimal() else 0))

    def _part(self, text: str, line: Line) -> Becoming | None:
        words = tokens(_BRACKETS.sub(" ", text))
        done, is_whole = self._done(text)
        if staying := self._staying(text, done, line):
            return staying
        link = self._link(words)
        if not done or link is None or self._is_denied(words, link) or self._is_undone(words):
            return None
        target, named = link.target, self._classes(words[: link.first])
        if any(is_milder(self.classes[id_], self.classes[target]) for id_ in self._classes(words[link.last :])):
            return None  # "yellow unless the names are out, then green" hangs on more than was done
        fitting = tuple(id_ for id_ in named if id_ != target and not is_milder(self.classes[id_], self.classes[target]))
        sources = fitting if named else self._unnamed(target, done)
        if not sources:
            return None
        said = Becoming(done, sources, target, line)
        is_firm = is_whole and not has_word(" ".join(words[: link.first]), self.words["doubt"])
        if is_firm and not self._rest(" ".join(words[link.last :]), done):
            return self._plain(" ".join(words[: link.first]), said)
        return replace(said, condition=text.strip())

    def _is_denied(self, words: tuple[str, ...], link: _Link) -> bool:
        """ "Is not Internal"; and as the verb of "do not treat it as Internal" stands further in front, any "not" does there."""
        first = 0 if words[link.first] in self.words["verb_before"] else max(0, link.first - _NEAR)
        return bool(has_word(" ".join(words[first : link.first + 1]), [*self.words["not"], *self.words["nobody"]]))

    def _is_undone(self, words: tuple[str, ...]) -> bool:
        """Whether it is said of what was not done: "unless it is anonymised", "data that is not anonymised"."""
        for name in self._named(" ".join(words)):
            places = [at for word in self.changes[name] if (at := find_run(tokens(word), words)) >= 0]
            near = " ".join(words[max(0, min(places) - _NEAR) : min(places)])
            if has_word(near, self.words["undone"]):
                return True
        return False

    def _plain(self, subject: str, said: Becoming) -> Becoming | None:
        """Of some data only where it says so ("anonymised student records"); of data that the policy does not name, nothing."""
        about = self._rest(
            subject, said.transformations, {word for name, id_ in self.names if id_ in said.sources for word in name}
        )
        examples = tuple(e for entry in self.classes.values() for e in entry.examples if about and has_word(e, [about]))
        return replace(said, examples=examples) if examples or not about else None

    def _staying(self, text: str, done: tuple[str, ...], line: Line) -> Becoming | None:
        """ "Black stays black, whatever you take out"; and to take out the names is too little, whatever the class."""
        words = tokens(text)
        named = tuple(self._classes(words))
        if has_word(text, self.words["never"]):
            return Becoming(tuple(self.changes), named, "", line) if named else None
        if done and has_word(text, self.words["keeps"]):
            return Becoming(done, named or tuple(self.classes), "", line)
        if done and (kept := self._kept(words)):
            return Becoming(tuple(self.changes), kept, "", line)
        if done and has_word(text, self.words["even"]):
            link = self._link(words)
            return Becoming(tuple(self.words["weak"]), (link.target,), "", line) if link else None
        if set(done) & set(self.words["weak"]) and has_word(text, self.words["too_little"]):
            return Becoming(tuple(self.words["weak"]), (self.within,) if self.within else tuple(self.classes), "", line)
        return None

    def _kept(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Classes of which a verb of staying is said: "black stays black"."""
        verbs = [at for at, word in enumerate(words) if word in self.words["stays"]]
        near = [(*self._classes(words[max(0, at - _NEAR) : at]), self._class_at(words, at + 1)[1]) for at in verbs]
        return tuple(dict.fromkeys(id_ for ids in near for id_ in ids if id_))

    def _exception(self, text: str, line: Line, before: Becoming) -> Becoming | None:
        words = tokens(text)
        named = tuple(id_ for id_ in self._classes(words) if id_ != before.target)
        if named and has_word(text, self.words["not"]):
            return Becoming(before.transformations, named, "", line)
        return None

    def _done(self, text: str) -> tuple[tuple[str, ...], bool]:
        """The transformations that a text speaks of, and whether it names them outright. What takes out whatever tells of people
        is done by whoever anonymises, too."""
        named = self._named(text)
        if self._takes_out(text):
            return tuple(dict.fromkeys((*named, *self.words["by_hand"]))), False
        if has_word(text, self.words["unknown"]):
            return tuple(dict.fromkeys((*named, "anonymised"))), False
        return named, True

    def _takes_out(self, text: str) -> bool:
        """Whether what tells of people is taken out: "names are removed", "taking names out", "without any name"."""
        words = tokens(text)
        if not has_word(text, self.words["whom"]):
            return False
        if has_word(text, self.words["taken_out"]) or (
            has_word(text, self.words["taken"]) and has_word(text, self.words["particle"])
        ):
            return True
        without = (at for at, word in enumerate(words) if word in self.words["without"])
        return any(has_word(" ".join(words[at + 1 : at + 1 + _NEAR]), self.words["whom"]) for at in without)

    def _named(self, text: str) -> tuple[str, ...]:
        return tuple(name for name, words in self.changes.items() if has_word(text, words))

    def _rest(self, text: str, done: tuple[str, ...], named: Set[str] = frozenset()) -> str:
        """What a text says beside transformations, names of classes and words for any data."""
        idle = generic_data() | {fold(word) for word in self.words["idle"]}
        changes = {fold(word) for name in done for word in self.changes.get(name, ())}
        for change in sorted(changes, key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(change)}\b", " ", fold(text))
        return " ".join(word for word in tokens(text) if word not in idle | named)

    def _link(self, words: tuple[str, ...]) -> _Link | None:
        """The last verb of becoming that has a class behind it; of several at one place the longest."""
        found: list[_Link] = []
        for verb in map(tokens, self.words["becomes"]):
            for at in range(1, len(words) - len(verb)):
                if words[at : at + len(verb)] == verb:
                    last, target = self._class_at(words, at + len(verb))
                    found += [_Link(at, last, target)] if target else []
        return max(found, key=lambda link: (link.last, -link.first), default=None)

    def _class_at(self, words: tuple[str, ...], at: int) -> tuple[int, str]:
        """The class that is named there, and where its name ends."""
        for name, id_ in self.names:
            end = at + len(name)
            if _is_alike(words[at:end], name) and not has_word(" ".join(words[end : end + 2]), limit_words()["any_tool"]):
                return end, id_
        more = at < len(words) and words[at] in self.words["before_class"]
        return self._class_at(words, at + 1) if more else (at, "")

    def _classes(self, words: tuple[str, ...]) -> list[str]:
        found: dict[int, str] = {}
        taken: set[int] = set()
        for name, id_ in self.names:
            at = find_run(name, words)
            if at >= 0 and not taken & set(range(at, at + len(name))):
                taken |= set(range(at, at + len(name)))
                found[at] = id_
        return list(dict.fromkeys(found[at] for at in sorted(found)))

    def _opened(self, paragraph: str) -> str:
        """The class that a paragraph is about: it begins with its name ("**Confidential.** Personnel files ...")."""
        match = _OPENING.match(paragraph)
        words = tokens(match["name"]) if match else ()
        last, id_ = self._class_at(words, 0)
        return id_ if last == len(words) else ""

    def _unnamed(self, target: str, done: tuple[str, ...]) -> tuple[str, ...]:
        if not self.within or self.within == target:
            return self._stricter(target, done)
        return () if is_milder(self.classes[self.within], self.classes[target]) else (self.within,)

    def _stricter(self, target: str, done: tuple[str, ...]) -> tuple[str, ...]:
        """Where no class is named: those that forbid more; who takes out what tells of people, does it to data about people."""
        order = [entry.id for entry in mildest(list(self.classes.values()))]
        above = order[order.index(target) + 1 :]
        fitting = [id_ for id_ in above if not is_milder(self.classes[id_], self.classes[target])]
        anything = set(done) & set(self.words["of_anything"]) or not self.people & set(fitting)
        return tuple(id_ for id_ in fitting if anything or id_ in self.people)
