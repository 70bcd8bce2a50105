"""A policy and answers go in; advice comes out: the table's word, and what the policy itself rules on each kind of data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from math import ceil, inf
from typing import Any

from bot.advice.choose import Chooser
from bot.answers.mind import Mind
from bot.clock.today import today_at
from bot.knowledge.faults import did_you_mean
from bot.knowledge.files.advice import shipped_table
from bot.policy.advice import INPUTS, WAYS, Advice, Cell, Fit, Understood, way_of
from bot.policy.changes.change import cell_question
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.policy import Policy, rank_of
from bot.policy.talks.talk import Asker
from bot.policy.words import Question, Slot, Verdict
from bot.policy.world import CatalogLicence, CatalogPrice, is_past_review
from bot.reading.door import make_safe
from bot.reading.reader import Reader
from bot.saying.advice import AdviceWords

ASK = "ask"
LEVELS = INPUTS["data"]
Rule = Callable[[str, str], Ruling]
"""The ruling of an offering and a kind of data, for whoever asks."""
RuleOf = Callable[[Mapping[Slot, str]], Rule]
"""The same for somebody of whom this was said."""
WHO = (Slot.ROLE, Slot.COUNTRY)


MOST_LETTERS = 2_000
"""Of words; the rest is clicked."""


class AnswersError(Exception):
    """Answers that cannot be used; one line each."""


def advise(knowledge: Knowledge, rule: Rule, given: Mapping[str, str], data: Iterable[str] = ()) -> Advice:
    """``data``: ids of data types or classes; without them all classes of the policy. Raises ``AnswersError``."""
    wrong = [line for name, value in given.items() if (line := _wrong(name, value))]
    known = [*knowledge.policy.data_classes, *knowledge.policy.data_types]
    wrong += [
        f"data: `{one}` is no data type or class of the policy; {did_you_mean(one, known, 'data.yaml lists them')}"
        for one in data
        if one not in known
    ]
    if wrong:
        raise AnswersError("\n".join(wrong))
    asked = tuple(dict.fromkeys(data)) or tuple(knowledge.policy.data_classes) or tuple(knowledge.policy.data_types)
    fits = {(one, level_of(knowledge.policy, one)): _fits(knowledge.policy, rule, one) for one in asked}
    strictest = max((level for _, level in fits), key=LEVELS.index, default=LEVELS[-1])
    inside = {one: _inside(knowledge.policy, rule, one) for one, _ in fits if one in knowledge.policy.data_classes}
    table = shipped_table().with_own(knowledge.advice)
    return Chooser(table).advise({**given, "data": strictest}, fits, inside)


def advise_for(
    knowledge: Knowledge, rule_of: RuleOf, said: Mapping[Slot, str], given: Mapping[str, str], data: Iterable[str] = ()
) -> Advice:
    """As ``advise``, for somebody of whom role and country were said or not: what was assumed of them, and which other roles have
    another way, is told with it."""
    asked, rules = tuple(data), knowledge.policy.rules
    advice = advise(knowledge, rule_of(said), given, asked)
    tested = {slot: sorted({value for one in rules for value in one.where.get(slot, ())}) for slot in WHO}
    asker = {slot: knowledge.policy.assumed.get(slot, "") for slot in WHO if tested[slot] and slot not in said}
    roles = [
        found
        for role in tested[Slot.ROLE]
        if role != {**asker, **said}.get(Slot.ROLE, "").casefold()
        for found in _other(role, advice, advise(knowledge, rule_of({**said, Slot.ROLE: role}), given, asked))
    ]
    return replace(advice, asker={slot: value for slot, value in asker.items() if value}, roles=tuple(roles))


def _other(role: str, advice: Advice, theirs: Advice) -> Iterator[tuple[str, str, str]]:
    """The way that is first for a role, else the ways of the kinds of data for which it is another."""
    if theirs.first and theirs.first != advice.first:
        yield role, "", theirs.first
        return
    ways = {split.data: split.way for split in advice.splits}
    for split in theirs.splits:
        if split.way and split.way != ways.get(split.data, split.way):
            yield role, split.data, split.way


def rules_of(mind: Mind) -> RuleOf:
    """How the policy rules today."""
    today = today_at(mind.knowledge)

    def rule_of(said: Mapping[Slot, str]) -> Rule:
        asker = Question(context={**mind.reader.builder.unsaid, **said})
        return cache(lambda offering, kind: mind.decide(cell_question(asker, offering, kind), today))

    return rule_of


def understood(reader: Reader, text: str) -> Understood:
    """The kinds of data in words, by the policy's own reading. No model reads it, and nothing of it is kept."""
    cut_at = MOST_LETTERS if len(text) > MOST_LETTERS else 0
    read = reader.read_words(make_safe(text[:MOST_LETTERS]), None, Asker(""))
    if any(ask.name for item in read.items for ask in item.question.tools):
        return Understood(read.language, names_tool=True)
    unplaced = {phrase for item in read.items for phrase in item.unplaced}
    asks = [ask for item in read.items for ask in item.question.data if ask.grounded and ask.name not in unplaced]
    policy = reader.knowledge.policy
    # an adviser grants nothing: what words are near to counts as well
    ids = [*(id_ for ask in asks for id_ in ask.types), *(id_ for item in read.items for id_ in item.question.near)]
    data = dict.fromkeys(id_ for id_ in ids if id_ in policy.data_types or id_ in policy.data_classes)
    unread = dict.fromkeys(phrase for item in read.items for phrase in (*item.unread, *item.unplaced))
    return Understood(read.language, tuple(data), unread=tuple(unread), cut_at=cut_at)


def known_roles(knowledge: Knowledge) -> tuple[str, ...]:
    """Those of which rules or people.yaml speak."""
    tested = {value for rule in knowledge.policy.rules for value in rule.where.get(Slot.ROLE, ())}
    assumed = knowledge.policy.assumed.get(Slot.ROLE, "").casefold()
    return tuple(sorted((tested | {one.role.casefold() for one in knowledge.people} | {assumed}) - {""}))


def _inside(policy: Policy, rule: Rule, data_class: str) -> dict[tuple[str, str], tuple[Fit, ...]]:
    """What the policy says of the kinds of data in a class."""
    kinds = (id_ for id_, kind in policy.data_types.items() if data_class in kind.classes)
    return {(id_, level_of(policy, id_)): _fits(policy, rule, id_) for id_ in kinds}


def _wrong(name: str, value: str) -> str:
    if name not in INPUTS or name == "data":
        return f"{name}: is no question; {did_you_mean(name, INPUTS, 'the questions are ' + ', '.join(INPUTS))}"
    return "" if value in INPUTS[name] else f"{name}: `{value}` is not one of {', '.join(INPUTS[name])}"


def level_of(policy: Policy, data: str) -> str:
    """How sensitive data is on the adviser's scale: by its class's place among the policy's ranks, rounded up."""
    ranks = sorted({one.rank for one in policy.data_classes.values() if one.rank is not None})
    rank = rank_of(policy, data)
    if rank == inf or len(ranks) < 2:
        return LEVELS[-1]
    return LEVELS[ceil(ranks.index(int(rank)) * (len(LEVELS) - 1) / (len(ranks) - 1))]


def _fits(policy: Policy, rule: Rule, data: str) -> tuple[Fit, ...]:
    """Each way that the policy has offerings of, with their verdicts."""
    found = []
    for way in WAYS:
        verdicts = {one.id: _verdict(rule, one.id, data) for one in policy.offerings.values() if way_of(one) == way}
        if verdicts:
            found.append(Fit(way, verdicts))
    return tuple(found)


def _verdict(rule: Rule, offering: str, data: str) -> str:
    ruling = rule(offering, data)
    is_open = ruling.ask_back is not None and ruling.verdict is not Verdict.FORBIDDEN
    return ASK if is_open else ruling.verdict.value


def as_object(advice: Advice, words: AdviceWords) -> dict[str, Any]:
    """For scripts: ids, and the reasons in one language."""
    return {
        "first": advice.first or None,
        "second": advice.second or None,
        "hybrid": [
            {
                "data": one.data,
                "level": one.level,
                "way": one.way or None,
                "within": one.within or None,
                "stricter": list(one.stricter),
                "policy": [{"way": fit.way, "verdict": fit.verdict, "offerings": list(fit.offerings)} for fit in one.fits],
            }
            for one in advice.splits
        ],
        "ways": [
            {
                "way": one.way,
                "total": one.total,
                "ruled_out": [_reason(words, *reason) for reason in one.ruled_out],
                "barred_by_policy": list(advice.barred.get(one.way, ())),
                "dimensions": {cell.dimension: _cell(words, cell) for cell in one.cells},
            }
            for one in advice.ways
        ],
        **{
            kind: [
                {"answer": name, "value": value, "dimension": dimension, "points": points, "because": words.text(because)}
                for name, value, dimension, points, because in reasons
            ]
            for kind, reasons in (("decided", advice.decided), ("drawbacks", advice.drawbacks))
        },
        "changes": [{"answer": name, "value": value, "first": way or None} for name, value, way in advice.changes],
        "roles": [{"role": role, "data": data or None, "first": way} for role, data, way in advice.roles],
        "demands": [words.text(one) for one in advice.demands],
        "licences": [_licence(tool, one, words) for tool, one in words.licensed(advice)],
        "prices": [_price(one, words) for one in words.priced(advice)],
        "answers": dict(advice.answers),
        "assumed": list(advice.assumed),
        "assumed_of_asker": {slot.value: value for slot, value in advice.asker.items()},
        "not_known": [line for line in (words.no_data(advice), words.unplaced(), words.unknown()) if line],
    }


def _licence(tool: str, one: CatalogLicence, words: AdviceWords) -> dict[str, Any]:
    limits = words.text(one.limits) if one.limits else None
    told = {"of": one.of or None, "licence": one.licence, "commercial_use": one.commercial_use, "limits": limits}
    return {"tool": tool, **told, "url": one.url or None, "seen": one.seen, "is_old": is_past_review(one.seen, words.today)}


def _price(one: CatalogPrice, words: AdviceWords) -> dict[str, Any]:
    amount = str(one.amount) if one.amount is not None else None
    told = {"tool": one.tool, "of": one.of or None, "amount": amount, "currency": one.currency or None, "per": one.per or None}
    besides = {"billed": one.billed or None, "besides": one.besides or None, "missing": one.missing or None}
    return {**told, **besides, "url": one.url or None, "seen": one.seen, "is_old": is_past_review(one.seen, words.today)}


def _cell(words: AdviceWords, cell: Cell) -> dict[str, Any]:
    return {
        "points": cell.points,
        "shown": cell.shown,
        "because": [_reason(words, *reason) for reason in cell.because],
        "would_change": [{"answer": name, "value": value, "shown": then} for name, value, then in cell.would_change],
    }


def _reason(words: AdviceWords, name: str, value: str, because: Mapping[str, str]) -> dict[str, str]:
    return {"answer": name, "value": value, "because": words.text(because)}
