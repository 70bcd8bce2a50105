"""The text of a condition in; what its clauses keep out, whatever else holds, out: "...; never fraud files"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.knowledge.importing.prose.limit_sentences import spread
from bot.knowledge.importing.texts.document import without_bold
from bot.knowledge.importing.texts.patterns import any_of, bare_pieces, joiners
from bot.knowledge.importing.texts.words import find_run, limit_words, sentence_words, tokens


class KeptOut(NamedTuple):
    """One clause."""

    said: str
    things: tuple[str, ...]
    """What it names; nothing where it only names a case: "never while a tender is open"."""
    is_noun: bool
    """Whether these must be things: behind a bare "never" stands a deed as well, "never make or change a picture"."""


class _Patterns(NamedTuple):
    breaks: re.Pattern[str]
    """Where a clause may begin."""
    forms: tuple[re.Pattern[str], ...]
    """ "Never in hearings", "not for court papers"; "Gift Aid declarations never"; "medical fitness: no"."""


@cache
def _patterns() -> _Patterns:
    words = {name: any_of(listed) for name, listed in sentence_words()["kept_out"].items()}
    never = rf"{words['never']}|{words['but_never']}"
    sure = rf"(?:{never})\s+(?:{words['within']})|{words['not_in']}"
    joined = rf"(?:{joiners()})\s+"
    forms = (
        rf"^(?:{joined})?(?:{sure})\s+(?P<data>[^:]{{3,140}})$",
        rf"^(?:{joined})?(?:{never})\s+(?P<loose_data>[^:]{{3,140}})$",
        rf"^(?P<behind>[^:]{{3,140}}?),?\s+(?:{words['behind']})$",
        rf"^(?P<behind>[^:]{{3,140}}?)\s*:\s*(?:{words['answered']})$",
    )
    begins = rf"(?=(?:{sure}|{never})\s)"
    breaks = rf"[;()–—]\s*|\.(?:\s+|$)|,\s+(?:{joined})?{begins}|\s+{joined}{begins}|\s+(?=(?:{words['but_never']})\s)"
    return _Patterns(re.compile(breaks, re.IGNORECASE), tuple(re.compile(one, re.IGNORECASE) for one in forms))


def kept_out(text: str, language: str) -> Iterator[KeptOut]:
    """The clauses of a condition that keep something out."""
    breaks, forms = _patterns()
    for part in breaks.split(without_bold(text)):
        said = spread((part or "").strip())
        match = next((found for form in forms if (found := form.match(said))), None)
        if match:
            [(form, data)] = match.groupdict().items()
            yield KeptOut(said, _things(data, language, is_behind=form == "behind"), form != "loose_data")


def _things(data: str, language: str, *, is_behind: bool) -> tuple[str, ...]:
    """What a list names. A comma without a word that joins ends it: behind it stands something else that must hold."""
    if is_case(data):
        return ()
    before = r"\s" if data.count(",") > 1 else r"[^,\s]\s+"
    if "," in data and not re.search(rf"{before}(?:{joiners(language)})\s", data, re.IGNORECASE):
        data = data.rpartition(",")[2] if is_behind else data.partition(",")[0]
    only = [*limit_words()["only"]]
    found = (part for part in bare_pieces(data, language) if part)
    return tuple(part for part in found if not any(find_run(tokens(word), tokens(part)) >= 0 for word in only))


class Named(NamedTuple):
    """What a clause of a cell or note names as all that it lets in, or as none of what it lets in."""

    things: tuple[str, ...]
    is_only: bool
    """ "Only for rosters": what stands there goes in, and nothing else."""
    is_without: bool = False
    """Whether it could also say how the data is changed first: "without names"."""


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    words = {name: any_of(listed) for name, listed in sentence_words()["named"].items()}
    data = r"(?P<data>[^:]{3,140})"
    return (
        re.compile(rf"^(?:{words['nones']})\s+{data}$", re.IGNORECASE),
        re.compile(rf"^(?:{words['without']})\s+{data}$", re.IGNORECASE),
        re.compile(
            rf"^(?:.{{0,30}}\s)?(?:{words['only_for']})\s+{data}$|^(?P<before>[^:,]{{3,140}}?)\s+(?:{words['only']})$",
            re.IGNORECASE,
        ),
    )


@cache
def _clauses() -> re.Pattern[str]:
    rest = any_of(sentence_words()["named"]["rest"])
    return re.compile(rf"[;()–—]\s*|\s-\s|\.(?:\s+|$)|:\s+|,\s+(?=(?:{rest})\b)", re.IGNORECASE)


def named(text: str, language: str) -> Iterator[Named]:
    """The clauses of a cell or a note that say no more than what goes in, or what does not: "yes - no quotes, contracts"."""
    nones, without, only = _named()
    for part in _clauses().split(without_bold(text)):
        said = part.strip(" .,")
        if match := only.match(said) or without.match(said) or nones.match(said):
            data = match["data"] or match.groupdict().get("before") or ""
            yield Named(tuple(one for one in bare_pieces(data, language) if one), match.re is only, match.re is without)


def is_case(data: str) -> bool:
    """Whether no thing is named but a case: "with consent", "while a tender is open"."""
    here = tokens(data)
    return any(here[: len(words)] == words for words in map(tokens, sentence_words()["kept_out"]["if"]))
