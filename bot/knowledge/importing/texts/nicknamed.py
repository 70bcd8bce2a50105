"""The document in; what a sentence of it that does nothing else calls a row out: "The farm means ComfyUI on the render farm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.knowledge.importing.texts.document import Document
from bot.knowledge.importing.texts.patterns import any_of, joiners, without_brackets, without_determiner
from bot.knowledge.importing.texts.sentences import sentences_of
from bot.knowledge.importing.texts.words import fold, group_words, has_word, name_words, small_words, tokens

Rows = dict[tuple[str, ...], str]
"""Each way to write a row's name -> the row."""
_QUOTE = r"[\"“”„«»‘’]\s*[^\"“”„«»]{2,40}?\s*[\"“”»‘’]"
_MARKS = '"“”„«»‘’ '
_LONGEST = 5
_PART = 2
"""Words that a part of a row's name must have to stand for it."""


@cache
def _told() -> re.Pattern[str]:
    """A name at the beginning, a verb of meaning or an "is", and what follows."""
    means, is_ = any_of(name_words()["means"]), any_of(name_words()["is"])
    return re.compile(
        rf"^(?P<name>[^,;:.()]{{2,60}}?),?\s+(?:(?P<means>{means})|(?P<is>{is_}))\s+(?P<rest>\S.*)$", re.IGNORECASE | re.DOTALL
    )


@cache
def _quoted_names() -> re.Pattern[str]:
    """Nothing but names in quotes: "The scribe" or "the green microphone"."""
    return re.compile(rf"^{_QUOTE}(?:\s+(?:{joiners()})\s+{_QUOTE})?$")


def find_nicknames(labels: list[str], document: Document, language: str) -> Iterator[tuple[str, str]]:
    """Row and another name of it: for each sentence that says no more than that, and its own name without the word that says
    what it is, where the document writes it so ("la Brújula" for the "Asistente Brújula")."""
    rows = names_in(labels)
    short = {key[0]: row for key, row in rows.items() if len(key) == 1 and len(tokens(row)) > 1}
    for line in document.lines:
        if line.kind == "row":
            continue
        for sentence in sentences_of(line.text.replace("*", "").replace("`", '"')):
            yield from nicknames_of(sentence, rows)
            if has_word(sentence, name_words()["called"]) and language != "de":  # all German nouns have capitals
                yield from ((short[fold(word)], word) for word in _capitals().findall(sentence) if fold(word) in short)


@cache
def _capitals() -> re.Pattern[str]:
    """A word in capitals behind a small article."""
    return re.compile(rf"(?<!\w)(?:{any_of(small_words()['determiners'])})\s+([A-ZÄÖÜÀ-Ý]\w{{3,}})")


def nicknames_of(sentence: str, rows: Rows) -> Iterator[tuple[str, str]]:
    """The row that a sentence names, with each name that it says to mean that row."""
    found = _told().match(sentence.strip().rstrip("."))
    row = _row_at(found["rest"], rows) if found else ""
    if found and row and not has_word(sentence, name_words()["denied"]):
        if _quoted_names().match(found["name"].strip()):
            yield from ((row, name) for name in _in_quotes(found["name"]))
        elif _is_name(found["name"], bool(found["means"])):
            yield row, found["name"].strip()
        elif found["means"]:
            yield from _said_so(found["name"], row)


def _said_so(said: str, row: str) -> Iterator[tuple[str, str]]:
    """ "Who says "the bot", means ..."."""
    names = _in_quotes(said)
    if len(names) == 1 and has_word(said, name_words()["called"]):
        yield row, names[0]


def _in_quotes(text: str) -> list[str]:
    return [quoted.strip(_MARKS) for quoted in re.findall(_QUOTE, text)]


def _is_name(said: str, is_meant: bool) -> bool:
    """Whether the words may be a name: a few of them, and capital letters where only an "is" stands behind."""
    words = without_determiner(said.strip()).split()
    is_short = 0 < len(words) < _LONGEST and not set('"“”„«»') & set(said)
    return is_short and (is_meant or (len(words) > 1 and all(word[0].isupper() for word in words)))


def opens_with_row(sentence: str, rows: Rows) -> str:
    """The row that a sentence is about, and says what it is: "Free AI is anything without our login: ChatGPT, Gemini"."""
    found = _told().match(without_determiner(re.sub(r"[\"“”„«»]", "", sentence).strip()))
    return rows.get(tokens(found["name"]), "") if found else ""


def _row_at(text: str, rows: Rows) -> str:
    """The row that a text names and says nothing else, but what stands behind a comma or in brackets."""
    for said in (text, re.split(r"[,;(–—]", text, maxsplit=1)[0]):
        if found := rows.get(tokens(without_determiner(said.strip()))):
            return found
    return ""


def names_in(labels: list[str]) -> Rows:
    """Each way to write a row's name: whole, without what stands in brackets, each of several products that one row has, and
    without the word that says what it is ("Asistente Brújula"). What two rows share is nobody's."""
    found: dict[tuple[str, ...], set[str]] = {}
    for label in labels:
        bare = without_brackets(label)
        parts = [part for part in re.split(rf"\s*[,/|+&]\s*|\s+(?:{joiners()})\s+", bare) if len(tokens(part)) >= _PART]
        kept = tuple(word for word in tokens(bare) if word not in _kinds())
        for key in {tokens(label), tokens(bare), tokens(without_determiner(bare)), *map(tokens, parts), kept}:
            found.setdefault(key, set()).add(label)
    return {key: next(iter(rows)) for key, rows in found.items() if key and len(rows) == 1}


@cache
def _kinds() -> frozenset[str]:
    return frozenset(fold(word) for word in (*group_words("generic"), *name_words()["helpers"]))
