"""A click on "Go on" in App Home goes in; the answer, with all that it asks, is queued for the person's direct messages."""

from __future__ import annotations

from typing import Any

from bot.answers.again import find_again
from bot.answers.mind import Minds
from bot.answers.take_in import keep_address
from bot.app import App
from bot.ledger.plain import ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import Clicker
from bot.policy.talks.talk import Address
from bot.slack.posts.post import Poster

Plain = dict[str, Any]
KIND = "go_on"
NO_MESSAGE = "-"
"""A ts that no message has."""


def go_on(app: App, minds: Minds, who: Clicker, receipt: str) -> str:
    """The key of what to say of it. Two clicks on one page are one message."""
    row, person = app.ledger.question(receipt), app.hash_of("person", who.team, who.user)
    if row is None or row.asker != person or find_again(app, minds, receipt, NO_MESSAGE) is None:
        return "slack.more.gone"
    key = f"{KIND}:{app.hash_of(KIND, who.team, who.user, receipt, who.unique)}"
    keep_address(app, key, Address(who.team, who.channel or who.user, who.user), person)
    app.engine.notify(key, {"kind": KIND, "key": key, "receipt": receipt})
    return "home.asked.sent"


def go_on_words(app: App, minds: Minds, notice: Plain) -> Plain | None:
    """The answer by today's policy; None where it is erased."""
    found = find_again(app, minds, notice["receipt"], NO_MESSAGE)
    return {"kind": KIND, "key": notice["key"], "answer": plain(ANSWER, found.answer)} if found else None


def post_go_on(poster: Poster, key: str, said: Plain, address: Address) -> str:
    """Into their direct messages. Raises a ``PostingProblem``."""
    answer: Answer = ANSWER.validate_python(said["answer"])
    return poster.post(address, answer, key)
