"""Words of a data class in, the kinds of the catalog that they are out; and where kinds that no word names go."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.words import find_run, fold, has_word, lists, stems, tokens
from bot.policy.world import Catalog, CatalogKind

SURE, LIKELY = 2, 1
_SEGMENTS = re.compile(
    r"\s*(?:,|;|/|\(|\)|\bor\b|\band\b|\bund\b|\boder\b|\ben\b|\bou\b|\bet\b|\by\b|\bo\b|\bsowie\b|&)\s*", re.IGNORECASE
)


class KindReader:
    """Finds kinds of data in phrases, by stems: in the policy's language and in English, whose words turn up everywhere.

    Other languages are left out, because stems of one are words of another ("publicité", "public").
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.kinds = catalog.kinds
        spoken = dict.fromkeys((language, "en"))
        self._index: dict[str, dict[tuple[str, ...], list[tuple[str, bool]]]] = {lang: defaultdict(list) for lang in spoken}
        for kind in catalog.kinds.values():
            self._add(kind)
        self._longest = max((len(key) for index in self._index.values() for key in index), default=0)

    def _add(self, kind: CatalogKind) -> None:
        for is_name, words in ((True, kind.words), (False, kind.examples)):
            for language, phrases in words.items():
                for lang in self._index if language == "any" else (language,):
                    for phrase in phrases:
                        key = stems(phrase, lang) if lang in self._index else ()
                        if key:
                            self._index[lang][key].append((kind.id, is_name))
        for lang in self._index:
            self._index[lang][stems(kind.id.replace("-", " "), lang)].append((kind.id, True))
            self._index[lang][stems(kind.label, lang)].append((kind.id, True))

    def read(self, phrase: str) -> dict[str, int]:
        """Kind id -> SURE where the phrase is the kind (but for words that say nothing), LIKELY where it is or holds a part."""
        found: dict[str, int] = {}
        whole = phrase.strip()
        segments = [
            whole,
            *_shared_head(whole),
            *(part for part in _SEGMENTS.split(whole) if part.strip() and part.strip() != whole),
        ]
        exact = self._exact(whole)
        if exact:
            return exact
        for segment in segments[1:] or segments:
            found.update(self._exact(segment))
            for kind in self._inside(segment):
                found.setdefault(kind, LIKELY)
        return found

    def _exact(self, phrase: str) -> dict[str, int]:
        """Kinds that the phrase names as a whole: SURE by a name; LIKELY by an example, which is only a part of its kind."""
        names: dict[str, None] = {}
        examples: dict[str, None] = {}
        for lang, index in self._index.items():
            for key in {stems(phrase, lang), _essence(phrase, lang)}:
                for kind, is_name in index.get(key, ()):
                    (names if is_name else examples)[kind] = None
        return dict.fromkeys(names, SURE) if names else dict.fromkeys(examples, LIKELY)

    def _inside(self, phrase: str) -> tuple[str, ...]:
        """Kinds whose name stands in the phrase, longest first, without overlap. Words behind a negation do not count."""
        found: dict[str, None] = {}
        for lang, index in self._index.items():
            words = stems(_core(_before_exception(phrase)), lang)
            i = 0
            while i < len(words):
                size = next((n for n in range(min(self._longest, len(words) - i), 0, -1) if _tells(words[i : i + n], index)), 0)
                for kind, is_name in index.get(words[i : i + size], ()) if size else ():
                    if is_name or size > 1:
                        found[kind] = None
                i += size or 1
        return tuple(found)

    def ancestors(self, kind: str) -> tuple[str, ...]:
        """All broader kinds, nearest first."""
        seen: dict[str, None] = {}
        todo = list(self.kinds[kind].is_a) if kind in self.kinds else []
        while todo:
            above = todo.pop(0)
            if above in self.kinds and above not in seen:
                seen[above] = None
                todo.extend(self.kinds[above].is_a)
        return tuple(seen)


def _shared_head(phrase: str) -> list[str]:
    """ "Customer and staff data" is customer data as well: the last word goes with each part, where it says nothing itself."""
    parts = [part for part in _SEGMENTS.split(phrase) if part.strip()]
    last = phrase.rsplit(maxsplit=1)[-1] if phrase.split() else ""
    idle = {fold(word) for word in lists()["generic_data"]}
    return [f"{part} {last}" for part in parts[:-1]] if len(parts) > 1 and fold(last) in idle else []


def _core(phrase: str) -> str:
    """What a phrase is about: "meter readings" of "meter readings with addresses"; all of it where its head says nothing."""
    words = phrase.split()
    idle = {fold(word) for word in lists()["generic_data"]}
    at = next((i for i, word in enumerate(words) if word in lists()["prepositions"]), 0)
    head = words[:at]
    return " ".join(head) if any(word not in idle for word in head) else phrase


def short_form(example: str) -> str:
    """The core of an example that has one of two words or more: "care notes" of "care notes about students"; else empty."""
    core = _core(_before_exception(example))
    idle = {fold(word) for word in lists()["generic_data"]}
    telling = [word for word in core.split() if word not in idle]
    return core if core != " ".join(tokens(example)) and len(telling) >= 2 else ""


def _tells(words: tuple[str, ...], index: dict[tuple[str, ...], list[tuple[str, bool]]]) -> bool:
    return words in index and (len(words) > 1 or len(words[0]) > 3)


@cache
def _essence(phrase: str, language: str) -> tuple[str, ...]:
    """The stems without words that say nothing about the kind of data ("information", "of", "our")."""
    idle = {fold(word) for word in lists()["generic_data"]}
    return tuple(stem for stem, word in zip(stems(phrase, language), tokens(phrase), strict=True) if word not in idle)


def _before_exception(phrase: str) -> str:
    """The phrase up to "except", "not", "before"...: what stands behind is not what the phrase is about."""
    words = tokens(phrase)
    cuts = [at for word in lists()["exceptions"] if (at := find_run(tokens(word), words)) >= 0]
    return " ".join(words[: min(cuts)]) if cuts else " ".join(words)


def negated(phrase: str) -> bool:
    """Whether the phrase says what something is not."""
    return bool(has_word(phrase, lists()["exceptions"]))


@dataclass(slots=True)
class ClassWords:
    """One data class with all words that the policy gives it. ``examples`` come with the line of their source."""

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    examples: dict[str, str] = field(default_factory=dict)
    """Example -> where it stands."""
    column: list[str] = field(default_factory=list)
    """The effects of its column, a row each."""
    means: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Example, or "" for the class itself -> (thing, where) that the document says it is."""
    same: dict[str, list[str]] = field(default_factory=dict)
    """Example -> other spellings of it in the document."""
    rank: int | None = None
    like: str = ""
    """``public``, ``internal``, ``confidential`` or empty: what its own name and synonyms say."""
    hints: str = ""
    """Everything else that the policy says about it."""


def what_like(entry: ClassWords, said: tuple[str, ...] = ()) -> str:
    """What the class is by its name, else by its synonyms, else by what the policy says of it (``said``).

    "Non-public" is not public, "non-confidential" is internal, "sensitive but unclassified" is neither.
    """
    for text in (entry.label, *entry.synonyms):
        if found := _like(text):
            return found
    for text in said:
        start = " ".join(tokens(text)[:12])
        if not negated(start) and (found := _like(start)) in ("public", "internal"):
            return found
    return ""


def name_parts(label: str) -> list[str]:
    """The parts of a class's name that are names of classes by themselves: "P4" and "Restricted" of "P4 - Restricted"."""
    parts = [part.strip() for part in re.split(r"\s+[-–—/|]\s+|[:()]", label) if part.strip()]
    known = {fold(w) for name in ("public", "internal", "confidential", "closed") for w in lists()["classes"][name]}
    short = re.compile(r"^(?:[a-z]{0,3}\d|[a-z]+ \d)$")
    return [part for part in parts if len(parts) > 1 and (fold(part) in known or short.match(fold(part)))]


def _like(text: str) -> str:
    words = lists()["classes"]
    hay = tokens(text)
    for like in ("internal", "public", "confidential"):
        for word in words[like]:
            needle = tokens(word)
            at = find_run(needle, hay)
            if at < 0 or (at > 0 and hay[at - 1] in words["negation"]):
                continue
            rest = hay[:at] + hay[at + len(needle) :]
            if like != "confidential" and (_is_closed(rest) or (word in words["alone"] and not _says_little(rest))):
                continue
            if like == "public" and negated(text) and needle[0] not in words["negation"]:
                continue
            return like
    return ""


def _is_closed(words: tuple[str, ...]) -> bool:
    """Whether a word of secrecy stands there, and is not denied."""
    lists_ = lists()["classes"]
    return any(word in lists_["closed"] and not (at and words[at - 1] in lists_["negation"]) for at, word in enumerate(words))


def _says_little(words: tuple[str, ...]) -> bool:
    return all(word in lists()["classes"]["beside"] or len(word) <= 2 for word in words)


@dataclass(frozen=True, slots=True)
class Tie:
    """One kind tied to a class, or to one of its examples. ``how`` is for people; ``sure`` ones need no confirmation."""

    kind: str
    class_id: str
    example: str
    how: str
    sure: bool


def tie_words(classes: list[ClassWords], reader: KindReader) -> list[Tie]:
    """Ties by the policy's own words. The surest word wins; a looser class never takes a kind on a mere part of a phrase."""
    sure: list[Tie] = []
    likely: list[Tie] = []
    for entry in classes:
        for text in (entry.label, *entry.synonyms):
            for kind, degree in _about(entry, text, reader).items():
                if degree == SURE:
                    sure.append(Tie(kind, entry.id, "", f"`{text}` is a name of the class", True))
        for example in entry.examples:
            for kind, degree in _about(entry, example, reader).items():
                how = f"`{example}` is named as an example"
                (sure if degree == SURE else likely).append(Tie(kind, entry.id, example, how, degree == SURE))
        for example, things in entry.means.items():
            for thing, where in things:
                for kind, degree in _about(entry, thing, reader).items():
                    how = f"`{thing}` is what {where} says that `{example or entry.label}` is"
                    (sure if degree == SURE else likely).append(Tie(kind, entry.id, example, how, degree == SURE))
    taken = {tie.kind for tie in sure}
    grants = {entry.id for entry in classes if "allow" in entry.column}
    usable = [
        tie
        for tie in likely
        if tie.kind not in taken
        and not (tie.class_id in grants and reader.kinds[tie.kind].sensitivity >= 2)
        and not _milder_than_above(tie, sure, classes, reader)
    ]
    once: dict[tuple[str, str, str], Tie] = {}
    for tie in (*sure, *usable):
        once.setdefault((tie.kind, tie.class_id, tie.example), tie)
    return list(once.values())


def _milder_than_above(tie: Tie, sure: list[Tie], classes: list[ClassWords], reader: KindReader) -> bool:
    """Whether the policy's words put a broader kind into a stricter class: a part of a phrase must not loosen that."""
    by_id = {entry.id: entry for entry in classes}
    mine = by_id[tie.class_id]
    above = set(reader.ancestors(tie.kind))
    stricter = [by_id[other.class_id] for other in sure if other.kind in above and other.class_id != tie.class_id]
    return any(not at_most(other, mine) for other in stricter)


def _about(entry: ClassWords, text: str, reader: KindReader) -> dict[str, int]:
    """Kinds of a phrase that may stand in this class: nothing sensitive in a public one, nothing public in a closed one."""
    found = reader.read(text)
    if has_word(text, lists()["qualifiers"]):
        return {}
    if entry.like == "public":
        return {kind: degree for kind, degree in found.items() if reader.kinds[kind].sensitivity <= 1}
    if negated(text):
        found = {kind: LIKELY for kind in found if reader.kinds[kind].sensitivity > 0}
    return {kind: degree for kind, degree in found.items() if reader.kinds[kind].sensitivity > 0 or degree == SURE}


def place_rest(classes: list[ClassWords], ties: list[Tie], reader: KindReader) -> list[Tie]:
    """Kinds that no word of the policy names, by how sensitive they usually are. Sensitive ones go to the strictest class."""
    tied: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        tied[tie.kind].add(tie.class_id)
    found: list[Tie] = []
    for kind in sorted(reader.kinds.values(), key=lambda k: (len(reader.ancestors(k.id)), k.id)):
        if kind.id in tied:
            continue
        above = next((above for above in reader.ancestors(kind.id) if above in tied), "")
        if above and not _too_mild(kind, reader.kinds[above], tied[above], classes):
            continue
        where, how = _place(kind, classes, tied, reader)
        for class_id in where:
            found.append(Tie(kind.id, class_id, "", how, False))
        if where:
            tied[kind.id] = set(where)
    return found


def _too_mild(kind: CatalogKind, above: CatalogKind, near: set[str], classes: list[ClassWords]) -> bool:
    """Whether a sensitive kind would inherit a class that was meant for something much more harmless."""
    if kind.sensitivity >= 3 and above.sensitivity <= 1:
        return True
    return kind.sensitivity >= 2 and all(entry.like in ("public", "internal") for entry in classes if entry.id in near)


def _place(
    kind: CatalogKind, classes: list[ClassWords], tied: dict[str, set[str]], reader: KindReader
) -> tuple[tuple[str, ...], str]:
    """The classes for a kind that no word names, and why."""
    public = [entry for entry in classes if entry.like == "public"]
    internal = [entry for entry in classes if entry.like == "internal"]
    closed = [entry for entry in classes if entry.like not in ("public", "internal")] or classes
    chosen: list[ClassWords] = []
    how = ""
    if kind.sensitivity == 0:
        return tuple(entry.id for entry in (public or internal)[:1]), "usually harmless"
    if kind.sensitivity == 1:
        chosen = internal[:1] or mildest([entry for entry in closed if entry not in public])[:1]
        how = "usually internal" if internal else "usually internal; the mildest class that is not public"
    elif kind.sensitivity == 2:
        confidential = [entry for entry in closed if entry.like == "confidential"]
        ordered = bool(internal) and all(entry.rank is not None for entry in classes)
        chosen = confidential if len(confidential) == 1 else mildest(closed)[:1] if ordered else []
        how = "usually confidential" if len(confidential) == 1 else "usually confidential; the mildest class above internal"
    else:
        relatives = _classes_of_relatives(kind, tied, reader)
        chosen = [entry for entry in strictest(closed) if relatives & {c.id for c in closed} == {entry.id}]
        how = "the class that holds related data"
    if not chosen:
        chosen, how = strictest(closed), "usually sensitive, and the policy does not name it: the strictest class"
    return tuple(entry.id for entry in chosen), how


def _classes_of_relatives(kind: CatalogKind, tied: dict[str, set[str]], reader: KindReader) -> set[str]:
    """Classes of kinds below one of the same broader kinds."""
    above = set(reader.ancestors(kind.id))
    if not above:
        return set()
    return {c for other, ids in tied.items() if other != kind.id and above & {other, *reader.ancestors(other)} for c in ids}


_WEIGHT = {"allow": 0, "conditional": 1, "review": 2, "unknown": 3, "deny": 4}


def at_most(a: ClassWords, b: ClassWords) -> bool:
    """Whether every row rules ``a`` at most as strictly as ``b``; unknown cells say nothing."""
    pairs = [(x, y) for x, y in zip(a.column, b.column, strict=True) if "unknown" not in (x, y)]
    return all(_WEIGHT[x] <= _WEIGHT[y] for x, y in pairs)


def strictest(classes: list[ClassWords]) -> list[ClassWords]:
    """The classes than which none is stricter. Of classes with equal columns the first alone, unless a name says more."""
    top = [a for a in classes if not any(at_most(a, b) and not at_most(b, a) for b in classes)]
    kept: list[ClassWords] = []
    for entry in top:
        if not any(other.column == entry.column for other in kept):
            kept.append(entry)
    return kept


def mildest(classes: list[ClassWords]) -> list[ClassWords]:
    """The classes by how much they forbid, mild first."""
    return sorted(classes, key=lambda entry: sum(_WEIGHT[effect] for effect in entry.column))


def set_ranks(classes: list[ClassWords]) -> list[tuple[str, str]]:
    """Gives ranks where the cells order all classes that are ordered at all; returns pairs that the cells hold equal."""
    free = [entry for entry in classes if entry.column and set(entry.column) != {"unknown"}]
    ordered = [a for a in free if all(at_most(a, b) or at_most(b, a) for b in free)]
    for entry in ordered:
        below = {tuple(b.column) for b in ordered if at_most(b, entry) and not at_most(entry, b)}
        entry.rank = len(below)
    return [(a.label, b.label) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if at_most(a, b) and at_most(b, a)]
