"""The house's rooms go in; what staff read on Mondays comes out: what many asked, what changed, what is new to use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock.clock import Tick
from bot.flows.questions.suggest import Suggest
from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.talk import Reading
from bot.policy.words import Question
from bot.saying.notices.digest import digest
from bot.wiring.answers.mind import Mind
from bot.wiring.answers.pairs import ruling_of
from bot.wiring.due.weekly import EVERY_SECONDS, Rooms, Weekly
from bot.wiring.owners.published import Published
from bot.wiring.plain import READING
from bot.wiring.voices import Plain

KIND = "staff.week"
WEEK = timedelta(days=7)
FEWEST_ASKERS = 5
"""What fewer people asked in the week is told to nobody."""
MOST = 3


class StaffDigest(Weekly[Rooms]):
    """Once a week, in the channel that policy.yaml names for it. Ids are counted; words and names are looked at nowhere."""

    kind = KIND

    def due(self, week: str, monday: date) -> Iterator[tuple[str, Plain]]:
        """Once, where there is a channel for it."""
        if self.rooms.minds.today().knowledge.organisation.digest_channel:
            yield f"staff:{week}", {"monday": monday.isoformat()}

    def word(self, notice: Plain) -> Plain | None:
        """What the week brought, by today's policy; None where it brought nothing."""
        mind = self.rooms.minds.today()
        organisation, monday = mind.knowledge.organisation, date.fromisoformat(notice["monday"])
        end = datetime.combine(monday, time(), ZoneInfo(organisation.time_zone))
        published = Published(self.rooms.minds, self.rooms.ledger)
        since = self.rooms.ledger.published_by(end - WEEK)
        anybody = Question(context=mind.reader.builder.unsaid)
        flips = published.differ(since, anybody) if since else ()
        before = published.labels_of(since) if since else {}
        words = digest(self._asked(mind, end), flips, before, mind.knowledge)
        return {"kind": KIND, "channel": organisation.digest_channel, "words": words} if words else None

    def _asked(self, mind: Mind, end: datetime) -> list[tuple[str, str, Ruling]]:
        offerings, data = mind.knowledge.vocabulary.offerings, mind.knowledge.vocabulary.data
        choose = Suggest(
            asked=lambda: self._readings(end),
            expected=tuple,
            tool_of=lambda id_: offerings[id_].tool if id_ in offerings else "",
            is_data=data.__contains__,
        )
        return [(*pair, ruling_of(mind, *pair)) for pair in choose.often(FEWEST_ASKERS)[:MOST]]

    def _readings(self, end: datetime) -> Iterator[tuple[str, Reading]]:
        for row in self.rooms.ledger.questions(since=end - WEEK, until=end):
            if row.asker and row.reading:
                yield row.asker, READING.validate_python(row.reading)


def weekly_digest(rooms: Rooms) -> Tick:
    """For the clock."""
    return Tick("digest", EVERY_SECONDS, StaffDigest(rooms))
