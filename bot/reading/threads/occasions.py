"""A message in a thread, and what was told there of the occasion, go in; what of that holds for the message comes out.

"We have a recall running": a rule may wait for those words, and a message later "and the price list in Copilot?" says them no
more. They hold until somebody says that it is over; only a question that is whole by itself is asked without them.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import RULED, Intent, Item, ThreadState
from bot.policy.words import SEVERAL, Slot
from bot.reading.askers.watched import is_said
from bot.reading.build import Builder, Parts
from bot.reading.tools.usage import ARTICLES
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, words_of

Context = dict[Slot, str]
_MAY = Spoken("may", "may_i")
_POINTS, _SAME = small("pointing", "too"), Spoken("same")
_AGAIN = ("read.follow", "read.same_for", "read.additive", "read.correction")
_OPENING = 3
"""The place up to which a word that goes on with what was said before does so for the whole message."""
_ENDED, _NO_LONGER = Spoken("ended"), Spoken("no_longer")
_FIRST, _ASKS = small("interjection"), small("asks_is")
_BESIDE = small("interjection", "article", "self", "being", "of_it")


def still_told(item: Item, parts: Parts, thread: ThreadState | None) -> Item:
    """An item that stands beside its thread, with the occasion that was told there: before anything was asked, or with a question
    that this one only leans on."""
    if thread is None or item.intent not in RULED:
        return item
    if thread.item is not None and _is_whole(parts) and _was_whole(thread.item):
        thread = replace(thread, item=None)
    held = told_in(thread)
    return replace(item, question=replace(item.question, context=joined(held, item.question.context))) if held else item


def told_in(thread: ThreadState) -> Context:
    """What was said of the asker, the use and the occasion, also before anything was asked."""
    told: Context = {Slot.WORDS: thread.told} if thread.told else {}
    return joined(told, thread.item.question.context) if thread.item is not None else told


def joined(before: Context, now: Context) -> Context:
    """What is said of the asker and the use takes the place of what was said before; words that rules wait for stay said."""
    words = SEVERAL.join(dict.fromkeys(one for known in (before, now) for one in _words(known)))
    return {**before, **now} | ({Slot.WORDS: words} if words else {})


def over(item: Item, parts: Parts, builder: Builder, asks: bool) -> Item | None:
    """The thread's item without the occasion of which a message says that it is over ("the recall is over", "I'm not abroad any
    more"), and says nothing else; None for any other message. ``asks``: it ends with a question mark."""
    held, languages = _words(item.question.context), (*builder.knowledge.vocabulary.languages, "en")
    places = {value: _places(parts.tokens, value, languages) for value in held}
    ended = [value for value in held if places[value]]
    if len(ended) != 1 or asks or not _says_so(parts, places[ended[0]]):
        return None
    left = SEVERAL.join(value for value in held if value not in ended)
    context = {slot: said for slot, said in item.question.context.items() if slot is not Slot.WORDS}
    data = tuple(ask for ask in item.question.data if ask.grounded or not set(words_of(ask.name)) <= set(words_of(ended[0])))
    unread = tuple(said for said in item.unread if any(ask.name == said for ask in data))
    question = replace(item.question, data=data, context=context | ({Slot.WORDS: left} if left else {}))
    question = replace(question, rest_named=bool(data) and all(ask.types and ask.grounded for ask in data))
    intent = Intent.MAY_I if item.intent is Intent.EXPLAIN else item.intent
    return replace(item, intent=intent, question=question, unread=unread, read_as=builder.read_as(question))


def _words(context: Context) -> tuple[str, ...]:
    return tuple(context[Slot.WORDS].split(SEVERAL)) if context.get(Slot.WORDS) else ()


def _places(tokens: tuple[Token, ...], value: str, languages: tuple[str, ...]) -> frozenset[int]:
    """Where a message names an occasion; none where a word of it is not said."""
    found = [
        {at for at, token in enumerate(tokens) if token.folded == word or is_said(token.folded, word, languages)}
        for word in words_of(value)
    ]
    return frozenset().union(*found) if all(found) else frozenset()


def _says_so(parts: Parts, named: frozenset[int]) -> bool:
    """Whether all other words are small ones and those by which something is over, or is denied."""
    rest = [(at, token) for at, token in enumerate(parts.tokens) if at not in named]
    begins = next((token for token in parts.tokens if token.folded not in _FIRST), None)
    if begins is not None and begins.folded in _ASKS:
        return False  # "is the recall over", whether a question mark stands behind it or not
    denials = parts.cues.places("read.negation") - named
    denied = {at for at in denials if at or _is_denied(parts.tokens, named)}
    ended = {at for at, token in rest if token in _ENDED}
    if not all(at in denials | ended or token in _NO_LONGER or token.folded in _BESIDE for at, token in rest):
        return False
    return bool(denied) != bool(ended)  # "it is not over yet"


def _is_denied(tokens: tuple[Token, ...], named: frozenset[int]) -> bool:
    """Whether the first word of a message denies what is behind it, and answers nothing: "no recall", but "no, I'm abroad"."""
    return len(tokens) > 1 and not tokens[1].breaks and (1 in named or tokens[1] in _NO_LONGER)


def _was_whole(item: Item) -> bool:
    """Whether the thread had a question with its tool and its data, and not only the beginning of one."""
    known = any(ask.types and ask.grounded for ask in item.question.data)
    return known and bool(item.question.tools) and all(tool.name for tool in item.question.tools)


def _is_whole(parts: Parts) -> bool:
    """Whether a question names its tool and its data, asks outright, and points at nothing that was said before."""
    asking = parts.cues.places("read.may")
    own = [(at, token) for at, token in enumerate(parts.tokens) if token.own]
    asks = bool(asking) or any(token in _MAY for _, token in own)
    own = [(at, token) for at, token in own if at not in asking and token.folded not in ARTICLES]
    first = {m.first for name in _AGAIN for m in parts.cues.of(name)}
    leans = any(at in first and at <= _OPENING for at, _ in own)
    points = any(token.folded in _POINTS or token in _SAME for _, token in own)
    return bool(parts.tools) and parts.has_data and asks and not leans and not points
