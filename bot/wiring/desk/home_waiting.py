"""A person goes in; the requests that wait for their answer come out, the oldest first, each with the place of its card."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ledger.ledger import Ledger
from bot.policy.house import Knowledge
from bot.policy.requests import Request, RequestKind, RequestState
from bot.policy.talks.home import AskedLine, Viewer
from bot.policy.talks.posting import PostingProblem
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
            waiting_line(one, self._about(one), zone, words, self._link(one))
            for one in open_now
            if one.is_open and one.card_ts and one.kind is not RequestKind.INCIDENT
            if viewer.is_owner or one.wish.to.casefold() in teams
        )

    def _about(self, request: Request) -> str:
        row = self.ledger.question(request.receipt)
        return str((row.answer or {}).get("read_as") or row.text or "") if row else ""

    def _link(self, request: Request) -> str:
        """Where the card stands; empty where Slack does not say."""
        try:
            return self.links.to(self.channels.id_of(request.channel), request.card_ts)
        except PostingProblem:
            return ""
