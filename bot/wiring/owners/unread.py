"""The policy's publications and a person go in; what of it they have not read yet comes out, in words, wherever they look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.flows.people.acknowledge import Acknowledge, Owed
from bot.ledger.ledger import Ledger
from bot.policy.talks.home import News, Viewer
from bot.policy.words import Question, Slot
from bot.saying.notices.news import Names, news
from bot.saying.words import Words
from bot.wiring.answers.mind import Mind, Minds
from bot.wiring.owners.published import Published


@dataclass(frozen=True, slots=True)
class Unread:
    """App Home and the console ask the same."""

    minds: Minds
    ledger: Ledger
    published: Published

    def owed(self, viewer: Viewer) -> Owed | None:
        """What they are asked to read; None where there is nothing."""
        return self._flow().owed(viewer)

    def read(self, viewer: Viewer, version: str) -> None:
        """They say that they have read it."""
        self._flow().read(viewer, version)

    def news(self, owed: Owed, words: Words) -> News:
        """The same in words."""
        names = Names(self.minds.today().knowledge, self.published.labels_of(owed.since))
        return news((owed.version, owed.since), owed.flips, names, words)

    def _flow(self) -> Acknowledge:
        return Acknowledge(
            is_wanted=lambda: self.minds.today().knowledge.organisation.acknowledge,
            current=lambda: self.minds.today().version,
            last_known=self.ledger.last_known,
            first_answered_by=self.ledger.first_version_of,
            published_before=self.ledger.published_before,
            differ=lambda known, viewer: self.published.differ(known, question_of(self.minds.today(), viewer)),
            is_published=self.published.is_published,
            keep=lambda person, version, how: self.ledger.keep_known(person, version, how, datetime.now(UTC)),
        )


def question_of(mind: Mind, viewer: Viewer) -> Question:
    """What is known of a person before they ask anything."""
    said_of = {Slot.ROLE: viewer.asker.role, Slot.COUNTRY: viewer.asker.country}
    context = {**mind.reader.builder.unsaid, **{slot: value for slot, value in said_of.items() if value}}
    return Question(context=context, who=viewer.asker.groups)
