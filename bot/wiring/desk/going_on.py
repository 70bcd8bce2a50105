"""A click on "Go on" in App Home goes in; the answer, with all that it asks, is queued for the person's direct messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.answers.take_in import keep_address
from bot.app import App
from bot.ledger.plain import ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import Clicker
from bot.policy.talks.talk import Address
from bot.slack.citizen import Found
from bot.slack.posts.post import Poster
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
KIND = "go_on"
NO_MESSAGE = "-"
"""A ts that no message has."""


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Two clicks on one page are one message."""

    app: App
    poster: Poster
    find: Callable[[str, str], Found | None]
    """As ``Citizen.find``."""

    def heard(self, voices: Voices) -> GoingOn:
        """Itself, with its voice among those of the house."""
        voices[KIND] = Voice(self._word, lambda notice, _: self.app.ledger.erase_address(notice["key"]), self._post)
        return self

    def __call__(self, who: Clicker, receipt: str) -> str:
        """The key of what to say of it."""
        row, person = self.app.ledger.question(receipt), self.app.hash_of("person", who.team, who.user)
        if row is None or row.asker != person or self.find(receipt, NO_MESSAGE) is None:
            return "slack.more.gone"
        key = f"{KIND}:{self.app.hash_of(KIND, who.team, who.user, receipt, who.unique)}"
        keep_address(self.app, key, Address(who.team, who.channel or who.user, who.user), person)
        self.app.engine.notify(key, {"kind": KIND, "key": key, "receipt": receipt})
        return "home.asked.sent"

    def _word(self, notice: Plain) -> Plain | None:
        found = self.find(notice["receipt"], NO_MESSAGE)
        return {"kind": KIND, "key": notice["key"], "answer": plain(ANSWER, found.answer)} if found else None

    def _post(self, key: str, said: Plain, address: Address) -> str:
        answer: Answer = ANSWER.validate_python(said["answer"])
        return self.poster.post(address, answer, key)
