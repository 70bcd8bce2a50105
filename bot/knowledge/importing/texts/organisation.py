"""The title of a policy in; the organisation's name in it out: before a legal form, beside a dash, or behind "of" at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import fold, group_words, small_words, tokens

_PART = re.compile(r"\s[–—|-]\s|:\s")
_COMPOUND = 6
"""Letters of a word that may end a compound: "Dienstanweisung"."""
_MARKS = frozenset({"&", "+"})
"""What stands between the words of a name."""


def organisation_in(title: str, language: str, is_word: Callable[..., bool]) -> str:
    """The whole title where no name stands in it, or where every word of what may be one is a word of the language."""
    parts = [part.strip(" ,") for part in _PART.split(title) if part.strip(" ,")]
    formed = next((name for part in parts if (name := _before_form(part, language))), "")
    if formed:
        return formed
    beside = [part for part in parts if _is_name(part, language)] if len(parts) > 1 else []
    behind = [name for part in parts if (name := _behind_of(part, language))]
    for names in (beside, behind):
        if len(names) == 1 and not all(is_word(word, language) for word in tokens(names[0])):
            return names[0]
    return title


def _before_form(part: str, language: str) -> str:
    """The words with capitals up to a legal form, and the form."""
    form = _form().search(part)
    run = _run(part[: form.start()], language) if form else ""
    return f"{run} {form.group().strip(' ,')}" if form and run else ""


def _run(text: str, language: str) -> str:
    """The words with capitals at the end of a text, and the signs and joiners between them."""
    words = text.split()
    first = last = len(words)
    while first and (_is_capital(words[first - 1]) or words[first - 1] in _MARKS or fold(words[first - 1]) in _joiners(language)):
        first -= 1
    while first < last and not _is_capital(words[first]):
        first += 1
    return " ".join(words[first:])


def _is_name(part: str, language: str) -> bool:
    """Whether a part of a title is nothing but words with capitals, and none of them is of policies, of AI or a number."""
    run = _run(part, language)
    return bool(run) and run == part and not any(_is_of_policies(word) for word in tokens(part))


def _behind_of(part: str, language: str) -> str:
    """The words with capitals at the end, where "of", "at" or "for" joins them to a word for policies, AI or tools: "HMU, the
    university of Tolvane" has more of its name before."""
    run = _run(part, language)
    before = tokens(part[: len(part) - len(run)]) if run and part.endswith(run) else ()
    while before[1:] and before[-1] in _links() and before[-2] in _links():
        before = before[:-1]
    told = len(before) > 1 and before[-1] in _links() and (_is_of_policies(before[-2]) or before[-2] in group_words("generic"))
    return run if told and _is_name(run, language) else ""


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _is_of_policies(word: str) -> bool:
    said = {fold(one) for one in small_words()["documents"]}
    ends = tuple(one for one in said if len(one) >= _COMPOUND)
    return word.rpartition("'")[2] in small_words()["ai"] or word in said or word.endswith(ends) or any(map(str.isdigit, word))


@cache
def _joiners(language: str) -> frozenset[str]:
    of = small_words()["joiners"]
    return frozenset(map(fold, (*of["any"], *of.get(language, ()))))


@cache
def _links() -> frozenset[str]:
    return frozenset(fold(word) for word in (*small_words()["of"], *small_words()["at"], *small_words()["determiners"]))


@cache
def _form() -> re.Pattern[str]:
    """A legal form at the end, alone or with "& Co. KG" behind it."""
    forms, partners = (any_of(small_words()[name]) for name in ("legal_forms", "partners"))
    return re.compile(rf",?\s+(?:{forms})\.?(?:\s*[&+]\s*(?:{partners})\.?)?(?:\s*(?:{forms})\.?)?$")
