"""A title or a given name and the words behind it go in; how far a person's name reaches comes out."""

from __future__ import annotations

import re

from bot.redaction.vocabulary import is_common
from bot.text.patterns import late, listed, written
from bot.text.small import lists_in, small
from bot.text.tokens import fold

_LISTS = lists_in("shapes/given_names.yaml")
GIVEN = small("given") | frozenset(_LISTS["name.given"]["any"])
"""Those that are no tool: Claude, Gemini and Jasper ask for nothing but themselves."""
_FAMILIES = frozenset(map(fold, _LISTS["name.family"]["any"]))
TOOLS = rf"{listed('no_name_tool')}|\w*(?:{listed('no_name_tool_ending')}|{listed('no_name_tool_stem')}\w*)"
_DATA = rf"\w*{listed('no_name_data_ending')}|{listed('no_name_data')}"
"""What a name never goes on into: by whole words, in German and Dutch also by what a compound ends in."""
_NOUN = rf"\w{{3,}}{listed('no_name_ending')}"
ENDS = rf"(?i:{TOOLS}|{_DATA}|{_NOUN})(?!\w)"
_PARTICLE_FIRST = rf"(?i:{listed('particle_begins')})"
_PARTICLE = rf"(?i:{listed('particle_begins', 'particle_inside')})"
_NOBLE = rf"(?i:{listed('particle_noble')})"
_SMALL_LETTERS = (letter for letter in map(chr, (*range(0x61, 0x180), 0x1A1, 0x1B0, *range(0x1EA0, 0x1F00))) if letter.islower())
UP, LOW = "[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ]", f"[{''.join(_SMALL_LETTERS)}]"
"""No letter is in both: a name in accented capitals could be cut in more ways than can be tried."""
PLAIN = rf"{UP}(?:['’]{UP})?{LOW}+(?:[-'’](?:{LOW}{{1,4}}[-'’])?{UP}{LOW}+|[A-Z][a-z]+)*"
CAPITALS = rf"(?<!['’]){UP}{{3,25}}(?:[-'’]{UP}{{2,25}}){{0,2}}(?!['’]?{UP})"
_PARTICLE_CAPITAL = rf"(?:{listed('particle_capital')}\s)?"
_NEXT = late(
    rf"[ \u00a0](?:{_PARTICLE_FIRST}\s+(?:{_PARTICLE}\s+){{0,2}})?{_PARTICLE_CAPITAL}(?!{ENDS})(?P<word>{PLAIN}|{UP}\.)(?![\w@])"
)
_PARTICLES = late(rf"(?:(?:{_NOBLE}|{_PARTICLE})\s+)*")
_NEXT_OR_INITIAL = late(
    rf"[ \u00a0](?:(?P<nasab>{listed('nasab')}\s+)|(?:{_NOBLE}|{_PARTICLE_FIRST})\s+(?:{_PARTICLE}\s+){{0,2}})?"
    rf"{_PARTICLE_CAPITAL}(?!{ENDS})(?:(?i:{listed('particle_joined')})-)?"
    rf"(?P<word>{PLAIN}|{CAPITALS}|(?P<initial>{UP}\.(?:[- ]?{UP}\.)*))(?![\w@])"
)
_LINKS = listed("particle_begins", "particle_inside", "particle_titled", "particle_field")
LINK = rf"(?:(?:(?i:{_LINKS})|{listed('particle_capital')})\s)"
_LETTERS_IN_NAME = late(r"[^\W\d_]+")
_END_OF_NAME = late(ENDS)
TITLES = written("title_aside")
_STANDARDS = written("standard")
MOST = 3  # words that a name may go on for: another given name, an initial, and the name of the family


def rest_of_name(text: str, begin: int, end: int) -> int:
    """Where the name ends that begins at ``begin`` and of which the first word ends at ``end``."""
    first = _PARTICLES.sub("", text[begin:end], count=1)
    if not is_given(first) or _is_titled(text, begin):
        return end
    for _ in range(MOST):
        found = _NEXT.match(text, end)
        if found is None:
            return end
        end = found.end()
        if not is_given(found.group("word")) and not found.group("word").endswith("."):
            return end
    return end


def name_end(text: str, begin: int, end: int) -> int:
    """Where the name of a person ends that begins with a given one; ``end``, the given name's own, where no family's follows."""
    at = surely = end
    for _ in range(MOST + 1):
        found = _NEXT_OR_INITIAL.match(text, at)
        if found is None:
            break
        at, word = found.end(), found.group("word")
        if found.group("initial"):
            continue
        if not (found.group("nasab") or is_given(word) or is_family(word)):
            break
        surely = at
    return surely if surely == end or not _is_titled(text, begin) else end


def is_family(word: str, listed_too: bool = True) -> bool:
    """Whether it may be a family's, where a given name stands beside it. ``listed_too``: a common word may, if it is listed."""
    parts = _LETTERS_IN_NAME.findall(word)
    if not parts or _END_OF_NAME.fullmatch(word) or word in _STANDARDS:
        return False
    own = [not is_common(part) or (listed_too and fold(part) in _FAMILIES) for part in parts]
    is_double = "-" in word and all(part[0].isupper() for part in parts)
    return all(len(part) > 1 for part in parts) and (any(own) if is_double else all(own))


def is_rare_given(word: str) -> bool:
    """Whether it is a given name, and in no language a word that people talk with."""
    return is_given(word) and not any(is_common(part) for part in word.split("-"))


def is_given(word: str) -> bool:
    """Whether it is one of the names that are given to people."""
    parts = word.rstrip(".").split("-")
    return all(part.lower() in GIVEN for part in parts)


def _is_titled(text: str, at: int) -> bool:
    """Whether the words around have capitals all over, names and titles aside: then a capital tells nothing."""
    near = re.findall(r"[^\W\d_]{2,}", text[max(at - 80, 0) : at + 80])
    words = [word for word in near if word.lower() not in GIVEN and word not in TITLES]
    return len(words) > 4 and sum(word[0].islower() for word in words) < len(words) * 0.2
