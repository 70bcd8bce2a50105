"""A sentence in; what it says that marks or colours mean, out: "Green means go ahead, red means that data stays out"."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.cells.effects import colour_words, exact_words, read_cell, strictness
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import example_words, fold, has_word, lists, table_words, tokens

_MARK = 2
"""What is longer is a word."""


def told_in_prose(line: str, signs: frozenset[str]) -> list[tuple[str, str]]:
    """(mark, meaning) for each mark, letter or colour of which a verb says what it means. ``signs``: what stands alone in cells.
    A lone colour or letter may be about something else; a lone mark is not."""
    found = [match for match in _verbs().finditer(line) if _is_sign(match["key"], signs)]
    if not found or (len(found) == 1 and tokens(found[0]["key"])):
        return []
    ends = [match.start() for match in found[1:]] + [len(line)]
    told: list[tuple[str, str]] = []
    for match, end in zip(found, ends, strict=True):
        text = line[match.end() : end]
        text = _joint().sub("", text) if end < len(line) else text
        sentence = re.split(r"[.;](?:\s|$)", text, maxsplit=1)[0]
        needs = match["verb"] if match["needs"] else ""
        meaning = f"{needs} {_bare(sentence)}".strip()
        told += [] if _is_milder(match["key"], meaning) else [(match["key"], meaning)]
    return told


def _is_sign(key: str, signs: frozenset[str]) -> bool:
    said = fold(key)
    return said in colour_words() or (len(key) <= _MARK and (said in signs or not tokens(key)))


def _is_milder(key: str, meaning: str) -> bool:
    """Whether a meaning makes a mark milder than it is by itself, or denies something in words that nobody can read."""
    effect = read_cell(meaning, {}).effect
    usual = colour_words().get(fold(key)) or exact_words().get(fold(key), "allow")
    denied = has_word(meaning, [*lists()["classes"]["negation"], *example_words()["denials"]])
    return bool(denied and effect not in ("deny", "review")) or strictness(effect) < strictness(usual)


@cache
def _verbs() -> re.Pattern[str]:
    means, needs, shapes, that = (_any_of(kind) for kind in ("means", "needs", "shapes", "that"))
    return re.compile(
        r"(?:(?<=^)|(?<=[\s(\"“„«'`*]))(?P<key>[^\s,;.()\"'“”„«»`*]{1,12})[)\"'”“»`*]*"
        rf"(?:\s+(?:{shapes}))?\s+(?P<verb>(?:{means})|(?P<needs>{needs}))\s+(?:(?:{that})\s+)?",
        re.IGNORECASE,
    )


@cache
def _joint() -> re.Pattern[str]:
    """What stands between a meaning and the next mark: ", and a star ("."""
    joints, articles = _any_of("joints"), _any_of("articles")
    return re.compile(rf"[\s,;]+(?:(?:{joints})\s+)?(?:(?:{articles})\s+)?(?:[^\W\d_]+\s*)?\(?$", re.IGNORECASE)


def _bare(meaning: str) -> str:
    """A meaning without what it is said of: "the tool is approved for that level" -> "approved"."""
    subjects, copulas, tails = (_any_of(kind) for kind in ("subjects", "copulas", "tails"))
    said = re.sub(rf"^\s*(?:{subjects})\s+(?:(?:{copulas})\s+)?", "", meaning, flags=re.IGNORECASE)
    return re.sub(rf"\s+(?:{tails})$", "", said.strip(" .,"), flags=re.IGNORECASE)


def _any_of(kind: str) -> str:
    return any_of(table_words()["legend_verbs"][kind])
