"""A question of somebody who takes what the bot read as it stands: the answer behind the choice that is marked, and the offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answers.answer import Answered, answer_reading
from bot.answers.answerer import Answerer
from bot.answers.settle import click
from bot.clock.today import today_at
from bot.policy.deciding.offer import THAT_IS_ALL
from bot.policy.words import Slot


def as_read(answerer: Answerer, text: str, turns: Sequence[tuple[str, str]] = (), today: date | None = None) -> Answered:
    """The answer where its asker chooses of a row what is marked as read, and says of an offer that it is all."""
    today = today or today_at(answerer.mind.knowledge)
    answered = answerer.ask(text, turns, today=today)
    while (value := _chosen(answerer, answered)) and answered.state.pending is not None:
        reading = click(answerer.mind, answered.state, answered.state.pending.slot, value)
        assert reading is not None
        answered = answer_reading(answerer.mind, reading, answered.state, "R-TEST", today)
    return answered


def label_as_read(answerer: Answerer, text: str, turns: Sequence[tuple[str, str]] = ()) -> str:
    """Its label."""
    return as_read(answerer, text, turns).label


def _chosen(answerer: Answerer, answered: Answered) -> str:
    """The choice that is marked, or the offer's; none where nothing is."""
    asked, item = answered.state.pending, answered.state.item
    if asked is None or item is None or asked.is_offer:
        return THAT_IS_ALL if asked is not None else ""
    if asked.slot is not Slot.DATA:
        return ""
    types = answerer.mind.knowledge.policy.data_types
    nearest = item.question.near[:1]
    meant = (*nearest, *(class_ for id_ in nearest if id_ in types for class_ in types[id_].classes))
    return next((id_ for id_ in meant if any(option.value == id_ for option in asked.options)), "")
