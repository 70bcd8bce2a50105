"""Words, cues and the rules' intent of a message go in, what it most likely wants comes out: learnt from the catalog's examples.

Rules on words decide first (``intents.py``). Where they are not sure, weights that ``python -m benchmarks.intents`` learns from
``bot/catalog/examples`` may say otherwise if another intent is likelier by far. They never turn anything into "may I".
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from bot.policy.talks.talk import Intent
from bot.policy.world import Leanings
from bot.reading.intents.seen import Seen
from bot.reading.words.cues import Cues
from bot.text.tokens import Token

_DEFAULTS = frozenset({Intent.MAY_I, Intent.COMPARE, Intent.OFF_TOPIC})
"""What the rules end in where no other fits; all else they say for sure."""
_RULED = frozenset({Intent.MAY_I, Intent.COMPARE})
"""Their ruling gives way to a report alone, which is a deny beside a tool and data; to compare rules on the same."""
_FORBIDS = frozenset({Intent.INCIDENT, Intent.REPORT})
_LIKELIER, _RULED_LIKELIER, _CLEAR = 0.5, 1.3, 3.0
"""By how much (a logarithm of odds) another intent must be likelier than the one of the rules: where they end in
nothing, where there would be a ruling, and where there are things to rule on and the other one gives none. Chosen on messages
that were left out of the learning and on the questions of the recorded policies."""
_EARLY = 2
_SHARE = 3.2
"""All words together weigh as ten of them, however long the message is."""
_MARKS = "?!."
_TELLS = ("told.", "read.report", "intent.report")
"""Word lists of what somebody has done, seen or wants to tell."""
_NOT_WANTING = (
    *("fact.", "approval.", "deed.", "refused", "consent", "limit.", "unit.", "number.", "who.", "aside.", "use."),
    *(
        "against.",
        "class.",
        "same.",
        "container",
        "read.container",
        "read.vague",
        "read.nothing_begins",
        "read.both",
        "read.host",
    ),
    *("read.had", "read.given", "read.granted", "read.out_wrongly"),
)
"""Word lists of conditions, askers and things: they tell what is so, not what somebody wants."""


class Leaner:
    """Tells what a message most likely wants."""

    def __init__(self, learnt: Leanings) -> None:
        self.intents = tuple(Intent(name) for name in learnt.intents)
        self.weights = learnt.weights

    def __call__(self, rule: Intent, tokens: tuple[Token, ...], cues: Cues, seen: Seen, end: str) -> Intent:
        """``rule``: what the rules say; ``end``: the marks behind the last word."""
        if seen.in_thread or rule not in _DEFAULTS or rule not in self.intents:
            return rule
        if rule is Intent.OFF_TOPIC and "trouble" in seen.forms:
            return rule
        scores = self.scores(signs_of(rule, tokens, cues, seen, end))
        best = max(range(len(scores)), key=scores.__getitem__)
        wanted, ahead = self.intents[best], scores[best] - scores[self.intents.index(rule)]
        if not _may_be(wanted, rule, seen):
            return rule
        if wanted in _FORBIDS and seen.products and cues.has("told.if"):
            return rule  # only supposed, and the rules have looked at that
        if wanted is Intent.REPORT and not any(name.startswith(_TELLS) for name in cues.by_name):
            return rule  # no word says that something has happened: weights alone raise no alarm
        return wanted if ahead >= _needed(wanted, rule, seen) else rule

    def scores(self, signs: dict[str, float]) -> list[float]:
        """How much the signs speak for each intent."""
        scores = [0.0] * len(self.intents)
        for sign, share in signs.items():
            weights = self.weights.get(sign)
            if weights is not None:
                scores = [score + share * weight for score, weight in zip(scores, weights, strict=True)]
        return scores


def _may_be(wanted: Intent, rule: Intent, seen: Seen) -> bool:
    """Whether the rules' intent may give way to another: never where that could make a ruling milder or lose what forbids it; who
    may ask for leave keeps the question, as one word more would bring it back."""
    if rule in _RULED:
        return wanted is Intent.REPORT or (wanted is Intent.COMPARE and seen.products > 0)
    if wanted is Intent.WHICH_TOOL:  # its answer lists tools, so it takes the place of no tool that was named
        return not seen.tools and bool(seen.data)
    if wanted is Intent.EXPLAIN:  # without a tool its answer has no ruling, and what was said of conditions would be lost
        return seen.products > 0 or not seen.stated
    return wanted not in _RULED and (wanted is not Intent.INCIDENT or not seen.products)


def _needed(wanted: Intent, rule: Intent, seen: Seen) -> float:
    """By how much it must be likelier."""
    if rule in _RULED or wanted is Intent.REPORT:
        return _RULED_LIKELIER
    if not seen.products and wanted is not Intent.INCIDENT:
        return _LIKELIER
    return _CLEAR if seen.tools else _RULED_LIKELIER


def signs_of(rule: Intent, tokens: tuple[Token, ...], cues: Cues, seen: Seen, end: str) -> dict[str, float]:
    """The signs of a message, each with its share."""
    words = _masked(tokens, seen)
    first = {
        name: min(places)
        for name, found in cues.by_name.items()
        if not name.startswith(_NOT_WANTING) and (places := [m.first for m in found if tokens[m.first].own])
    }
    signs = {
        **_shared("word", {word for word, _, _ in words}),
        **_shared("pair", set(_pairs(words, end))),
        **_shared("cue", set(first)),
    }
    asks = "?" in end or any("?" in token.gap for token in tokens)
    mark = end.rstrip()[-1:]
    plain = (
        *(f"early:{name}" for name, place in first.items() if place <= _EARLY),
        *(f"form:{form}" for form in seen.forms),
        *(f"is:{name}" for name in ("sensitive", "facts", "listed") if getattr(seen, name)),
        f"things:{min(seen.tools, 2)}:{min(seen.products, 2)}:{min(seen.data, 2)}",
        f"tools:{min(seen.tools, 2)}",
        f"data:{min(seen.data, 2)}",
        f"products:{min(seen.products, 2)}",
        f"end:{mark if mark in _MARKS else ''}",
        f"asks:{asks}",
        f"rule:{rule.value}",
        "",
    )
    return signs | dict.fromkeys(plain, 1.0)


def _shared(name: str, found: set[str]) -> dict[str, float]:
    return {f"{name}:{one}": _SHARE / sqrt(len(found)) for one in found}


def _masked(tokens: tuple[Token, ...], seen: Seen) -> list[tuple[str, int, str]]:
    """Words with their sentence and the gap before them; tools, data, numbers and pasted text as one word each."""
    tools = {place for first, last in seen.tool_spans for place in range(first, last)}
    found: list[tuple[str, int, str]] = []
    for place, token in enumerate(tokens):
        word = _mask(token, place in tools, place in seen.data_places)
        if not (found and found[-1][0] == word and word.isupper()):
            found.append((word, token.sentence, token.gap))
    return found


def _mask(token: Token, is_tool: bool, is_data: bool) -> str:
    if not token.own:
        return "PASTED"
    if is_tool:
        return "TOOL"
    if is_data or token.text.startswith("["):
        return "DATA"
    return "NUMBER" if token.folded[:1].isdecimal() else token.folded


def _pairs(words: list[tuple[str, int, str]], end: str) -> Iterator[str]:
    """Words that follow each other, with where sentences begin and how they end."""
    before = "^"
    last = words[0][1] if words else 0
    for word, sentence, gap in words:
        if sentence != last:
            yield f"{before} {'$?' if '?' in gap else '$'}"
            before, last = "^", sentence
        yield f"{before} {word}"
        before = word
    yield f"{before} {'$?' if '?' in end else '$'}"
