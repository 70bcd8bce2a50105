"""What words about AI mean goes in, the lines of an answer come out: each meaning with its place, and tools of that sort."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.policy.due.known_licences import BY_VERSION
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Meant, Ruled, WhyLine
from bot.policy.words import Citation, Question
from bot.saying import labels, places
from bot.saying.words import Words, shorten
from bot.text.tokens import words_of

MOST_LISTED = 12
LONGEST_PASSAGE = 380
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


def of_data(question: Question, knowledge: Knowledge, words: Words) -> tuple[WhyLine, ...]:
    """What the policy counts as the data that was asked about: of a class its types, of a type its examples. Nobody wrote that
    as a sentence, so it is said what the data counts as, and not in which line of which file."""
    types = knowledge.policy.data_types
    told = []
    for id_ in dict.fromkeys(id_ for ask in question.data if ask.grounded for id_ in ask.types):
        terms, known = knowledge.vocabulary.data.get(id_), types.get(id_) or knowledge.policy.data_classes.get(id_)
        if terms is None or known is None:
            continue
        members = [labels.data_label(one.id, knowledge, words) for one in types.values() if id_ in {*one.classes, *one.is_a}]
        examples = dict.fromkeys((*members, *terms.examples))
        if examples:
            quote = f"{labels.data_label(id_, knowledge, words)}: {', '.join(examples)}"
            classes = [labels.data_label(one, knowledge, words) for one in classes_of(id_, knowledge) if one != id_]
            counted = words("class.counted", named=words.join(classes, style="or")) if classes else words("class.list")
            told.append(WhyLine(shorten(quote, LONGEST_PASSAGE), known.at, f"({counted})"))
    return placed(tuple(told), knowledge)


def classes_of(id_: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The classes of a data type; of one without its own those of what it is a kind of."""
    types = knowledge.policy.data_types
    held = types.get(id_)
    if held is None or held.classes:
        return held.classes if held is not None else (id_,)
    return tuple(class_ for wide in held.is_a if wide in types for class_ in types[wide].classes)


def placed(lines: tuple[WhyLine, ...], knowledge: Knowledge) -> tuple[WhyLine, ...]:
    """Each line with its place as people read it, and where it can be opened."""
    return tuple(
        replace(
            line,
            place=line.place or places.place_of(line.at, knowledge),
            link=line.link or places.link_of(line.at, knowledge),
        )
        for line in lines
    )


def _own(one: Meant, ruled: Ruled) -> tuple[WhyLine, ...]:
    """The policy's own definition: of its glossary, or a passage that begins with the word and a colon."""
    if one.own:
        return (WhyLine(one.own, one.at),)
    heads = (line for line in ruled.passages if ":" in line.quote)
    return tuple(line for line in heads if _plain(line.quote.partition(":")[0]) in one.names)


def _at(line: WhyLine, knowledge: Knowledge) -> WhyLine:
    return placed((line,), knowledge)[0]


def _general(one: Meant, words: Words, today: date) -> WhyLine:
    place = words("meaning.seen", source=places.source_of(one.seen, words, today)) if one.seen else words("meaning.general")
    return WhyLine(f"{words.pick(one.label)}: {words.pick(one.about)}", Citation("", 0), f"({place})")


def _plain(text: str) -> str:
    """Folded words, as names are written: a hyphen parts them."""
    return " ".join(words_of(text.replace("-", " ")))
