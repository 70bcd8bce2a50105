"""Sentences such as "insider lists are C3" in; examples of the data classes that they name out."""

from __future__ import annotations

import re

from bot.knowledge.importing.classes import ClassWords, is_strict
from bot.knowledge.importing.document import GUIDANCE, Document, unmarked
from bot.knowledge.importing.kinds import negated
from bot.knowledge.importing.things import is_condition
from bot.knowledge.importing.words import fold, has_word, limit_words, lists, tokens

_IS = re.compile(
    r"^(?P<data>[^:;?]{4,140}?)\s+(?:is|are|counts?(?: as)?|belongs? (?:to|in)|falls? (?:under|in|into)|"
    r"(?:is|are) (?:treated|classed|classified|handled) as|"
    r"ist|sind|gilt als|gelten als|zählt zu|zählen zu|zählt als|gehört zu|gehören zu|fällt unter|fallen unter|"
    r"zijn|geldt als|gelden als|valt onder|vallen onder|hoort bij|horen bij|"
    r"est|sont|relève de|relèvent de|compte comme|comptent comme|es|son|pertenece a|pertenecen a|cuenta como|cuentan como)\s+"
    r"(?:always |also |still |immer |auch |stets |altijd |ook |toujours |aussi |siempre |también )*"
    r"(?:of |the |in |class |level |der |die |das |zur |zum |klasse |stufe |niveau |de |la |le |classe |clase |nivel )*"
    r"(?P<class>[^,;:.]{2,60}?)(?:\s+(?:too|as well|data|information|auch|ook|aussi|también))*[.!]?$",
    re.IGNORECASE,
)
_TREAT = re.compile(
    r"^(?:please )?(?:treat|handle|regard|classify|behandeln sie|behandel|behandelt|traitez|traiter|trate|tratar)\s+"
    r"(?P<data>[^:;?]{4,140}?)\s+(?:as|like|als|wie|comme|como)\s+"
    r"(?P<class>[^,;:.]{2,60}?)(?:\s+(?:too|as well|auch|ook|aussi|también))*[.!]?$",
    re.IGNORECASE,
)
"""The same as a command: "Treat radio logs as C3"."""
_OF_WHOM = re.compile(r"^(?:[-–•]\s*)?[^\W\d][\w'’ &/-]{1,28}:\s+(?=\S)")
"""Whose it is, before a colon: "Control room: radio logs count as C3". Stricter for them, it is never milder for others."""
_LEAD = re.compile(
    r"^(?:the|all|any|our|your|a|an|der|die|das|alle|unsere?|de|het|een|onze|les?|la|los|las|el|tou(?:s|tes) les)\s+",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:,|\b(?:and|or|und|oder|sowie|et|ou|y|o)\b)\s*", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:if|unless|except|when|while|until|may|must|can|could|should|will|not|no|never|only|it|they|this|these|that|everything|what|who|which|"
    r"wenn|falls|ausser|außer|darf|muss|nicht|kein\w*|nur|es|sie|dies\w*|was|wer|als|indien|mag|moet|niet|geen|alleen|het|dit|deze|wat|wie|"
    r"si|sauf|peut|doit|pas|ne|aucun\w*|seulement|il|elle|ils|elles|ce|cela|qui|salvo|excepto|puede|debe|solo|esto|quien)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 7


def lift_examples(classes: list[ClassWords], names: dict[str, str], document: Document) -> list[tuple[str, str, int]]:
    """Adds what sentences lift to a class to its examples. ``names``: folded name or synonym -> class id.

    Never to the mildest class, and nothing that says how it was changed ("coded data are Internal"): such a sentence may loosen.
    Gives (thing, class label, line).
    """
    of = {entry.id: entry for entry in classes}
    known = {fold(text) for entry in classes for text in (*entry.examples, entry.label, *entry.synonyms)}
    found: list[tuple[str, str, int]] = []
    for line in document.lines:
        if line.kind == "row":
            continue
        for sentence in re.split(r"(?<=[.!])\s+|;\s+", unmarked(line.text)):
            said = _OF_WHOM.sub("", sentence.strip())
            match = _TREAT.match(said) or _IS.match(said)
            entry = of.get(names.get(fold(match["class"]), "")) if match else None
            if not match or entry is None or not is_strict(entry):
                continue
            for thing in _things(match["data"]):
                if fold(thing) not in known:
                    known.add(fold(thing))
                    entry.examples[thing] = f"{GUIDANCE}:{line.line}"
                    found.append((thing, entry.label, line.line))
    return found


def _things(text: str) -> list[str]:
    """The kinds of data that a subject lists; nothing where it is doubtful, about people who work here, or changed data."""
    changes = [word for words in lists()["transformations"].values() for word in words]
    if is_condition(text) or _DOUBT.search(text) or has_word(text, changes) or has_word(text, lists()["milder"]) or negated(text):
        return []
    parts = [_LEAD.sub("", part.strip(" .()")) for part in _PARTS.split(text)]
    idle = {fold(word) for word in (*lists()["generic_data"], *limit_words()["any_tool"])}
    telling = [part for part in parts if part and [word for word in tokens(part) if word not in idle]]
    return telling if len(telling) == len(parts) and all(len(tokens(part)) <= _MOST_WORDS for part in parts) else []
