"""A no goes in; the words come out on which alone it rests, where nobody was sure of them: what they were taken for.

"“broker” may not go into LoadSense" is nonsense to whoever said where they work. "I took “broker” for Sealed data" tells what to
set right.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.reach import reached_by
from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.talks.talk import Item
from bot.policy.words import ANY, DataAsk, Effect
from bot.saying import labels
from bot.saying.words import Words


def blamed(item: Item, ruling: Ruling | ToolRuling, policy: Policy) -> tuple[DataAsk, ...]:
    """The data of a no that nobody read for sure; none where something that was named is forbidden too."""
    rules = {reason.rule for reason in ruling.reasons if reason.effect is Effect.FORBID}
    banned = {id_ for rule in policy.rules if rule.id in rules for id_ in rule.data}
    if not banned or ANY in banned or item.is_agreed:
        return ()
    reached = reached_by(policy)

    def is_banned(ask: DataAsk) -> bool:
        return any(not banned.isdisjoint(reached.get(one, (one,))) for one in ask.types)

    sure = [ask for ask in item.question.data if ask.grounded and ask.types]
    if any(map(is_banned, sure)):
        return ()
    guessed = [ask for ask in item.question.data if ask not in sure]
    taken = tuple(ask for ask in guessed if len(ask.types) == 1 and is_banned(ask))
    return taken or tuple(ask for ask in guessed if len(ask.types) != 1)


def told(item: Item, ruling: Ruling | ToolRuling, knowledge: Knowledge, words: Words) -> str:
    """The asker's own words, each with what it was taken for where that is one thing."""
    named = []
    for ask in blamed(item, ruling, knowledge.policy):
        own = labels.own_words(ask, item) or (labels.data_name(ask, knowledge, words),)
        said = words.join([words("quoted", text=one) for one in own])
        is_one = len(ask.types) == 1
        named.append(words("taken.for", text=said, data=labels.data_noun(ask.types[0], knowledge, words)) if is_one else said)
    return words.join(list(dict.fromkeys(named)))


def read_alone(item: Item) -> Item:
    """With the data that was read alone, where any was: a note tells what nobody could read, and no sentence says that this may
    not go in."""
    read = tuple(ask for ask in item.question.data if ask.grounded and ask.name not in item.unread)
    return replace(item, question=replace(item.question, data=read)) if read else item
