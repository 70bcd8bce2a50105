"""A title and the words behind it go in; how far a person's name reaches comes out.

A second word of a name has no shape of its own: in German every noun has a capital, and so have tools. What is swallowed is not
ruled on, so a name goes on only behind a given name that is listed, and never into a word that names data or a tool.
"""

from __future__ import annotations

import re

from bot.tongue.patterns import listed, written
from bot.tongue.small import small

GIVEN = small("given")
"""Those that are no tool: Claude, Gemini and Jasper ask for nothing but themselves."""
_TOOLS = rf"{listed('no_name_tool')}|\w*(?:{listed('no_name_tool_ending')}|{listed('no_name_tool_stem')}\w*)"
_DATA = rf"\w*{listed('no_name_data_ending')}|{listed('no_name_data')}"
"""What a name never goes on into: by whole words, in German and Dutch also by what a compound ends in."""
_NOUN = rf"\w{{3,}}{listed('no_name_ending')}"
ENDS = rf"(?i:{_TOOLS}|{_DATA}|{_NOUN})(?!\w)"
_BEGINS = rf"(?i:{listed('particle_begins')})"
_PARTICLE = rf"(?i:{listed('particle_begins', 'particle_inside')})"
_NOBLE = rf"(?i:{listed('particle_noble')})"
UP, LOW = "[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ]", "[a-zà-ÿā-ſ]"
PLAIN = rf"{UP}(?:['’]{UP})?{LOW}+(?:[-'’](?:{LOW}{{1,4}}[-'’])?{UP}{LOW}+|[A-Z][a-z]+)*"
_NEXT = re.compile(rf"[ \u00a0](?:{_BEGINS}\s+(?:{_PARTICLE}\s+){{0,2}})?(?!{ENDS})(?P<word>{PLAIN}|{UP}\.)(?![\w@])")
_WORDS = re.compile(rf"(?:(?:{_NOBLE}|{_PARTICLE})\s+)*")
TITLES = written("title_aside")
MOST = 3
"""Words that a name may go on for: another given name, an initial, and the name of the family."""


def rest_of_name(text: str, begin: int, end: int) -> int:
    """Where the name ends that begins at ``begin`` and of which the first word ends at ``end``."""
    first = _WORDS.sub("", text[begin:end], count=1)
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


def is_given(word: str) -> bool:
    """Whether it is one of the names that are given to people."""
    parts = word.rstrip(".").split("-")
    return all(part.lower() in GIVEN for part in parts)


def _is_titled(text: str, at: int) -> bool:
    """Whether the words around have capitals all over, names and titles aside: then a capital tells nothing."""
    near = re.findall(r"[^\W\d_]{2,}", text[max(at - 80, 0) : at + 80])
    words = [word for word in near if word.lower() not in GIVEN and word not in TITLES]
    return len(words) > 4 and sum(word[0].islower() for word in words) < len(words) * 0.2
