"""The answer to one question in; whether it says yes, no, or only under something, with all that must hold, out.

A plain yes is one that says nothing more. What more it says must hold; what nobody could read needs a review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.cells.effects import exact_words
from bot.knowledge.importing.pages.faq_questions import Question
from bot.knowledge.importing.pages.page_labels import is_no, is_until, limits, says_no_more
from bot.knowledge.importing.pages.page_tools import is_for_some, tone
from bot.knowledge.importing.texts.questions import Asked
from bot.knowledge.importing.texts.words import faq_words, fold, generic_data, has_word, lists, table_words, tokens

STRUCK = ("~~", "<")
_MOST_HEAD = 6
"""Words of an answer's yes or no."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``effect``: allow, conditional, review or deny. ``asks``: what must hold, or what a person should read."""

    effect: str
    asks: str = ""
    quote: str = ""
    """The sentence that says so."""
    line: int = 0


def answer_of(asked: Asked, title: str) -> Answer:
    """What the first sentence of an answer says, with what the others add to a yes. ``title``: of the page."""
    first, line = asked.answer[0]
    effect, rest = _begun(first)
    if effect == "deny":
        way_out = has_word(first, faq_words()["unless"])
        return Answer("conditional" if way_out else "deny", asked.said if way_out else "", first, line)
    if effect == "allow" and not any(sign in asked.said for sign in STRUCK):
        return _yes(asked, rest, title)
    if effect == "only":
        return Answer("conditional", asked.said, asked.said, line)
    if not effect and is_no(first) and not limits(_without_no(first)):
        return Answer("deny", "", first, line)
    return Answer("review", asked.said, asked.said, line)


def _yes(asked: Asked, rest: str, title: str) -> Answer:
    """A yes with all that stands behind it; ``rest``: of its own sentence."""
    first, line = asked.answer[0]
    effect, _ = with_more([rest, *(text for text, _ in (*asked.answer[1:], *asked.listed))], title)
    return Answer(effect, "", first, line) if effect == "allow" else Answer(effect, asked.said, asked.said, line)


def with_more(texts: list[str], title: str) -> tuple[str, list[str]]:
    """What a yes is with some sentences beside it, and those of them that say more than yes."""
    more = [text for text in texts if tokens(text) and not _is_plain(text, title)]
    is_doubted = has_word(" ".join(more), later()) or any(_begun(text)[0] == "deny" or is_until(text) for text in more)
    return "review" if is_doubted else "conditional" if more else "allow", more


def weighed(answer: Answer, asked: Asked, question: Question, doubts: list[str]) -> Answer:
    """An answer with what its question, and what stands above it, make of a yes. ``doubts``: what is said of the whole page."""
    if question.is_turned:  # "Is it forbidden to ...? No." is no yes
        effect = {"allow": "deny", "deny": "review"}.get(answer.effect, "review")
        return Answer(effect, "" if effect == "deny" else f"{asked.question}? {asked.said}", asked.said, answer.line)
    if answer.effect == "deny":
        is_without = question.narrowed and has_word(question.narrowed, lists()["ban_exceptions"])
        return Answer("review", f"{asked.question}? {asked.said}", asked.said, answer.line) if is_without else answer
    told = narrowed_above(asked)
    if question.narrowed:
        told.append(f"{asked.question}? {asked.said}" if answer.asks else asked.question)
    elif answer.asks:
        told.append(answer.asks)
    effect = "conditional" if told and answer.effect == "allow" else answer.effect
    effect = "review" if doubts else effect
    return Answer(effect, ". ".join(one.strip(" .") for one in (*doubts, *told)), answer.quote, answer.line)


def narrowed_above(asked: Asked) -> list[str]:
    """Headings above a question that make a yes below them none for everybody: "For the legal team"."""
    return [one for one in asked.above if limits(one) or is_for_some(one)]


def _begun(said: str) -> tuple[str, str]:
    """The effect that the first words of a sentence have, with the words behind them; nothing where they have none."""
    words = said.split()
    for size in range(min(_MOST_HEAD, len(words)), 0, -1):
        if effect := _heads().get(" ".join(tokens(" ".join(words[:size])))):
            return effect, " ".join(words[size:]).strip(" ,;:–—-")
    return "", said


@cache
def _heads() -> dict[str, str]:
    """Folded words at the start of an answer -> allow, deny, only (something must hold), or review."""
    told = {word: effect for word, effect in exact_words().items() if effect in ("allow", "deny", "conditional", "review")}
    told = {word: "review" if effect == "conditional" else effect for word, effect in told.items() if tokens(word)}
    for effect, words in (
        ("only", table_words()["only"]),
        ("review", [*faq_words()["unsure"], *lists()["refers"]]),
        ("allow", faq_words()["yes"]),
        ("deny", faq_words()["no"]),
    ):
        told.update({" ".join(tokens(word)): effect for word in words})
    return {" ".join(tokens(word)): effect for word, effect in told.items()}


@cache
def later() -> list[str]:
    """Words by which a yes is none yet, or none any more."""
    return [*table_words()["level_lists"]["not_real"], *lists()["tool_lists"]["not_now"], *table_words()["whose"]["pilot"]]


def _is_plain(said: str, title: str) -> bool:
    """Whether a sentence behind a yes takes nothing back: it says yes again, what the data is, or what the tool is."""
    effect, rest = _begun(said)
    if effect == "allow" and not tokens(rest):
        return True
    if limits(said) or is_no(said) or is_for_some(said, title):
        return False
    idle = {word for phrase in faq_words()["plain"] for word in tokens(str(phrase))} | generic_data()
    public = {fold(word) for word in lists()["classes"]["public"]}
    left = [word for word in tokens(said) if word not in idle and word not in public]
    return not left or says_no_more(said) or not tone(said, title)


def _without_no(said: str) -> str:
    """A sentence without the words that deny."""
    words = {*lists()["classes"]["negation"], *(fold(word) for word in lists()["cells"]["deny"])}
    return re.sub(r"\s+", " ", " ".join(word for word in tokens(said) if word not in words))
