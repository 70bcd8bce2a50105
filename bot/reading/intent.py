"""The words of a message and what was named in it go in; what the message wants comes out.

Weights that ``python -m benchmarks.intents`` learns from ``bot/catalog/examples`` say what is likeliest among what the names in
the message leave open: nobody compares one tool, and nothing has happened without a word that tells so. Who names a tool, data or
AI is taken to ask for leave until something else is likelier by far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt

from bot.policy.talks.talk import SMALL_TALK, Intent
from bot.policy.world import IntentWeights
from bot.reading.build import Parts
from bot.reading.words.cues import Cues
from bot.reading.words.language import is_stop
from bot.text.entries import Match
from bot.text.small import small
from bot.text.spans import places_in, places_of
from bot.text.tokens import LONGEST_WORD, Token, stem

_SENSITIVE = 2
"""Of a kind of data: so much that people ask about it only with AI in mind."""
HAPPENED = frozenset({Intent.INCIDENT, Intent.REPORT})
"""Something was done already, or somebody tells of it."""
_LIKELIEST = frozenset({Intent.WHICH_TOOL, Intent.EXPLAIN})
"""Little speaks for them, so nothing else may be likelier."""
_WHY = ("intent.why", "read.explain")
_SHORT = 4
_THANKS = ("read.greeting", "intent.praise")
_POLITE = SMALL_TALK - {Intent.ABOUT_BOT}
_IN_THREAD = HAPPENED | {Intent.WHICH_TOOL}
"""What a follow-up may want beside what its thread asks."""
_DEEDS = ("read.incident_past", "told.more", "told.landed", "told.put")
_CLEAR = frozenset({"read.incident_past", "told.landed"})
"""Past by themselves; the others with a word for when, or for an accident."""
_FAR, _RIGHT_BEFORE, _AROUND = 40, 2, (10, 14)
"""Words between such a verb and one that supposes, one that denies, and one that says when, before and behind it."""
_MAYBE_PRESENT = small("same_in_past")
_TELLS = ("told.", "read.incident", "read.report", "intent.report")
"""Word lists of what somebody has done, seen or wants to tell: without one nothing has happened."""
_SHARE = 3.2
"""All words together weigh as ten of them, however long the message is."""
_LETTERS = 4
"""Of the pieces of words that are counted: a compound is near to its parts."""
_FIRST = 3
_MARKS = "?!."
_OF_US = 0.7
"""By how much a message must be likelier about the bot than about nothing of ours."""
_DONE, _REPORTED, _IN_A_THREAD, _BESIDE_BOTH, _BESIDE_ONE = -1.0, 2.0, 5.0, 4.0, 3.5
"""By how much (a logarithm of odds) another intent must be likelier than what the names say: where something was done already,
where somebody tells of it, in a thread, where a tool and data are named, where one of them is. Chosen on the exam's questions."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one message, as counts and places."""

    tools: int
    data: int
    """Grounded or not, the class words too."""
    sensitive: bool
    """Data that people ask about only with AI in mind: sensitive, or in the policy's own words."""
    has_ai: bool
    """A tool, or AI at all."""
    stated: bool
    """A condition was said to hold, or not, or who asks."""
    asks_way: bool
    """Words for buying a tool or hosting it oneself."""
    of_policy: bool
    """A word for the policy itself."""
    asks_why: bool
    is_polite: bool
    """A word of greeting, thanks or praise, and few others."""
    in_thread: bool
    is_done: bool
    """A verb of putting something somewhere in its past form, that is neither denied nor supposed."""
    tells: bool
    """A word of something that was done, seen or went wrong."""
    asks_leave: bool
    """A word that asks for leave, and not whom to tell."""
    tool_spans: tuple[tuple[int, int], ...] = ()
    data_places: frozenset[int] = frozenset()

    @property
    def base(self) -> Intent:
        """What the names alone say."""
        if self.tools > 1 and not self.asks_way:
            return Intent.COMPARE
        if self.asks_way and not self.data and not self.in_thread:
            return Intent.ADVICE
        if self.has_ai or self.data or self.in_thread:
            return Intent.MAY_I
        return Intent.EXPLAIN if self.of_policy else Intent.OFF_TOPIC


def seen_in(parts: Parts, end: str, *, in_thread: bool) -> Seen:
    """What of a question tells its intent. ``end``: the marks behind the last word."""
    own = [piece for piece in parts.kept if piece.own]
    any_of = parts.any_of
    spans = tuple((t.named.first, t.named.last) for t in (*parts.tools, *((any_of,) if any_of else ())))
    tools = len({tool.ask for tool in parts.tools})
    return Seen(
        tools=tools
        or int(any_of is not None and (any_of.named.traits.said or not places_in(spans) <= parts.cues.places("read.which_tool"))),
        data=len(own),
        sensitive=any(piece.is_class or piece.sensitivity >= _SENSITIVE or piece.source == "policy" for piece in own),
        has_ai=bool(tools or any_of is not None or parts.cues.has("read.ai")),
        stated=bool(parts.met or parts.unmet or parts.context),
        asks_way=parts.cues.has("read.advice") or parts.cues.has("intent.buy"),
        asks_why=any(map(parts.cues.has, _WHY)),
        is_polite=_is_polite(parts, end),
        of_policy=parts.cues.has("intent.policy"),
        in_thread=in_thread,
        is_done=_is_done(parts, end),
        tells=any(name.startswith(_TELLS) for name in parts.cues.by_name),
        asks_leave=bool(parts.cues.places("read.may") - parts.cues.places("read.report")),
        tool_spans=spans,
        data_places=frozenset(places_of(own)),
    )


def _is_polite(parts: Parts, end: str) -> bool:
    """Also "thanks, all clear then", which begins so and asks nothing."""
    thanks = parts.cues.places(*_THANKS)
    rest = (token.folded for place, token in enumerate(parts.tokens) if token.own and place not in thanks)
    begins = 0 in thanks and not (parts.cues.has("read.may") or _has_mark(parts.tokens, end))
    return bool(thanks) and len(parts.tokens) <= _SHORT and (begins or all(map(is_stop, rest)))


def _is_done(parts: Parts, end: str) -> bool:
    """Word for word: "paste" is no form of "pasted" here, and "put" tells of the past only with a word of when, or
    where nothing is asked."""
    tokens, cues = parts.tokens, parts.cues
    supposed, denied, dated = cues.places("told.if"), cues.places("told.not"), cues.places("told.now", "told.accident")

    is_told = not (cues.has("read.may") or _has_mark(tokens, end))

    def near(match: Match, places: frozenset[int] | set[int], before: int, after: int = 0) -> bool:
        sentence = tokens[match.first].sentence
        return any(match.first - before <= at < match.last + after and tokens[at].sentence == sentence for at in places)

    for match in (one for name in _DEEDS for one in cues.of(name)):
        said = tuple(token.folded for token in tokens[match.first : match.last])
        if (
            said != match.entry.words
            or not tokens[match.first].own
            or near(match, supposed, _FAR)
            or near(match, denied, _RIGHT_BEFORE)
        ):
            continue
        if match.entry.id in _CLEAR and (is_told or not _MAYBE_PRESENT & set(said)):
            return True
        if near(match, dated, *_AROUND):
            return True
    return False


class IntentReader:
    """Tells what a message most likely wants."""

    def __init__(self, learnt: IntentWeights) -> None:
        self.intents = tuple(Intent(name) for name in learnt.intents)
        self.weights = learnt.weights

    def __call__(self, tokens: tuple[Token, ...], cues: Cues, seen: Seen, end: str) -> Intent:
        """``end``: the marks behind the last word."""
        if not any(any(c.isalpha() for c in token.text) and len(token.text) <= LONGEST_WORD for token in tokens):
            return Intent.EMPTY
        scores = dict(zip(self.intents, self.scores(signs_of(tokens, cues, seen, end)), strict=True))
        open_ = [intent for intent in self.intents if may_be(intent, seen)]
        base = seen.base
        likeliest = max(open_, key=scores.__getitem__, default=base)
        if base not in scores:
            return likeliest
        ahead = {
            intent: scores[intent] - scores[base] - _needed(intent, seen)
            for intent in open_
            if intent is not base and (intent is likeliest or intent not in _LIKELIEST)
        }
        best = max(ahead, key=ahead.__getitem__, default=base)
        return best if ahead.get(best, -1.0) >= 0 else base

    def scores(self, signs: dict[str, float]) -> list[float]:
        """How much the signs speak for each intent."""
        scores = [0.0] * len(self.intents)
        for sign, share in signs.items():
            weights = self.weights.get(sign)
            if weights is not None:
                scores = [score + share * weight for score, weight in zip(scores, weights, strict=True)]
        return scores


def may_be(intent: Intent, seen: Seen) -> bool:
    """Whether what a message names leaves an intent open."""
    if seen.in_thread:
        return intent is seen.base or _may_follow(intent, seen)
    if intent in _NEEDS:
        return _NEEDS[intent](seen)
    return not (seen.stated and seen.tools)


_NEEDS: dict[Intent, Callable[[Seen], bool]] = {
    Intent.INCIDENT: lambda seen: seen.is_done,
    Intent.REPORT: lambda seen: seen.is_done or seen.tells,
    Intent.MAY_I: lambda seen: seen.tools <= 1,
    Intent.COMPARE: lambda seen: seen.tools > 1,
    Intent.WHICH_TOOL: lambda seen: not seen.tools,  # its answer lists tools, so it takes the place of no tool that was named
    Intent.ABOUT_BOT: lambda seen: not (seen.tools or seen.sensitive or seen.stated),
    Intent.TERMS: lambda seen: seen.has_ai and not (seen.sensitive or seen.stated),
}
"""What has to be there for an intent."""


def _may_follow(intent: Intent, seen: Seen) -> bool:
    """Whether a follow-up may want this, beside what its thread asks."""
    if intent is Intent.EXPLAIN:
        return seen.asks_why
    if intent in _POLITE:
        return seen.is_polite and not (seen.tools or seen.data or seen.stated)
    return intent in _IN_THREAD and _NEEDS[intent](seen)


def _needed(intent: Intent, seen: Seen) -> float:
    """By how much an intent must be likelier than what the names say."""
    if intent is Intent.INCIDENT and not seen.asks_leave:
        return _REPORTED if seen.in_thread else _DONE
    if seen.in_thread:
        return 0.0 if intent in _POLITE or intent is Intent.EXPLAIN else _IN_A_THREAD
    if intent is Intent.REPORT and not seen.asks_leave:
        return _REPORTED
    if intent is Intent.ABOUT_BOT and seen.base is Intent.OFF_TOPIC:
        return _OF_US
    if seen.base is Intent.OFF_TOPIC or intent is Intent.WHICH_TOOL:
        return 0.0
    return _BESIDE_BOTH if seen.has_ai and seen.data else _BESIDE_ONE


def signs_of(tokens: tuple[Token, ...], cues: Cues, seen: Seen, end: str) -> dict[str, float]:
    """The signs of a message, each with its share."""
    words = _masked(tokens, seen)
    said = {word for word, _, _ in words}
    plain = {word for word in said if not word.isupper()}
    language = next((lang for token in tokens for lang in token.langs), "en")
    mark = end.rstrip()[-1:]
    tools, data = min(len(seen.tool_spans), 2), min(seen.data, 2)
    alone = (
        *(f"first:{at}:{word}" for at, (word, _, _) in enumerate(words[:_FIRST])),
        f"things:{tools}:{data}",
        f"tools:{tools}",
        f"data:{data}",
        f"asks:{_has_mark(tokens, end)}",
        f"end:{mark if mark in _MARKS else ''}",
        f"length:{min(len(tokens) // 5, 4)}",
        "",
    )
    return {
        **_shared("word", said),
        **_shared("pair", set(_pairs(words, end))),
        **_shared("stem", {stem(word, language) for word in plain}),
        **_shared("piece", {piece for word in plain for piece in _pieces(word)}),
        **_shared("cue", {name for name, found in cues.by_name.items() if any(tokens[match.first].own for match in found)}),
        **dict.fromkeys(alone, 1.0),
    }


def _has_mark(tokens: tuple[Token, ...], end: str) -> bool:
    """Whether a question mark stands anywhere."""
    return "?" in end or any("?" in token.gap for token in tokens)


def _shared(name: str, found: set[str]) -> dict[str, float]:
    return {f"{name}:{one}": _SHARE / sqrt(len(found)) for one in found}


def _pieces(word: str) -> Iterator[str]:
    marked = f"<{word}>"
    return (marked[at : at + _LETTERS] for at in range(len(marked) - _LETTERS + 1))


def _masked(tokens: tuple[Token, ...], seen: Seen) -> list[tuple[str, int, str]]:
    """Words with their sentence and the gap before them; tools, data, numbers and pasted text as one word each."""
    tools = places_in(seen.tool_spans)
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
