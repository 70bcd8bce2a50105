"""The document in; whom it says to ask, and whom to tell when something went wrong, out. A name is never made up."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from bot.knowledge.importing.document import Document, Line, unmarked
from bot.knowledge.importing.patterns import any_of
from bot.knowledge.importing.roles import find_role
from bot.knowledge.importing.words import fold, has_word, lists, sentence_words, small_words, tokens

Contact = tuple[str, str, str, Line]
"""(``help`` or ``incident``, name, how, sentence)"""
_MAIL = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
_WORD = re.compile(r"[\w&'’.@-]+|[,:;?!()–—]")
_MOST, _SMALL = 6, 4
_QUOTED = 220
"""Characters that an answer quotes."""
_ASKED = re.compile(r"^[^.!?]{1,80}\?\s+")


@cache
def _how() -> re.Pattern[str]:
    """An address or a number to call."""
    called = any_of(sentence_words()["phones"])
    phone = rf"(?:(?:{called})\.?\s*:?\s*)[\d +()/-]*\d|\+?\d[\d ()/-]{{5,}}\d"
    return re.compile(rf"(?P<mail>{_MAIL})|(?P<phone>{phone})", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """A name with capitals, or a channel, behind a word such as "contact"."""
    cues, the = any_of(sentence_words()["names_follow"]), any_of([*small_words()["determiners"], *small_words()["within"]])
    name = rf"[A-ZÀ-Þ][\w&'’.-]*(?:\s+(?:(?:{any_of(_joins())})\s+)?[A-ZÀ-Þ&][\w&'’-]*){{0,5}}"
    return re.compile(rf"\b(?:{cues})\s+(?:(?:{the})\s+)?(?P<name>(?-i:{name})|#[a-z][\w-]+)", re.IGNORECASE)


@cache
def _joins() -> frozenset[str]:
    """Words within names, folded: "Office for Research"."""
    return frozenset(fold(word) for word in sentence_words()["in_names"])


def find_contacts(document: Document, known: Collection[Contact], tools: Collection[str]) -> list[Contact]:
    """The first of each kind that is not ``known``. ``tools``: names that are nobody's."""
    found: dict[str, Contact] = {}
    used, kinds, nobody = {line for *_, line in known}, {one[0] for one in known}, {fold(tool) for tool in tools}
    lines = [line for line in document.lines if line.kind != "row"]
    for tell in (_told, _of_role):  # whoever has an address or a name first
        for line in lines:
            if line in used and tell is _told:
                continue
            for text in re.split(r"(?<=[.;])\s+(?=[A-ZÀ-Þ(])", unmarked(line.text)):
                name, how = tell(text)
                told = text if "@" in name else text.replace(name, "")  # a Disclosure Team has not disclosed anything
                is_slip = has_word(told, sentence_words()["incident"]) or has_word(line.heading, lists()["incident_headings"])
                kind = "incident" if is_slip else "help"
                if name and kind not in kinds | found.keys() and fold(name) not in nobody:
                    found[kind] = (kind, name, how, line)
    return list(found.values())


def _of_role(text: str) -> tuple[str, str]:
    """A role that a sentence sends people to, and a number to call there; nobody where it names who is not meant."""
    is_denied = set(tokens(text)[:1]) & set(sentence_words()["nots"])
    name = "" if is_denied else find_role(text)
    number = _how().search(text) if name else None
    return name, number[0].strip() if number else ""


def own_words(sentence: str) -> str:
    """What a sentence of the document tells people to do: without the question that it begins with."""
    return _ASKED.sub("", unmarked(sentence).strip())


def whole_words(document: Document, line: Line) -> str:
    """A sentence of the document with what follows it in its paragraph, as long as both can be quoted."""
    told = own_words(line.text)
    place = document.lines.index(line) if line in document.lines else len(document.lines)
    for after in document.lines[place + 1 :]:
        longer = f"{told} {unmarked(after.text).strip()}"
        if after.line != line.line or after.kind != line.kind or len(longer) > _QUOTED:
            break
        told = longer
    return told


def _told(text: str) -> tuple[str, str]:
    """A name and how to reach it: what stands before an address or number, else a name behind "contact" or "ask"."""
    match = _how().search(text)
    if match and (match["mail"] or has_word(text, sentence_words()["cues"])):
        how = match[0].strip()
        return _before(text[: match.start()]) or find_role(text) or (how if match["mail"] else ""), how
    told = _named().search(text)
    return (told["name"].rstrip(". "), "") if told else ("", "")


def _before(text: str) -> str:
    """The words right before an address, back to a preposition or a word such as "contact"."""
    words = _WORD.findall(text)
    while words and (words[-1] in ",:;()–—" or _is_stop(words[-1])):
        words.pop()
    kept: list[str] = []
    stop = ""
    for word in reversed(words):
        if word in ",:;?!()–—" or word.endswith((".", "?")) or _is_stop(word, _joins()):
            stop = fold(word)
            break
        kept.insert(0, word)
    while kept and (_is_stop(kept[0]) or fold(kept[0]) in _joins()):
        stop = fold(kept.pop(0))
    is_name = any(word[:1].isupper() for word in kept) or (stop in sentence_words()["to_whom"] and len(kept) <= _SMALL)
    return " ".join(kept) if len(kept) <= _MOST and is_name else ""


def _is_stop(word: str, but: Collection[str] = ()) -> bool:
    """Whether no name goes on there; "IT" in capitals is one, and no "it"."""
    return fold(word) in _stops() and fold(word) not in but and not (word.isupper() and len(word) > 1)


def _stops() -> set[str]:
    words = sentence_words()
    return {fold(word) for word in (*words["cues"], *words["before"])}
