"""The document in; what its tables, lists and definitions name as examples of the data classes is added to them."""

from __future__ import annotations

import re

from bot.knowledge.importing.classes import ClassWords
from bot.knowledge.importing.document import GUIDANCE, Document
from bot.knowledge.importing.kinds import negated
from bot.knowledge.importing.words import find_run, fold, lists, tokens

_RULING = re.compile(
    r"\b(?:(?:must|may|never|allowed|prohibited|use|darf|mag|moet|peut|puede|verboten|verboden)\b|approv|interdit|prohibid)",
    re.IGNORECASE,
)


_COUNTS = re.compile(
    r"^(?P<things>.+?)\s+(?:are|is|counts?|gelten|gilt|zählen|zählt|vallen|valt|tellen|zijn|sont|relèvent|comptent|son|cuentan)\b"
    r"(?P<rest>.*)$"
)
"""A sentence behind a list of examples that adds some more: "Fraud rules are handled as P3 too"."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|die|dat|welche|qui|que|dont)\b", re.IGNORECASE)
MOST_CLASSES = 0.6


def learn_examples(classes: list[ClassWords], names: dict[str, str], document: Document) -> None:
    """``names``: folded name or synonym -> class id. What stands in the glossary already is not taken again.

    A definition of an example ("PII: names, addresses") says what the example is; it makes no data types of its own,
    because a lone "names" would then be personal data in every question.
    """
    defining = _defining(classes, document)
    heads = {
        fold(thing): head for line in document.lines for text in line.cells or [line.text] for thing, head in bracketed(text)
    }
    for entry in classes:
        known = {fold(text) for other in classes for text in (*other.examples, other.label, *other.synonyms)}
        mine = {fold(example): example for example in entry.examples}
        for thing, where in _of_class(
            {key for key, class_id in names.items() if class_id == entry.id}, set(names), document, defining
        ):
            same = next((mine[key] for key in mine if _same(thing, key)), "")
            if same and fold(thing) != fold(same):
                entry.same.setdefault(same, []).append(thing)
            elif not same and fold(thing) not in known and not any(_same(thing, key) for key in known):
                entry.examples[thing] = where
                if head := heads.get(fold(thing)):
                    entry.within[thing] = head
                known.add(fold(thing))
                mine[fold(thing)] = thing
        for term in document.terms:
            if fold(term.word) in mine and fold(term.word) not in names:
                things = [(thing, f"{GUIDANCE}:{term.line}") for thing in items(term.text)]
                entry.means.setdefault(mine[fold(term.word)], []).extend(things)


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


def _of_class(own: set[str], all_names: set[str], document: Document, defining: set[str]) -> list[tuple[str, str]]:
    """(thing, where) from two-column tables, from terms, and from lists below a heading that names this class alone."""
    found: list[tuple[str, str]] = []
    for line in document.lines:
        where = f"{GUIDANCE}:{line.line}"
        if line.kind == "row" and len(line.cells) in (2, 3) and fold(line.cells[0]) in own:
            texts = [cell for cell in line.cells[1:] if "," in cell] or [line.cells[-1]]
            found.extend((thing, where) for text in texts for thing in (*items(text), *_counted(text, own)))
        elif (
            line.kind == "item"
            and _named(line.heading, all_names)
            and _named(line.heading, all_names) <= own
            and not _RULING.search(line.text)
        ):
            found.extend((thing, where) for thing in items(line.text))
    for term in document.terms:
        if (
            (term.listed or term.heading in defining)
            and _is_named(term.word, own)
            and not _RULING.search(term.text.split(".")[0])
        ):
            found.extend((thing, f"{GUIDANCE}:{term.line}") for thing in (*items(term.text), *_counted(term.text, own)))
    return list(dict.fromkeys(found))


def _counted(text: str, own: set[str]) -> list[str]:
    """The things that a later sentence says to count as this class as well."""
    found = []
    for sentence in re.split(r"(?<=[\w)])\.\s+", text.replace("*", ""))[1:]:
        counts = _COUNTS.match(sentence.strip())
        if counts and not _RELATIVE.search(counts["things"]):
            rest = tokens(counts["rest"])[:5]
            if any(find_run(tokens(name), rest) >= 0 for name in own):
                found += items(f"e.g. {counts['things']}")
    return found


def _named(heading: str, names: set[str]) -> set[str]:
    """Class names in a heading; of two that overlap the longer one."""
    hay = tokens(heading)
    hits = {name for name in names if find_run(tokens(name), hay) >= 0}
    return {name for name in hits if not any(name != other and find_run(tokens(name), tokens(other)) >= 0 for other in hits)}


def _same(one: str, other: str) -> bool:
    """Whether two phrases say the same with other endings or another order ("system configs", "system configurations")."""
    idle = {fold(word) for word in lists()["generic_data"]} - {"docs"}
    a = [w for w in tokens(one) if w not in idle or w.startswith("doc")]
    b = [w for w in tokens(other) if w not in idle or w.startswith("doc")]
    if not a or len(a) != len(b):
        return False
    return all(
        any(x == y or (min(len(x), len(y)) >= 4 and x[:3] == y[:3] and (x[:5] == y[:5] or "docs" in (x, y))) for y in b)
        for x in a
    )


def items(text: str) -> list[str]:
    """The things that a text lists: behind "such as" or a colon where there is one, up to an exception, each at most 7 words."""
    stop = r"\b(?:except|unless|but not|excluding|other than|not including|außer|behalve|sauf|excepto|salvo)\b"
    body = re.split(stop, text, maxsplit=1)[0]
    start = (
        r"\b(?:such as|for example|for instance|e\.g\.|including|"
        r"z\. ?B\.|zum Beispiel|zoals|bijvoorbeeld|par exemple|tels? que|por ejemplo)|:"
    )
    lead = re.split(start, body, maxsplit=1)
    body = lead[1] if len(lead) > 1 else body
    body = re.split(r"(?<=\w[\w)])\.\s", body.replace("*", ""), maxsplit=1)[0]
    # "Personal data of citizens (applications, sick notes)": a list in brackets is more of the list.
    body = re.sub(r"\s*\(([^()]*,[^()]*)\)", r", \1", body)
    # "of" joins in Dutch only: "drafts of the audit office" is one thing.
    joiners = "und|oder|en|of|et|ou|y|o" if not re.search(r"\b(?:the|and|or|by|with|our|for)\b", body) else "and|or"
    parts = re.split(rf"\s*[,;]\s*|\s+(?:{joiners})\s+(?=[^,;]{{2,40}}$)", body.strip(" .()"))
    kept = [re.sub(r"^(?:and|or|und|oder|en|of|et|ou|y|o|etc\.?)\s+", "", part.strip(" .()")) for part in parts]
    found = [
        part for part in kept if 1 <= len(tokens(part)) <= 7 and not negated(part) and fold(part) not in ("etc", "and so on")
    ]
    return found if len(found) > 1 or len(lead) > 1 or (found and len(tokens(text)) <= 5) else []


def bracketed(text: str) -> list[tuple[str, str]]:
    """(thing, what it is one of) for lists in brackets: "material that came for review (drafts, proposals)"."""
    found = []
    for match in re.finditer(r"(?P<head>[^,;:.()]+?)\s*\((?P<list>[^()]*,[^()]*)\)", text.replace("*", "")):
        found += [(thing, match["head"].strip()) for thing in items(f"e.g. {match['list']}")]
    return found


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
