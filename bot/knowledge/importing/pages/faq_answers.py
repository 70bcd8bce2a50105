"""The answer to one question in; whether it says yes, no, or only under something, with all that must hold, out.

A plain yes is one that says nothing more. What more it says must hold; what nobody could read needs a review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.cells.effects import exact_words
from bot.knowledge.importing.pages.page_labels import is_no, is_until, limits, says_no_more
from bot.knowledge.importing.pages.page_tools import is_for_some, tone
from bot.knowledge.importing.texts.questions import Asked
from bot.knowledge.importing.texts.words import faq_words, fold, generic_data, has_word, lists, table_words, tokens

_STRUCK = ("~~", "<")
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
    first, line = (asked.answer or asked.listed)[0]
    effect, rest = _begun(first)
    if effect == "deny":
        way_out = has_word(first, faq_words()["unless"])
        return Answer("conditional" if way_out else "deny", first if way_out else "", first, line)
    if effect == "allow" and not any(sign in asked.said for sign in _STRUCK):
        return _yes(asked, rest, title)
    if effect == "only":
        return Answer("conditional", asked.said, asked.said, line)
    if not effect and is_no(first) and not limits(_without_no(first)):
        return Answer("deny", "", first, line)
    return Answer("review", asked.said, asked.said, line)


def _yes(asked: Asked, rest: str, title: str) -> Answer:
    """A yes with all that stands behind it; ``rest``: of its own sentence."""
    first, line = (asked.answer or asked.listed)[0]
    others = [text for text, _ in (*asked.answer[1:], *asked.listed)]
    more = [text for text in (rest, *others) if tokens(text) and not _is_plain(text, title)]
    if not more:
        return Answer("allow", "", first, line)
    is_doubted = has_word(" ".join(more), _later()) or any(_begun(text)[0] == "deny" for text in more) or is_until(asked.said)
    return Answer("review" if is_doubted else "conditional", asked.said, asked.said, line)


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
def _later() -> list[str]:
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
