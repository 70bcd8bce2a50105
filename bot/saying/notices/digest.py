"""What many asked with its rulings, and what the policy changed, go in; what staff read on Mondays comes out, in the policy's
language.

Names of the policy and verdicts only: nothing that anybody wrote, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.policy.changes.change import Flip
from bot.policy.deciding.rulings import Ruling
from bot.policy.deciding.starting import is_usable
from bot.policy.house import Knowledge
from bot.policy.words import Texts, Verdict
from bot.saying import labels
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.notices.news import Names, news
from bot.saying.words import Words, marked, opening, shorten, words_for

LONGEST_CONDITION = 120


def digest(
    asked: Sequence[tuple[str, str, Ruling]], flips: tuple[Flip, ...], before: dict[str, Texts], knowledge: Knowledge
) -> str:
    """``asked``: offering or tool, data type or class, how it is ruled for anybody; ``before``: what things were called before
    the changes. Empty where there is nothing to tell."""
    words = words_for("", knowledge.organisation.languages)
    new = tuple(flip for flip in flips if _is_new(flip))
    names = Names(knowledge, before)
    parts = (
        ("digest.asked", [_asked(*one, knowledge, words) for one in asked]),
        ("digest.changed", _first(tuple(flip for flip in flips if flip not in new), names, words)),
        ("digest.new", _first(new, names, words)),
    )
    told = ["\n".join([words(head), *(f"• {line}" for line in lines)]) for head, lines in parts if lines]
    if not told:
        return ""
    reading = [words("digest.read")] if flips and knowledge.organisation.acknowledge else []
    return "\n\n".join([words("digest.head"), *told, *reading, words("digest.foot")])


def _is_new(flip: Flip) -> bool:
    """Whether something may be used now that could not be before."""
    return is_usable(flip.new) and not is_usable(flip.old)


def _first(flips: tuple[Flip, ...], names: Names, words: Words) -> list[str]:
    """The change that reaches most; what got stricter before the rest."""
    told = news(("", ""), flips, names, words)
    return list((*told.stricter, *told.looser, *told.changed)[:1])


def _asked(tool: str, data: str, ruling: Ruling, knowledge: Knowledge, words: Words) -> str:
    is_offering = tool in knowledge.vocabulary.offerings
    called = labels.offering_label(tool, knowledge, words) if is_offering else labels.tool_label(tool, knowledge, words)
    pair = words("digest.pair", tool=called, data=words.inside(labels.data_label(data, knowledge, words)))
    if ruling.ask_back:
        return words("labelled", label=pair, text=marked(ASK_SHAPE, words("word.depends")))
    mark = marked(SHAPES[ruling.verdict], words(f"word.{ruling.verdict.value}"))
    line = words("labelled", label=opening(pair), text=mark)
    needs = [words.inside(words.pick(need.text).rstrip(".")) for need in ruling.needs if not need.general]
    if ruling.verdict is not Verdict.CONDITIONAL or not needs:
        return line
    return words("labelled", label=line, text=shorten(words("semicolon").join(needs), LONGEST_CONDITION))
