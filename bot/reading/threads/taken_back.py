"""A message in a thread goes in; the thread's question without what was said to be done to its data comes out, where that is
taken back: "no, the names are still in there", "actually it isn't anonymised"."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import Intent, Item
from bot.policy.words import DataAsk
from bot.reading.build import Builder, Parts
from bot.reading.words.language import is_stop
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import words_of

_FIRST, _IDLE, _NO = small("interjection", "settled", "pointing"), small("idle"), small("no_plan")
_CONCEPT = "concept."
_TALK = ("read.correction", "correction", "read.courtesy", "read.removal_doubt", "read.negation", "read.follow")
_NAMES = ("fact.names", "read.half_done")


def taken_back(parts: Parts, item: Item, builder: Builder) -> Item | None:
    """None where nothing was said to be done, or the message says anything else: what is left of it may be any data."""
    before = item.question
    done = [ask for ask in before.data if ask.transformations]
    if not done and not before.left_out:
        return None
    other = {id_ for id_, _ in parts.transformations} - {id_ for ask in done for id_ in ask.transformations}
    changes = parts.tools or parts.has_data or other or parts.met or parts.said or parts.loose.told or parts.beside
    if changes or not _says_so(parts, builder):
        return None
    data = tuple(replace(ask, transformations=()) for ask in before.data)
    question = replace(
        before,
        data=(*data, *_put_back(item, builder)),
        left_out=(),
        met=before.met - parts.unmet,
        unmet=before.unmet | parts.unmet,
        rest_named=False,
    )
    return replace(item, intent=Intent.MAY_I, question=question, unread=(), read_as=builder.read_as(question))


def _says_so(parts: Parts, builder: Builder) -> bool:
    """Whether the message says that something is in it still, or denies that it was changed, and nothing beside that."""
    still = [*parts.cues.of("fact.still_in"), *(parts.cues.of("read.ill_done") if parts.unmet else ())]
    named = [m for name in parts.cues.by_name if name.startswith(_CONCEPT) for m in parts.cues.of(name)]
    denied = [m for m in parts.cues.of("read.negation") if parts.tokens[m.first].folded not in _NO or m.first > 0]
    denied += parts.cues.of("read.removal_doubt")
    if not still and not (named and denied):
        return False
    said = places_of((*still, *named)) | parts.stated | parts.cues.places(*_TALK, *_NAMES)
    texts = [text for id_ in parts.unmet for text in builder.knowledge.policy.conditions[id_].text.values()]
    held = {word for text in texts for word in words_of(text)}  # "the amounts are still visible", of a condition on amounts
    own = [(place, token.folded) for place, token in enumerate(parts.tokens) if token.own]
    return all(at in said or word in _FIRST | _IDLE | _NO or is_stop(word) for at, word in own if word not in held)


def _put_back(item: Item, builder: Builder) -> tuple[DataAsk, ...]:
    """What was left out of the data, and is in it again."""
    if not item.question.left_out:
        return ()
    gone, known = [m for m in item.mentions if m.slot == "left_out"], builder.knowledge.vocabulary.data
    types = tuple(dict.fromkeys(m.id for m in gone if m.id in known))
    is_all = all(m.id in known for m in gone) and len({(m.start, m.end) for m in gone}) >= len(item.question.left_out)
    return (DataAsk(" + ".join(item.question.left_out), types if is_all else builder.anything, (), is_all),)
