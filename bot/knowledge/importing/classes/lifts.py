"""Sentences such as "insider lists are C3" in; examples of the data classes that they name out."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.classes.strictness import ClassWords, is_strict
from bot.knowledge.importing.texts.document import GUIDANCE, Document, unmarked
from bot.knowledge.importing.texts.kinds import negated
from bot.knowledge.importing.texts.patterns import any_of, parter, statements_of, without_determiner
from bot.knowledge.importing.texts.things import is_condition
from bot.knowledge.importing.texts.words import example_words, fold, generic_data, has_word, limit_words, lists, tokens

_DATA = r"^(?P<data>[^:;?]{4,140}?)\s+"
_CLASS = r"(?P<class>[^,;:.]{2,60}?)"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A command, "treat radio logs as C3", and a statement, "radio logs are C3"."""
    words = {name: any_of(listed) for name, listed in example_words()["lifts"].items()}
    lead, even = rf"(?:(?:{words['before_class']})\s+)*", rf"(?:(?:{words['even']})\s+)*"
    command = rf"^(?:{words['treat']})\s+{_DATA[1:]}(?:{words['as']})\s+{_CLASS}(?:\s+(?:{words['too']}))*[.!]?$"
    statement = rf"{_DATA}(?:{words['is']})\s+{even}{lead}{_CLASS}(?:\s+(?:{words['behind_class']}))*[.!]?$"
    return re.compile(command, re.IGNORECASE), re.compile(statement, re.IGNORECASE)


_OF_WHOM = re.compile(r"^(?:[-–•]\s*)?[^\W\d][\w'’ &/-]{1,28}:\s+(?=\S)")
"""Whose it is, before a colon: "Control room: radio logs count as C3". Stricter for them, it is never milder for others."""
_MOST_WORDS = 7


def lift_examples(
    classes: list[ClassWords], names: dict[str, str], document: Document, language: str
) -> list[tuple[str, str, int]]:
    """Adds what sentences lift to a class to its examples. ``names``: folded name or synonym -> class id.

    Never to the mildest class, and nothing that says how it was changed ("coded data are Internal"): such a sentence may loosen.
    Gives (thing, class label, line).
    """
    of = {entry.id: entry for entry in classes}
    known = {fold(text) for entry in classes for text in (*entry.examples, entry.label, *entry.synonyms)}
    found: list[tuple[str, str, int]] = []
    command, statement = _patterns()
    for line in document.lines:
        if line.kind == "row":
            continue
        for sentence in statements_of(unmarked(line.text)):
            said = _OF_WHOM.sub("", sentence.strip())
            match = command.match(said) or statement.match(said)
            entry = of.get(names.get(fold(match["class"]), "")) if match else None
            if not match or entry is None or not is_strict(entry):
                continue
            for thing in _things(match["data"], language):
                if fold(thing) not in known:
                    known.add(fold(thing))
                    entry.examples[thing] = f"{GUIDANCE}:{line.line}"
                    found.append((thing, entry.label, line.line))
    return found


def _things(text: str, language: str) -> list[str]:
    """The kinds of data that a subject lists; nothing where it is doubtful, about people who work here, or changed data."""
    changes = [word for words in lists()["transformations"].values() for word in words]
    doubts = (*changes, *lists()["milder"], *example_words()["lifts"]["doubt"])
    if is_condition(text) or has_word(text, doubts) or negated(text):
        return []
    parts = [without_determiner(part.strip(" .()")) for part in parter(",", language).split(text)]
    idle = generic_data() | {fold(word) for word in limit_words()["any_tool"]}
    telling = [part for part in parts if part and [word for word in tokens(part) if word not in idle]]
    return telling if len(telling) == len(parts) and all(len(tokens(part)) <= _MOST_WORDS for part in parts) else []
