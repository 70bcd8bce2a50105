"""The document in; what its tables, lists and definitions name as examples of the data classes is added to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from bot.knowledge.importing.classes.defined import MOST_CLASSES, Said
from bot.knowledge.importing.classes.strictness import ClassWords, is_strict
from bot.knowledge.importing.texts.document import GUIDANCE, Document
from bot.knowledge.importing.texts.patterns import list_sentences_of
from bot.knowledge.importing.texts.things import bracketed, is_condition, items, leads_in
from bot.knowledge.importing.texts.words import (
    becoming_words,
    example_words,
    find_run,
    finder,
    fold,
    generic_data,
    has_word,
    lists,
    sentence_words,
    stems,
    tokens,
)
from bot.text.small import small_of

_SEVERAL = 2
_NEAR = 3
"""Words behind "counts" in which it is denied."""
_LISTED = 4
"""Parts of a text that is a list of things whatever its words are."""


def learn_examples(  # noqa: PLR0917 - all that the policy says of its classes
    classes: list[ClassWords],
    names: dict[str, str],
    document: Document,
    said: Sequence[Said] = (),
    is_none: Callable[[str], bool] = lambda _: False,
    language: str = "",
) -> None:
    """``names``: folded name or synonym -> class id. What stands in the glossary already is not taken again. ``said``: further
    texts about the classes. ``is_none``: whether words name a tool or a class, and so no thing of one.

    A definition of an example ("PII: names, addresses") says what the example is; it makes no data types of its own,
    because a lone "names" would then be personal data in every question.
    """
    defining = _defining(classes, document)
    heads = {
        fold(thing): head for line in document.lines for text in line.cells or [line.text] for thing, head in bracketed(text)
    }

    def is_some(thing: str) -> bool:
        return not is_none(thing) and not _is_hollow(thing, language)

    strict_first = sorted(classes, key=lambda one: not is_strict(one))  # what two classes are said to hold is the stricter one's
    for entry in strict_first:
        mine = {fold(example): example for example in entry.examples}
        of_class = _of_class(
            entry, language, {key for key, id_ in names.items() if id_ == entry.id}, set(names), document, defining
        )
        _take(entry, [pair for pair in of_class if is_some(pair[0])], classes, mine, (heads, language))
        for term in document.terms:
            if fold(term.word) in mine and fold(term.word) not in names:
                things = [(thing, f"{GUIDANCE}:{term.line}") for thing in items(term.text)]
                entry.means.setdefault(mine[fold(term.word)], []).extend(things)
    for entry in strict_first:
        mine = {fold(example): example for example in entry.examples}
        found = [(thing, one.where) for one in said if one.class_id == entry.id for thing in _told(one, entry, language)]
        _take(entry, [pair for pair in found if is_some(pair[0])], classes, mine, (heads, language))


def _take(
    entry: ClassWords,
    found: list[tuple[str, str]],
    classes: list[ClassWords],
    mine: dict[str, str],
    told: tuple[dict[str, str], str],
) -> None:
    """Adds (thing, where) to the examples of a class, unless a class has it already. ``mine``: folded -> example. ``told``:
    folded thing -> what it is one of, and the language."""
    heads, language = told
    known = {fold(text) for other in classes for text in (*other.examples, other.label, *other.synonyms)}
    for thing, where in found:
        same = next((mine[key] for key in mine if _same(thing, key, language)), "")
        if same and fold(thing) != fold(same):
            if thing not in entry.same.setdefault(same, []):
                entry.same[same].append(thing)
        elif not same and fold(thing) not in known and not any(_same(thing, key, language) for key in known):
            entry.examples[thing] = where
            if head := heads.get(fold(thing)):
                entry.within[thing] = head
            known.add(fold(thing))
            mine[fold(thing)] = thing


def _listed_in(text: str) -> str:
    """What a text lists that goes on from the name before it as one sentence: "**Open** information is what all may see" lists
    nothing, "**Stufe 2** haben Kundendaten, Verträge, Briefe" three things."""
    first, _, rest = text.partition(" ")
    sentence = list_sentences_of(text)[0]
    if not first.islower() or leads_in(sentence):
        return text
    is_list = (
        sentence.count(",") >= _SEVERAL
        and not has_word(sentence, example_words()["modals"])
        and not finder("relative").search(rest.split(",", maxsplit=1)[0])
    )
    return rest if is_list else text[len(sentence) :].lstrip(". ")


def _is_hollow(thing: str, language: str) -> bool:
    """Whether it names nothing ("everything", of which a clause says more): everybody says such words of anything."""
    hollow = small_of("stop").get(language, frozenset())
    return all(word in hollow for word in tokens(thing))


def _told(said: Said, entry: ClassWords, language: str) -> list[str]:
    """The things that a text about a class names. Where no word introduces them, a text about "information that ..." is none
    of a milder class: what hangs on it may be for whom it is, or what it is not."""
    if _is_ruling(said.text):
        return []
    strict, introduced = is_strict(entry) or entry.is_further, leads_in(said.text)
    if not (introduced or said.is_item or (said.lists and _is_list(said.text, strict))):
        return []
    return items(said.text, strict, language)


def _is_list(text: str, strict: bool) -> bool:
    """Whether a text without such a word is a list of things, and no account of what they are like: that names at most one."""
    parts = re.split(r"\s*[,;]\s*", re.split(r"[.]\s", text, maxsplit=1)[0])
    first = [word for word in tokens(parts[0]) if word not in example_words()["articles"]]
    is_about = bool(generic_data() & set(first[:4])) and len(first) > 1
    told = [part for part in parts if finder("relative").search(part)]
    is_plain = not told or (len(parts) > _SEVERAL and told == parts[-1:])
    return strict or (is_plain and not is_about and len(parts) >= _SEVERAL)


def _is_ruling(text: str) -> bool:
    """Whether a text begins with what is to be done, and not with what something is: "data that may be released: agendas"."""
    start = finder("approved_things").sub("", text.split(".", maxsplit=1)[0])
    ruling = _ruling().search(start)
    if ruling is None or _is_told(start, ruling):
        return False
    return not finder("relative").search(re.split(r"[,:;]", start[: ruling.start()])[-1])


def _is_told(text: str, ruling: re.Match[str]) -> bool:
    """Whether a word of a ruling only says what one thing of a list is: "approved labels, posters, approval decisions"."""
    parts = re.split(r"[,;]", text)
    if len(parts) < _LISTED or finder("rules").search(text):
        return False
    behind = tokens(text[ruling.end() :])
    is_first = ruling.start() < len(parts[0])
    return not is_first or (ruling.start() == 0 and bool(behind) and behind[0] not in lists()["prepositions"])


def _ruling() -> re.Pattern[str]:
    return finder("rules", begun="rules_begun")


@cache
def _counts() -> re.Pattern[str]:
    """A sentence behind a list of examples that adds some more: "Fraud rules are handled as P3 too"."""
    return re.compile(rf"^(?P<things>.+?)\s+(?:{'|'.join(sentence_words()['counts'])})\b(?P<rest>.*)$")


def class_texts(entry: ClassWords, document: Document) -> list[str]:
    """What the document says right behind the class's name: in a definition, a list or a table row of two or three cells."""
    own = {fold(name) for name in (entry.label, *entry.synonyms)}
    rows = [
        cell
        for line in document.lines
        if line.kind == "row" and len(line.cells) in (2, 3) and fold(line.cells[0]) in own
        for cell in line.cells[1:]
    ]
    return [*(term.text for term in document.terms if _is_named(term.word, own)), *rows]


def _is_named(word: str, own: set[str]) -> bool:
    """Whether a term is a class: by a name of it, or by several ("Level 3 – protected")."""
    parts = [fold(part.strip(" .:")) for part in re.split(r"\s+[-–—/|]\s+|[:(),]", word) if part.strip(" .:")]
    return fold(word) in own or (bool(parts) and all(part in own for part in parts))


def _defining(classes: list[ClassWords], document: Document) -> set[str]:
    """Headings below which most of the classes are explained one by one: what stands behind each name is what it holds."""
    said: dict[str, set[str]] = {}
    for entry in classes:
        own = {fold(name) for name in (entry.label, *entry.synonyms)}
        for term in document.terms:
            if _is_named(term.word, own):
                said.setdefault(term.heading, set()).add(entry.id)
    return {heading for heading, found in said.items() if len(found) >= max(2, MOST_CLASSES * len(classes))}


def _of_class(  # noqa: PLR0917 - as above
    entry: ClassWords, language: str, own: set[str], all_names: set[str], document: Document, defining: set[str]
) -> list[tuple[str, str]]:
    """(thing, where) from two-column tables, from terms, and from lists below a heading that names this class alone."""
    found: list[tuple[str, str]] = []
    strict = is_strict(entry)
    for line in document.lines:
        where = f"{GUIDANCE}:{line.line}"
        if line.kind == "row" and len(line.cells) in (2, 3) and fold(line.cells[0]) in own:
            texts = [cell for cell in line.cells[1:] if "," in cell] or [line.cells[-1]]
            found.extend((thing, where) for text in texts for thing in (*items(text, strict, language), *_counted(text, own)))
        elif (
            line.kind == "item"
            and _named(line.heading, all_names)
            and _named(line.heading, all_names) <= own
            and not _ruling().search(line.text)
        ):
            found.extend((thing, where) for thing in items(line.text, strict, language))
    for term in document.terms:
        if (term.listed or term.heading in defining) and _is_named(term.word, own) and not _is_ruling(term.text):
            text = term.text if term.listed else _listed_in(term.text)
            found.extend((thing, f"{GUIDANCE}:{term.line}") for thing in (*items(text, strict, language), *_counted(text, own)))
    return list(dict.fromkeys(found))


def _counted(text: str, own: set[str]) -> list[str]:
    """The things that a later sentence says to count as this class as well."""
    found = []
    for sentence in list_sentences_of(text.replace("*", ""))[1:]:
        counts = _counts().match(sentence.strip())
        if counts and not finder("relative").search(counts["things"]) and not is_condition(counts["things"]):
            rest = tokens(counts["rest"])[:5]
            if has_word(" ".join(rest[:_NEAR]), becoming_words()["not"]):
                continue  # "text copied from the record is not de-identified"
            if any(find_run(tokens(name), rest) >= 0 for name in own):
                found += items(f"e.g. {counts['things']}")
    return found


def _named(heading: str, names: set[str]) -> set[str]:
    """Class names in a heading; of two that overlap the longer one."""
    hay = tokens(heading)
    hits = {name for name in names if find_run(tokens(name), hay) >= 0}
    return {name for name in hits if not any(name != other and find_run(tokens(name), tokens(other)) >= 0 for other in hits)}


def _same(one: str, other: str, language: str) -> bool:
    """Whether two phrases say the same in other forms or another order ("court file", "files of the court")."""
    a, b = ({stem for w in tokens(text) if w not in generic_data() for stem in stems(w, language)} for text in (one, other))
    return bool(a) and a == b


def abbreviations(document: Document) -> dict[str, str]:
    """Short form -> long form, where the document says both: "zero data retention (ZDR)"; the letters must begin the words."""
    found: dict[str, str] = {}
    for match in re.finditer(
        r"(?P<long>[A-Za-zÀ-ÿ][\w'’ -]{4,80}?)\s*\*{0,2}\s*\((?P<short>[A-Z][A-Za-z]{1,6}s?)\)", document.text
    ):
        words = re.split(r"[\s-]+", match["long"].strip())
        letters = match["short"].rstrip("s").lower()
        tail = words[-len(letters) :]
        if len(tail) == len(letters) and all(word.lower().startswith(letter) for word, letter in zip(tail, letters, strict=True)):
            found.setdefault(match["short"], " ".join(tail))
    return found
