"""A person goes in; the requests that wait for their answer come out, the oldest first, each with the place of its card."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import READING
from bot.policy.house import Knowledge
from bot.policy.requests import Request, RequestKind, RequestState
from bot.policy.talks.home import AskedLine, Viewer
from bot.policy.talks.posting import PostingProblem
from bot.policy.talks.talk import Reading
from bot.saying.labels import all_read_as
from bot.saying.notices.home import waiting_line
from bot.saying.words import Words
from bot.slack.posts.channels import Channels
from bot.slack.posts.links import Links

MOST_OPEN = 200
"""Open requests that are looked at."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person."""

    ledger: Ledger
    links: Links
    channels: Channels

    def __call__(self, viewer: Viewer, knowledge: Knowledge, words: Words) -> tuple[AskedLine, ...]:
        """All of them for an owner; for the team of a contact those that are for it. A mishap has nothing to press."""
        zone = knowledge.organisation.time_zone
        teams = {group.casefold() for group in viewer.asker.groups}
        open_now = reversed(self.ledger.requests(state=RequestState.OPEN.value, limit=MOST_OPEN))
        return tuple(
            waiting_line(one, self._about(one, knowledge, words), zone, words, self._link(one))
            for one in open_now
            if one.is_open and one.card_ts and one.kind is not RequestKind.INCIDENT
            if viewer.is_owner or one.wish.to.casefold() in teams
        )

    def _about(self, request: Request, knowledge: Knowledge, words: Words) -> str:
        row = self.ledger.question(request.receipt)
        return (read_as_in(row, knowledge, words) or row.text or "") if row else ""

    def _link(self, request: Request) -> str:
        """Where the card stands; empty where Slack does not say."""
        try:
            return self.links.to(self.channels.id_of(request.channel), request.card_ts)
        except PostingProblem:
            return ""


def read_as_in(row: QuestionRow, knowledge: Knowledge, words: Words) -> str:
    """What was read of a question, in the words of whoever looks at it; as it was answered, where the reading was erased."""
    if row.reading:
        reading: Reading = READING.validate_python(row.reading)
        if told := all_read_as(reading.items, knowledge, words):
            return told
    return str((row.answer or {}).get("read_as") or "")
