"""The document in; what it says of a tool that it does not name out: ``forbidden`` or ``review``, and the sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import dropwhile

from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.words import has_word, sentence_words, tokens

_CLAUSE = re.compile(r"[.;]\s")
_ASKED = 12
"""Words of a question or a heading that asks about other tools ("Need another tool?")."""
_SHORT = 8
"""Words of a sentence that stands for itself: "Anything else is prohibited"."""
_REACH = 3
"""Words that may stand between a word for tools and the "not on" that says which ones."""


def find_unlisted(document: Document, labels: Collection[str]) -> tuple[str, Line | None]:
    """The first ban, else the first review; a ban that somebody may lift is a review. ``labels``: tools of the matrix, of
    which a sentence may say the same ("Harvey and nothing else"). A question is answered by what follows it."""
    names = [_name(label) for label in labels if not is_of_unlisted(label)]
    told: list[tuple[str, Line]] = []
    only: list[tuple[str, Line]] = []
    for line, asked in _asked(document):
        text = unmarked(line.text)
        is_answer = bool(asked) and len(tokens(asked)) <= _ASKED and is_of_unlisted(asked)
        if text.rstrip().endswith("?") or _is_of_data(text) or _begins(text, names):
            continue
        told += [(effect, line)] if (effect := _told(text, is_answer)) else []
        only += [(effect, line)] if (effect := _listed_only(text)) and not has_word(text, names) else []
    for found in (told, only):
        if found:
            return next((one for one in found if one[0] == "forbidden"), found[0])
    return "", None


def is_of_unlisted(text: str) -> bool:
    """Whether a sentence speaks of a tool that the policy does not name."""
    words, said = sentence_words(), tokens(text)
    if (has_word(text, words["unnamed"]) and has_word(text, words["nouns"])) or has_word(text, words["unnamed_alone"]):
        return True
    rest = has_word(text, words["rest"])
    return _names_others(said) or _is_not_in(said) or (bool(rest) and (_is_whole(said, rest) or bool(_kinds() & set(said))))


def _asked(document: Document) -> Iterator[tuple[Line, str]]:
    """Each sentence outside tables, with the heading or the question that it may answer."""
    lines = [line for line in document.lines if line.kind != "row"]
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        asked = line.heading if before is None or before.heading != line.heading else ""
        if before is not None and before.text.rstrip().endswith("?") and before.line >= line.line - 1:
            asked = before.text
        yield line, asked


def _told(text: str, is_answer: bool) -> str:
    """What a sentence about tools that are not named says of them."""
    words = sentence_words()
    if not (is_answer or is_of_unlisted(text)):
        return ""
    if has_word(text, words["forbids"]):
        return _unless(text)
    return "review" if has_word(text, words["asks"]) or (is_answer and "@" in text) else ""


def _listed_only(text: str) -> str:
    """What a sentence about those that are named says of all others."""
    if _is_nothing_else(text):
        return _unless(text)
    if _is_listed_only(text):
        return "review" if has_word(text, sentence_words()["asks"]) else _unless(text)
    return ""


def _unless(text: str) -> str:
    return "review" if has_word(text, sentence_words()["until"]) else "forbidden"


def _is_nothing_else(text: str) -> bool:
    """ "The services below may be used, and nothing else", "no other tool may be used"."""
    words, said = sentence_words(), tokens(text)
    else_ = has_word(text, words["nothing_else"])
    if else_ and (_is_whole(said, else_) or _kinds() & set(said)):
        return True
    nothing, others = set(words["nothing"]), set(words["others"])
    return any(
        word in _kinds() and others & set(said[max(0, at - 2) : at]) and nothing & set(said[max(0, at - 3) : at])
        for at, word in enumerate(said)
    )


def _is_listed_only(text: str) -> bool:
    """ "Only tools that are named here may be used"."""
    words, said = sentence_words(), tokens(text)
    only, kinds = set(words["only"]), _kinds()
    near = any(word in only and kinds & set(said[at + 1 : at + 1 + _REACH]) for at, word in enumerate(said))
    return near and bool(has_word(text, words["listed"]))


def _is_whole(said: tuple[str, ...], begun: str) -> bool:
    """Whether a short sentence begins so and stands for itself: "Nothing else may be used"."""
    return len(said) <= _SHORT and said[: len(tokens(begun))] == tokens(begun)


def _names_others(said: tuple[str, ...]) -> bool:
    """ "Any other AI tool", "anderen Werkzeugen": a word for others, and one for tools at most one word behind."""
    others = set(sentence_words()["others"])
    return any(word in _kinds() and others & set(said[max(0, at - 2) : at]) for at, word in enumerate(said))


def _is_not_in(said: tuple[str, ...]) -> bool:
    """ "Dienste, die nicht in § 2 stehen": a word for tools, and right behind it that they stand nowhere."""
    words = sentence_words()
    nots, places = set(words["nots"]), set(words["in_list"])
    tools = [at for at, word in enumerate(said) if word in _kinds()]
    behind = {at for tool in tools for at in range(tool + 1, min(tool + 1 + _REACH, len(said) - 1))}
    return any(said[at] in nots and said[at + 1] in places for at in behind)


def _is_of_data(text: str) -> bool:
    """Whether it holds for some data alone, and so not for all; what stands behind the first clause is no limit."""
    return bool(has_word(_CLAUSE.split(text)[0], sentence_words()["about_data"]))


@cache
def _kinds() -> frozenset[str]:
    return frozenset(sentence_words()["nouns"]) - frozenset(sentence_words()["of_policy"])


def _name(label: str) -> str:
    return re.split(r"[(,/]", label)[0].strip()


def _begins(text: str, names: list[str]) -> bool:
    """Whether a sentence is about one tool of the matrix, behind the number of its paragraph ("3.5 DeepL Pro ...")."""
    said = tuple(dropwhile(lambda word: not word.isalpha(), tokens(text)))
    return any(name and said[: len(name)] == name for name in map(tokens, names))
