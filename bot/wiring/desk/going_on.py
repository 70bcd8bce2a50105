"""A click on "Go on" in App Home goes in; the answer, with all that it asks, is queued for the person's direct messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.ledger.ledger import Ledger
from bot.ledger.plain import ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Address
from bot.slack.citizen import Found
from bot.slack.doors.home import Clicker
from bot.slack.posts.post import Poster
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
KIND = "go_on"
NO_MESSAGE = "-"
"""A ts that no message has."""


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Two clicks on one page are one message."""

    ledger: Ledger
    poster: Poster
    find: Callable[[str, str], Found | None]
    """As ``Citizen.find``."""
    keep_address: Callable[[str, Address, str], None]
    """Key, address, pseudonym."""
    notify: Callable[[str, Plain], None]
    hash_of: Callable[..., str]

    def heard(self, voices: Voices) -> GoingOn:
        """Itself, with its voice among those of the house."""
        voices[KIND] = Voice(self._word, lambda notice, _: self.ledger.erase_address(notice["key"]), self._post)
        return self

    def __call__(self, who: Clicker, receipt: str) -> str:
        """The key of what to say of it."""
        row, person = self.ledger.question(receipt), self.hash_of("person", who.team, who.user)
        if row is None or row.asker != person or self.find(receipt, NO_MESSAGE) is None:
            return "slack.more.gone"
        key = f"{KIND}:{self.hash_of(KIND, who.team, who.user, receipt, who.unique)}"
        self.keep_address(key, Address(who.team, who.channel or who.user, who.user), person)
        self.notify(key, {"kind": KIND, "key": key, "receipt": receipt})
        return "home.asked.sent"

    def _word(self, notice: Plain) -> Plain | None:
        found = self.find(notice["receipt"], NO_MESSAGE)
        return {"kind": KIND, "key": notice["key"], "answer": plain(ANSWER, found.answer)} if found else None

    def _post(self, key: str, said: Plain, address: Address) -> str:
        answer: Answer = ANSWER.validate_python(said["answer"])
        return self.poster.post(address, answer, key)
