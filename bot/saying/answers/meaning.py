"""What words about AI mean goes in, the lines of an answer come out: each meaning with its place, and tools of that sort."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.policy.due.known_licences import BY_VERSION
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Meant, Ruled, WhyLine
from bot.policy.words import Citation
from bot.saying import labels
from bot.saying.words import Words
from bot.tongue.text import words_of

MOST_LISTED = 12
USES = ("yes", "limited", BY_VERSION, "no")


def sentence_key(ruled: Ruled) -> str:
    """What stands above: the policy says it, unless a meaning is the catalog's."""
    return "meaning.sentence" if any(not _own(one, ruled) for one in ruled.meanings) else "passages.sentence"


def beside(ruled: Ruled) -> tuple[WhyLine, ...]:
    """Passages of the policy to show with it: beside a meaning of the catalog those that speak of the very word."""
    told = {line.quote for one in ruled.meanings for line in _own(one, ruled)}
    names = [name for one in ruled.meanings for name in one.names]
    found = [line for line in ruled.passages if line.quote not in told]
    return tuple(line for line in found if not names or any(f" {name} " in f" {_plain(line.quote)} " for name in names))


def lines(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> tuple[WhyLine, ...]:
    """The policy's own words stand where they stand; the catalog's say that they are not the policy's."""
    told = []
    for one in ruled.meanings:
        own = _own(one, ruled)
        told.append(_at(own[0], knowledge) if own else _general(one, words, today))
    return tuple(told)


def notes(ruled: Ruled, knowledge: Knowledge, words: Words) -> tuple[str, ...]:
    """Which tools are of that sort: those of the company's list, and others where it has few."""
    told = []
    for one in ruled.meanings:
        term = words.pick(one.of or one.label)
        listed = [labels.tool_label(id_, knowledge, words) for id_ in one.listed[:MOST_LISTED]]
        if listed:
            told.append(words("meaning.listed", term=term, tools=words.join(listed)))
        if one.known:
            told.append(words("meaning.known", term=term, tools=words.join(one.known)))
        if one.uses:
            told.append(words("licence.uses", uses=uses(one.uses, knowledge, words)))
    return tuple(told)


def uses(found: Iterable[tuple[str, str]], knowledge: Knowledge, words: Words) -> str:
    """Which tools' licences say what of commercial use: the freest first."""
    by_use: dict[str, list[str]] = {}
    for tool, use in found:
        by_use.setdefault(use, []).append(labels.tool_label(tool, knowledge, words))
    said = (words(f"licence.uses.{use}", tools=words.join(by_use[use])) for use in USES if use in by_use)
    return "; ".join(said)


def _own(one: Meant, ruled: Ruled) -> tuple[WhyLine, ...]:
    """The policy's own definition: of its glossary, or a passage that begins with the word and a colon."""
    if one.own:
        return (WhyLine(one.own, one.at),)
    heads = (line for line in ruled.passages if ":" in line.quote)
    return tuple(line for line in heads if _plain(line.quote.partition(":")[0]) in one.names)


def _at(line: WhyLine, knowledge: Knowledge) -> WhyLine:
    return replace(line, place=labels.place_of(line.at, knowledge), link=labels.link_of(line.at, knowledge))


def _general(one: Meant, words: Words, today: date) -> WhyLine:
    place = words("meaning.seen", source=labels.source_of(one.seen, words, today)) if one.seen else words("meaning.general")
    return WhyLine(f"{words.pick(one.label)}: {words.pick(one.about)}", Citation("", 0), f"({place})")


def _plain(text: str) -> str:
    """Folded words, as names are written: a hyphen parts them."""
    return " ".join(words_of(text.replace("-", " ")))
