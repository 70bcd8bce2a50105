"""Text goes in; names come out that stand where letters, mails and minutes have them: in heads, openings and closings, in lists
of who was there, before what somebody said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.people.given_names import ENDS, LINK, PLAIN, UP, is_family, is_given, is_rare_given
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_PART = rf"(?:{PLAIN}|{UP}{{3,}}|{UP}\.(?:{UP}\.)*)"
_LINE_NAME = rf"(?!{ENDS}){_PART}(?:[ ]{LINK}{{0,3}}(?!{ENDS}){_PART}){{0,3}}"
_OPEN_END = r"(?=\s*(?:[\"”“»«'’)\]\n.,;:(<–*_-]|$))"
_CLOSING = late(
    rf"(?<!\w)(?i:{listed('mail_closing')})\s?[,.!]?\s{{1,3}}(?:-\s)?(?P<name>{_LINE_NAME}){_OPEN_END}"
    rf"|(?<!\w)(?i:{listed('mail_closing', 'mail_closing_short')})[ ,.!]{{0,3}}\n{{1,3}}(?:-\s)?(?P<own>{_LINE_NAME}){_OPEN_END}"
)
_OPENING = late(rf"(?<!\w)(?i:{listed('mail_opening')})\s(?P<name>{_LINE_NAME})(?=\s?[,:!]|\n)")
_HEAD = late(
    rf"(?:^|(?<=[\n>]))\s?(?i:{listed('mail_head')})\s?:\s{{0,2}}['\"]?(?P<name>{_LINE_NAME})(?=['\"]?\s*(?:[<\[;,\n(]|$))"
)
_WROTE = late(
    rf"(?<![\w@.-])(?P<before>{_LINE_NAME})(?:\s<[^<>\n]{{1,80}}>)?\s(?i:{listed('mail_wrote')})\s?:"
    rf"|(?<!\w)(?i:{listed('mail_wrote_before')})\s(?P<behind>{_LINE_NAME})(?:\s<[^<>\n]{{1,80}}>)?\s?:"
)
_LIST = late(rf"(?<![\w-])(?i:{listed('people_field')})\s?:\s(?P<names>[^\n:?!]{{3,400}})")
_LISTED = late(rf"(?:\A|(?<=[,;/&]))\s?(?P<name>{_LINE_NAME})(?=\s*(?:[,;/&.(\d–-]|$|\s{LINK}))")
_SPEAKER = late(rf"(?:^|(?<=[\n.!?\"“«])\s?)(?P<name>{_LINE_NAME}):(?=\s)", re.M)


def names_in_mails(text: str) -> Iterator[Span]:
    """Names of those who wrote, got, were there and said."""
    for match in _CLOSING.finditer(text) if may_hold(text, "mail_closing", "mail_closing_short") else ():
        name = "name" if match.group("name") else "own"
        if _is_name(match.group(name)):
            yield *match.span(name), "person"
    for match in _OPENING.finditer(text) if may_hold(text, "mail_opening") else ():
        if _is_name(match.group("name"), strictly=True):
            yield *match.span("name"), "person"
    if ":" not in text:
        return
    if may_hold(text, "mail_head"):
        yield from ((*match.span("name"), "person") for match in _HEAD.finditer(text) if _is_name(match.group("name")))
    for match in _WROTE.finditer(text) if may_hold(text, "mail_wrote", "mail_wrote_before") else ():
        name = "before" if match.group("before") else "behind"
        if _is_name(match.group(name)):
            yield *match.span(name), "person"
    for match in _LIST.finditer(text) if may_hold(text, "people_field") else ():
        for one in _LISTED.finditer(match.group("names")):
            if _is_name(one.group("name"), strictly=True):
                begin = match.start("names")
                yield begin + one.start("name"), begin + one.end("name"), "person"
    spoken = [match for match in _SPEAKER.finditer(text) if _is_name(match.group("name"), strictly=True)]
    names = {match.group("name") for match in spoken}
    if len(names) > 1 and any(is_given(name.split()[0]) for name in names):
        yield from ((*match.span("name"), "person") for match in spoken)


def _is_name(words: str, strictly: bool = False) -> bool:
    """Whether it is a person's, and no word of every day. ``strictly``: a given name, or words that hardly anybody uses."""
    parts = [part for part in words.split() if part[0].isupper() and not part.endswith(".")]
    if not parts:
        return False
    if any(is_rare_given(part) for part in parts):
        return True
    if len(parts) > 1 and is_family(parts[-1], listed_too=False):
        return True
    if is_given(parts[0]):
        return len(parts) == 1 or is_family(parts[-1])
    return all(is_family(part, listed_too=not strictly and len(parts) > 1) for part in parts)
