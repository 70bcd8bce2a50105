"""A message that nobody put to the bot goes in; whether it is answered all the same comes out, and once in a while a hint.

Nothing of a message that is not answered is queued, stored or logged, not even that there was one.
"""

from __future__ import annotations

from typing import Any

from bot.answers.admit import Admit
from bot.answers.answer import rule_for
from bot.answers.board import board_of
from bot.answers.mind import Minds
from bot.answers.take_in import keep_address, key_of
from bot.app import App
from bot.ledger.outbox import TOLD_ONCE
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import OVERHEARD, REWORDED, Incoming
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address
from bot.reading.outright import asked_outright, may_be_asked

HINT = "ask_me"
"""The kind of the hint that somebody can ask."""


def is_answered(app: App, minds: Minds, admit: Admit, incoming: Incoming) -> bool:
    """Whether to answer; off, unless the policy names channels or wants hints. A hint, where one is due, is queued: besides,
    every step looks and keeps nothing. What costs nothing is tried first, the chat is asked last."""
    if incoming.trigger == REWORDED:
        return may_be_asked(incoming.text) and is_sure(app, minds, incoming)
    audience = app.knowledge.organisation.audience
    if not (audience.listen or audience.hint) or not may_be_asked(incoming.text) or board_of(app.ledger, app.today).pause:
        return False
    listens = bool(audience.listen) and admit.is_one_of(incoming.channel, audience.listen) is True
    if not listens and (not audience.hint or app.ledger.outgoing(_hint_of(app, incoming)) is not None):
        return False
    address = Address(incoming.team, incoming.channel, incoming.user, user_team=incoming.user_team)
    if not is_sure(app, minds, incoming) or admit(address):
        return False
    if not listens:
        _hint(app, incoming)
    return listens


def is_sure(app: App, minds: Minds, incoming: Incoming) -> bool:
    """Whether words alone read a question, and the policy answers it without asking back."""
    mind = minds.today()
    asker = as_asker("", who_is(incoming.user, mind.knowledge.people, app.slack.of))
    reading = asked_outright(incoming.text, mind.reader, asker)
    if reading is None:
        return False
    return is_outright(mind.say(reading, rule_for(mind, reading, asker.groups, app.today), "", app.today))


def is_outright(answer: Answer) -> bool:
    """Whether an answer says what is asked: nothing is asked back, and it is no remark of ours about the question."""
    every = (answer, *answer.parts)
    return answer.label not in ("ask", "off_topic") and not any(one.choices for one in every)


def has_answered(app: App, team: str, channel: str, ts: str) -> bool:
    """Whether a message that calls nobody is answered, or was, though nobody put it to the bot."""
    key = key_of(app, team, channel, ts)
    row = app.ledger.question_by_key(key)
    return row.trigger == OVERHEARD if row else app.ledger.has_address(key)


def keep_hint(app: App, notice: dict[str, Any], _outcome: dict[str, Any]) -> None:
    """Once it is told, or cannot be."""
    app.ledger.erase_address(notice["key"])


def _hint_of(app: App, incoming: Incoming) -> str:
    return f"{TOLD_ONCE}{app.hash_of(HINT, incoming.team, incoming.user)}"


def _hint(app: App, incoming: Incoming) -> None:
    key, person = _hint_of(app, incoming), app.hash_of("person", incoming.team, incoming.user)
    keep_address(app, key, Address(incoming.team, incoming.channel, incoming.user, private=True), person)
    app.engine.notify(key, {"kind": HINT, "key": key})
