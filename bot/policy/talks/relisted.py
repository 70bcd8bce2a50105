"""A reading that was kept and the offerings that an owner approved since go in; the tool that was not listed then stands under
them."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import Reading


def relisted(reading: Reading, offerings: tuple[str, ...]) -> Reading:
    """The same slots, but for the one tool without an offering. Names are not compared: a tool that is only called like
    another one would come out looser."""
    unlisted = [ask for item in reading.items for ask in item.question.tools if not ask.offerings]
    if not offerings or len(unlisted) != 1:
        return reading
    items = []
    for item in reading.items:
        tools = tuple(ask if ask.offerings else replace(ask, offerings=offerings) for ask in item.question.tools)
        items.append(replace(item, question=replace(item.question, tools=tools)))
    return replace(reading, items=tuple(items))
