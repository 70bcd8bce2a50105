"""A click on "Share in the channel" goes in; the answer stands in the channel once, or its asker is told why not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Who
from bot.policy.talks.home import Board
from bot.policy.talks.posting import PostingProblem
from bot.policy.talks.talk import Address
from bot.saying.notices.own import by_todays_policy
from bot.saying.words import phrase
from bot.slack.posts.post import Poster
from bot.slack.posts.sharing import shared
from bot.wiring.board import announced
from bot.wiring.voices import Voice

Plain = dict[str, Any]
KIND = "share"
MOST_TRIES = 5
"""How often one answer may be tried again after a channel would not have it."""
NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})
TALK = "D"
"""How ids of direct messages begin."""
log = logging.getLogger("mayi.sharing")


@dataclass(frozen=True, slots=True)
class Sharing:
    """Each try has an id of its own, and a new one is only made after a refusal: a double click is one try."""

    ledger: Ledger
    poster: Poster
    notify: Callable[[str, Plain], None]
    keep_address: Callable[[str, Address, str], None]
    """Key, address, pseudonym."""
    person_of: Callable[[str, str], str]
    version: Callable[[], str]
    again: Callable[[QuestionRow], Answer | None]
    """An answer as it was given -> what today's policy says of it."""
    board: Callable[[], Board]
    """What hangs above every answer now."""

    def voice(self) -> Voice:
        """How it is worded, posted, and kept."""
        return Voice(self.word, self.keep, self.post)

    def share(self, receipt: str, who: Who, channel: str, response_url: str, language: str) -> str:
        """Queue it; gives what to say at once, empty where the channel will show it."""
        if self.ledger.question(receipt) is None:
            return phrase(language, "slack.failed")
        tries = [f"{KIND}:{receipt}:{number}" for number in range(MOST_TRIES)]
        mine = next((id_ for id_ in tries if not self._has_ended(id_)), "")
        if not mine:
            return phrase(language, "share.refused")
        before = self.ledger.outgoing(mine)
        if before is not None and before.state == "posted":
            return phrase(language, "share.already")
        address = Address(who.team, channel, who.user, response_url=response_url)
        self.keep_address(mine, address, self.person_of(who.team, who.user))
        self.notify(mine, {"kind": KIND, "key": mine, "receipt": receipt, "language": language})
        return ""

    def word(self, notice: Plain) -> Plain | None:
        """The answer by today's policy; None where the question is erased."""
        row = self.ledger.question(notice["receipt"])
        if row is None or row.answer is None:
            return None
        answer: Answer = ANSWER.validate_python(row.answer)
        if row.policy_version != self.version():
            answer = by_todays_policy(self.again(row) or answer)
        asked = row.text or answer.read_as
        shown = announced(answer, self.board())
        return {"kind": KIND, "key": notice["key"], "answer": plain(ANSWER, shown), "question": asked}

    def post(self, key: str, said: Plain, address: Address) -> str:
        """Into the channel. Raises a ``PostingProblem``."""
        answer: Answer = ANSWER.validate_python(said["answer"])
        return self.poster.put(address, *shared(answer, said["question"], address.user, phrase), key)

    def keep(self, notice: Plain, outcome: Plain) -> None:
        """Where the channel would not have it, its asker is told so. Afterwards nobody needs to be found any more."""
        kept = self.ledger.address(notice["key"])
        if kept is not None and outcome["state"] not in ("posted", "dropped"):
            self._refused(ADDRESS.validate_python(kept), outcome["reason"], notice["language"])
        self.ledger.erase_address(notice["key"])

    def _refused(self, address: Address, reason: str, language: str) -> None:
        can_be_invited = reason in NOT_THERE and not address.channel.startswith(TALK)
        try:
            self.poster.remark(address, phrase(language, "share.not_here" if can_be_invited else "share.refused"))
        except PostingProblem as problem:
            log.warning("nobody could be told that an answer was not shared: %s", problem)

    def _has_ended(self, id_: str) -> bool:
        """Nothing more comes of it: the channel would not have it, or nobody knows whether it stands there."""
        before = self.ledger.outgoing(id_)
        return before is not None and before.state in ("refused", "late")
