"""Some data, or a use, goes in with all tools' rulings; what the policy asks for it before and while one is used comes out."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.rulings import Need, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer, CheckLine
from bot.policy.talks.talk import Ruled, WhyLine
from bot.policy.words import USABLE, Slot, Verdict, When
from bot.saying import labels
from bot.saying.answers import reasons
from bot.saying.answers.tables import offering_name
from bot.saying.words import Words, opening, shorten

MOST, MOST_GENERAL, MOST_NAMED, MOST_CITED = 7, 3, 2, 3
LONGEST = 180
HEADS = {When.BEFORE: "duties.before", When.USING: "duties.using"}


def duties(made: Answer, ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """``made``: an empty answer to it."""
    about = _about(ruled, knowledge, words)
    pool = [one for one in ruled.tools if one.verdict in USABLE]
    key = "duties.sentence" if pool else "duties.review"
    pool = pool or [one for one in ruled.tools if one.verdict is Verdict.REVIEW]
    if not pool:
        return replace(made, sentence=opening(words("duties.none", data=about)))
    asked: dict[str, tuple[Need, list[ToolRuling]]] = {}
    for one in pool:
        for need in one.needs:
            asked.setdefault(need.condition, (need, []))[1].append(one)
    own = sorted((one for one in asked.values() if not one[0].general), key=lambda one: (one[0].when is When.USING, -len(one[1])))
    general = [one for one in asked.values() if one[0].general]
    shown = [*own[:MOST], *general[:MOST_GENERAL]]
    is_parted = len({need.when for need, _ in own}) > 1
    lines = [_line(need, tools, len(pool), knowledge, words) for need, tools in shown]
    heads = ["" if need.general or not is_parted else words(HEADS[need.when]) for need, _ in shown]
    checklist = tuple(
        replace(line, text=words("labelled", label=head, text=line.text) if head else line.text)
        for line, head in zip(lines, heads, strict=True)
    )
    cited = (_cited(need, tools, knowledge, words) for need, tools in shown)
    left = len(own) - MOST
    return replace(
        made,
        sentence=opening(words(key if checklist else "duties.nothing", data=about, count=str(len(pool)))),
        checklist=checklist,
        why=tuple(dict.fromkeys(line for line in cited if line.quote))[:MOST_CITED],
        notes=(words("list.more", count=str(left)),) if left > 0 else (),
    )


def _about(ruled: Ruled, knowledge: Knowledge, words: Words) -> str:
    """The data, or else the use, in the policy's words."""
    question = ruled.item.question
    named = [labels.data_label(ask.types[0], knowledge, words) if len(ask.types) == 1 else ask.name for ask in question.data]
    return words.join([words.inside(name) for name in named]) or labels.slot_value(
        Slot.PURPOSE, question.context.get(Slot.PURPOSE, ""), knowledge, words
    )


def _line(need: Need, tools: list[ToolRuling], every: int, knowledge: Knowledge, words: Words) -> CheckLine:
    """What is asked in some of the tools only is said of these."""
    text = shorten(words.held(words.pick(need.text) or need.condition), LONGEST)
    if need.general:
        return CheckLine(text, need.stated, True)
    if need.cases:
        cases = [labels.case_label(one, knowledge, words) for one in need.cases[:MOST_NAMED]]
        text = words("check.case", case=words.join(cases, style="or"), text=text)
    if len(tools) < every:
        names = [offering_name(one, knowledge, words) for one in tools[:MOST_NAMED]]
        rest = [words("list.more", count=str(len(tools) - MOST_NAMED))] if len(tools) > MOST_NAMED else []
        text = words("duties.in_tools", tools=", ".join([*names, *rest]), text=text)
    return CheckLine(opening(text), need.stated)


def _cited(need: Need, tools: list[ToolRuling], knowledge: Knowledge, words: Words) -> WhyLine:
    """The sentence of the rule that asks for it; of a duty that hangs on no rule the place of its own."""
    asking = {rule.id for rule in knowledge.policy.rules if need.condition in rule.conditions}
    reason = next((one for tool in tools for one in tool.reasons if one.rule in asking and words.pick(one.because)), None)
    if reason is None:
        return reasons.why_line(shorten(words.pick(need.text), reasons.LONGEST_QUOTE), need.at, knowledge)
    quote = shorten(words.pick(reason.because), reasons.LONGEST_QUOTE)
    return reasons.why_line(quote, reason.cites or reason.at, knowledge)
