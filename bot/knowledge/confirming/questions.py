"""A policy's files go in; what only its owner can say comes out, as questions with the answers that can be clicked."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from bot.knowledge.confirming.proposing import PROPOSED, filled, read, renewed, weighty
from bot.knowledge.confirming.sections import is_by_hand
from bot.knowledge.confirming.sentences import told_sentences
from bot.knowledge.confirming.told import Standing, Told
from bot.knowledge.importing.built import COLUMN
from bot.knowledge.importing.prose.unlisted import is_of_unlisted
from bot.knowledge.importing.texts.words import has_word, sentence_words
from bot.knowledge.sheets.sheet import slug
from bot.knowledge.sheets.undefined import undefined_classes
from bot.policy.clicks import Clicked, key_of_words
from bot.policy.confirming import (
    ASK,
    ASKERS,
    DROP,
    FORBID,
    KEEP,
    NO_DATA,
    NONE,
    ONLY,
    About,
    Open,
    Way,
)
from bot.policy.house import Knowledge
from bot.policy.policy import rank_of
from bot.policy.words import Effect, Rule, Slot
from bot.policy.world import Catalog
from bot.text.flat import digest_of

UNLISTED_WAYS = ("forbidden", "review", "uncovered")
ANY_ROW, NAMED_ONLY = "any", "named"
"""Answers about a row that stands for several tools: every tool without a nearer row; only those that it names."""
UNLISTED_LINE = re.compile(r"^unlisted_tool:", re.MULTILINE)
_UNSURE = re.compile(r"^\s*- ([\w-]+)\s+# confirm: ", re.MULTILINE)
"""How the import marks a tie that it guessed."""
_UNREAD = (Standing.UNREAD, Standing.WAITS)
_MOST_WORDS = 4
"""Everyday words of a kind that are shown."""


def open_questions(
    files: Mapping[str, str],
    knowledge: Knowledge,
    catalog: Catalog,
    told: Sequence[Told] | None = None,
    clicked: Sequence[Clicked] = (),
) -> tuple[Open, ...]:
    """All questions that no owner has answered yet. ``files``: path below the folder -> text, as ``knowledge`` was read from;
    ``told``: their sentences, where somebody has them already; ``clicked``: what staff said and clicked."""
    told = told_sentences(files, knowledge) if told is None else told
    proposals = renewed(read(files.get(PROPOSED, "")), knowledge)
    found = (
        *(filled(one, proposals, knowledge) for one in _of_sentences(told, weighty(proposals))),
        *(() if is_by_hand(files) else _of_rules(told, knowledge)),
        *_of_columns(knowledge),
        *_of_words(clicked, knowledge),
        *(() if is_by_hand(files) and UNLISTED_LINE.search(files.get("policy.yaml", "")) else _of_unlisted(told, knowledge)),
        *_of_classes(knowledge, catalog),
        *_of_ranks(knowledge),
        *_of_rows(files, knowledge),
        *_of_kinds(knowledge, catalog, frozenset(_UNSURE.findall(files.get("data.yaml", "")))),
    )
    settled = {(one.question, one.asked) for one in knowledge.confirmed}
    return tuple(one for one in found if (one.id, one.asked) not in settled)


def _of_sentences(told: Sequence[Told], proposals: Container[str]) -> Iterator[Open]:
    """Sentences that take something away, of which nobody made a rule, or only one that sends people to somebody; also those that
    only a model (``proposals``, by sentence) takes for such."""
    seen: set[str] = set()
    for one in told:
        is_proposed = one.id in proposals and one.standing in (Standing.BACKGROUND, Standing.EXAMPLE)
        if not (is_proposed or one.standing in _UNREAD) or one.id in seen:
            continue
        seen.add(one.id)
        ways = [Way(DROP), Way(FORBID, one.tools, one.data)]
        ways += [Way(ONLY, one.tools, one.data)] if one.is_only and one.data else []
        ways += [Way(ASK, one.tools, one.data)]
        ways += [Way(KEEP)] if one.standing is Standing.WAITS else []
        yield Open(
            one.id,
            About.SENTENCE,
            one.text,
            tuple(ways),
            _digest(one.text, *one.rests),
            one.text,
            one.at,
            one.rests,
            heading=one.heading,
            is_ban=one.is_ban and one.standing in _UNREAD,
            goes_first=one.is_ban and one.standing in _UNREAD,
        )


def _of_rules(told: Sequence[Told], knowledge: Knowledge) -> Iterator[Open]:
    """Rules beside the table that rest on a sentence of the document, as it was read; not those that an owner's answer made."""
    answered = {one.question for one in knowledge.confirmed}
    resting: dict[str, Told] = {}
    for one in told:
        for id_ in one.rests if one.standing in (Standing.RULE, Standing.WORDS) and one.id not in answered else ():
            resting.setdefault(id_, one)
    for rule in knowledge.policy.rules:
        if rule.id in resting and Slot.WORDS not in rule.where:
            said = resting[rule.id]
            ways = (Way(KEEP), Way(DROP), Way(ASK if rule.effect is Effect.FORBID else FORBID))
            yield Open(f"rule/{rule.id}", About.RULE, rule.id, ways, _of_rule(rule), said.text, said.at, (rule.id,))


def _of_columns(knowledge: Knowledge) -> Iterator[Open]:
    """Columns of the table that nobody reads: the rows that they speak of grant nothing until their owner says what they mean."""
    for rule in knowledge.policy.rules:
        if rule.id.startswith(COLUMN):
            said = next(iter(rule.because.values()), "")
            ways = (Way(DROP), Way(KEEP), Way(FORBID))
            yield Open(f"rule/{rule.id}", About.RULE, rule.id, ways, _of_rule(rule), said, rule.at, (rule.id,), goes_first=True)


def _of_words(clicked: Sequence[Clicked], knowledge: Knowledge) -> Iterator[Open]:
    """Words that no file has as a name by now. What was clicked comes first, of that the strictest."""
    policy, vocabulary = knowledge.policy, knowledge.vocabulary
    known = {name.casefold() for one in vocabulary.data.values() for name in (one.label, *one.names, *one.examples)}
    known |= {key_of_words(one) for one in (*vocabulary.no_data, *vocabulary.askers)}
    seen: set[str] = set()
    for one in clicked:
        meant = [data for data, _ in one.meant if data in policy.data_types or data in policy.data_classes]
        id_ = f"word/{slug(one.words)}"
        if not meant or key_of_words(one.words) in known or id_ in seen:
            continue
        seen.add(id_)
        meant.sort(key=lambda data: -rank_of(policy, data))
        ways = (*map(Way, dict.fromkeys((*meant, *policy.data_classes))), Way(NO_DATA), Way(ASKERS), Way(NONE))
        asked = _digest(key_of_words(one.words))
        yield Open(id_, About.WORD, one.words, ways, asked, words=(one.words,), clicked=one)


def _of_unlisted(told: Sequence[Told], knowledge: Knowledge) -> Iterator[Open]:
    """With what the policy says of them, else the document's sentence that nobody could read."""
    policy = knowledge.policy
    if not knowledge.vocabulary.tools or any("*" in tool.covers.get("any", ()) for tool in knowledge.vocabulary.tools.values()):
        return  # a row catches every tool: none is unlisted
    said = knowledge.organisation.unlisted_because
    asked = _digest(policy.unlisted.value, said)
    forbids = sentence_words()["forbids"]
    unread = (one for one in told if one.standing in _UNREAD and is_of_unlisted(one.text) and has_word(one.text, forbids))
    own = said, policy.unlisted_at, ""
    quoted, at, heading = own if said else next(((one.text, one.at, one.heading) for one in unread), own)
    yield Open("unlisted", About.UNLISTED, "*", tuple(map(Way, UNLISTED_WAYS)), asked, quoted, at, heading=heading)


def _of_classes(knowledge: Knowledge, catalog: Catalog) -> Iterator[Open]:
    """What belongs to a class of which nothing says so: the catalog's broadest kinds that no data has."""
    tied = {kind for one in knowledge.vocabulary.data.values() for kind in one.catalog}
    kinds = [one.id for one in catalog.kinds.values() if not one.is_a and one.id not in tied]
    for id_ in undefined_classes(knowledge) if kinds else ():
        at = knowledge.policy.data_classes[id_].at
        yield Open(f"class/{id_}", About.CLASS, id_, (*map(Way, kinds), Way(NONE)), _digest(id_, *kinds), "", at)


def _of_ranks(knowledge: Knowledge) -> Iterator[Open]:
    """Classes that the cells do not order, beside at least two that have a place."""
    classes = knowledge.policy.data_classes
    places = sorted({one.rank for one in classes.values() if one.rank is not None})
    for one in classes.values():
        if one.rank is None and len(places) > 1:
            ways = tuple(Way(str(place)) for place in (*places, places[-1] + 1))
            yield Open(f"rank/{one.id}", About.RANK, one.id, ways, _digest(one.id, *map(str, places)), "", one.at)


def _of_rows(files: Mapping[str, str], knowledge: Knowledge) -> Iterator[Open]:
    for tool in knowledge.vocabulary.tools.values():
        if not tool.group:
            continue
        path = f"tools/{tool.id}.yaml"
        asked = _digest(tool.id, *sorted(f"{key}={value}" for key, values in tool.covers.items() for value in values))
        ways = [Way(KEEP), Way(NAMED_ONLY)] if "*" in tool.covers.get("any", ()) else [Way(KEEP), Way(ANY_ROW)]
        if path in files:
            yield Open(f"catches/{tool.id}", About.CATCHES, tool.id, tuple(ways), asked, tool.label)


def _of_kinds(knowledge: Knowledge, catalog: Catalog, unsure: frozenset[str]) -> Iterator[Open]:
    """Everyday kinds of data that the files tie to nothing, or only by a guess. ``unsure``: those that the import marked so."""
    data = knowledge.vocabulary.data.values()
    tied = {kind: one.id for one in data for kind in one.catalog}
    guessed = {kind: one.id for one in data for kind in one.perhaps} | {kind: tied[kind] for kind in unsure & tied.keys()}
    classes = tuple(Way(id_) for id_ in knowledge.policy.data_classes)
    if len(classes) < 2:
        return
    language = knowledge.organisation.languages[0]
    for kind in catalog.kinds.values():
        if kind.id in tied.keys() - guessed.keys():
            continue
        words = _distinct((*kind.words.get(language, ()), *kind.examples.get(language, ())))[:_MOST_WORDS]
        asked, is_guess = _digest(kind.id, guessed.get(kind.id, "")), kind.id in guessed
        yield Open(f"kind/{kind.id}", About.KIND, kind.id, (*classes, Way(NONE)), asked, words=words, is_guess=is_guess)


def _distinct(words: Sequence[str]) -> tuple[str, ...]:
    """Without those that only go on from an earlier one: "merger", "mergers", "merger plan"."""
    found: list[str] = []
    for word in words:
        if not word.startswith(tuple(found)):
            found.append(word)
    return tuple(found)


def _of_rule(rule: Rule) -> str:
    said = (rule.effect.value, *sorted(rule.offerings), *sorted(rule.data), *rule.because.values())
    return _digest(
        rule.id, *said, *(f"{slot}={value}" for slot, values in sorted(rule.where.items()) for value in sorted(values))
    )


def _digest(*said: str) -> str:
    return digest_of("\0".join(said).encode())[:8]
