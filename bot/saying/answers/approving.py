"""What was asked about goes in; whose approval the policy wants for it, and its own sentences that say so, come out."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.talks.talk import WhyLine
from bot.policy.words import ANY, Effect, Question, Rule
from bot.saying.answers import reasons
from bot.saying.words import Words, shorten

_MOST = 3
"""Approvers and sentences that are told; where there are more the policy's owner is asked."""


def approvers(question: Question, knowledge: Knowledge) -> str:
    """Who says yes to some data, with how they are had, or to it in the tools that were named; empty: nobody in particular."""
    known = knowledge.policy.conditions
    named = (
        next(filter(None, (known[id_].approver for id_ in rule.conditions if id_ in known)), "") or rule.owner
        for rule in _rules(question, knowledge)
    )
    found = dict.fromkeys(reasons.line_of(one, knowledge) for one in named if one)
    return " · ".join(found) if len(found) <= _MOST else ""


def sentences(question: Question, knowledge: Knowledge, words: Words) -> tuple[WhyLine, ...]:
    """What the rules say that want somebody's yes for the data."""
    said = ((words.pick(rule.because), rule.cites or rule.at) for rule in _rules(question, knowledge))
    lines = [reasons.why_line(shorten(quote, reasons.LONGEST_QUOTE), at, knowledge) for quote, at in said if quote]
    return tuple(dict.fromkeys(lines))[:_MOST]


def _rules(question: Question, knowledge: Knowledge) -> list[Rule]:
    """Rules of that very data, its classes or what it is a kind of, that want a review or the yes of a named person."""
    policy = knowledge.policy
    asked = {id_ for ask in question.data for id_ in ask.types}
    types = asked | {
        wide
        for id_ in asked
        if id_ in policy.data_types
        for wide in (*policy.data_types[id_].classes, *policy.data_types[id_].is_a)
    }
    offered = {id_ for ask in question.tools for id_ in ask.offerings}
    bans = [rule.offerings for rule in policy.rules if rule.effect is Effect.FORBID and rule.data & asked and not rule.where]
    forbidden = frozenset().union(*bans)
    approved = {condition.id for condition in policy.conditions.values() if condition.approver and not condition.general}
    return [
        rule
        for rule in policy.rules
        if rule.data & types
        and (not offered or rule.offerings & offered)
        and not (ANY in forbidden or rule.offerings & (offered or rule.offerings) <= forbidden)  # nobody's yes lets that in
        and (rule.effect is Effect.REVIEW or approved & {*rule.conditions})
    ]
