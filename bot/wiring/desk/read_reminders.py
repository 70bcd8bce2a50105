"""The house's rooms go in; whoever owes a reading of the policy is reminded of it, in a message of their own, a few times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.clock.clock import Tick, utc_now
from bot.flows.questions.take_in import TakeIn
from bot.ledger.acknowledged import REMINDED, TRIED
from bot.policy.due.readings import is_time_to_remind, times_left
from bot.policy.talks.home import Viewer
from bot.policy.talks.talk import Address
from bot.saying.notices.news import reminder
from bot.saying.words import words_for
from bot.slack.identity import Identity
from bot.slack.people import People
from bot.wiring.desk.home import AtHome
from bot.wiring.due import weekly
from bot.wiring.due.weekly import EVERY_SECONDS, Weekly
from bot.wiring.owners.published import PERSON
from bot.wiring.owners.revised import versions_of_ledger
from bot.wiring.today import today_at
from bot.wiring.voices import Plain

KIND = "read.reminder"
PATIENCE = timedelta(days=3)
"""How long a version is out before anybody is reminded of it."""


class Rooms(weekly.Rooms, Protocol):
    """What of the house is looked at."""

    at_home: AtHome
    identity: Identity
    people: People
    take_in: TakeIn

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""


@dataclass(frozen=True, slots=True)
class _Owing:
    """Somebody who has not read what changed for them."""

    user: str
    viewer: Viewer
    words: str


class ReadReminders(Weekly[Rooms]):
    """Those whom people.yaml names one by one, on Mondays at work, and as often as policy.yaml says: never where it says 0."""

    kind = KIND

    def __init__(self, rooms: Rooms, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(rooms)
        self._now = now

    def __call__(self, now: datetime) -> None:
        """A Monday that was missed is made up for by the next one: nobody is reminded at night."""
        if is_time_to_remind(self._local(now)):
            super().__call__(now)

    def due(self, week: str, monday: date) -> Iterator[tuple[str, Plain]]:
        """One each. Once all were queued the week is over: whoever owes it from then on has until the next."""
        done, now = f"{KIND}:{week}", self._now()
        if self.rooms.ledger.is_digest_over(done):
            return
        version = self.rooms.minds.today().version
        for one in self._owing(monday, now):
            person, key = one.viewer.asker.id, f"{KIND}:{self.rooms.hash_of(KIND, week, one.user)}"
            self.rooms.take_in.keep_address(key, Address(self._team, "", one.user, private=True), person)
            yield key, {"key": key, "person": person, "version": version, "at": now.isoformat(), "words": one.words}
        self.rooms.ledger.keep_digest(done, "queued", now)

    def word(self, notice: Plain) -> Plain | None:
        """None where they have read it meanwhile, nobody is to be reminded any more, or it has waited for too long."""
        mind, known = self.rooms.minds.today(), self.rooms.ledger.last_known(notice["person"])
        now, queued = self._local(self._now()), self._local(datetime.fromisoformat(notice["at"]))
        if not is_time_to_remind(now) or now.date() != queued.date():
            return None
        if not self._most() or notice["version"] in (known, "") or notice["version"] != mind.version:
            return None
        return {"kind": KIND, "key": notice["key"], "words": notice["words"]}

    def kept(self, notice: Plain, outcome: Plain) -> None:
        """Who was reminded is kept, for themselves and for admins, and who was tried to be; their address is not."""
        if outcome["state"] != "dropped":
            how, at = REMINDED if outcome["state"] == "posted" else TRIED, datetime.fromisoformat(notice["at"])
            self.rooms.ledger.keep_reminded(notice["person"], notice["version"], at, how)
        self.rooms.ledger.erase_address(notice["key"])

    # --- who -----------------------------------------------------------------------------------------------------------

    def _most(self) -> int:
        organisation = self.rooms.minds.today().knowledge.organisation
        return organisation.reminding.read if organisation.acknowledge else 0

    @property
    def _team(self) -> str:
        return self.rooms.identity.who().home

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.rooms.minds.today().knowledge.organisation.time_zone))

    def _owing(self, monday: date, now: datetime) -> Iterator[_Owing]:
        mind, home, most = self.rooms.minds.today(), self.rooms.at_home, self._most()
        organisation, published = mind.knowledge.organisation, self.rooms.ledger.published_at()
        begins = datetime.combine(monday, time(), ZoneInfo(organisation.time_zone))
        if not most or mind.version not in published or published[mind.version] > begins - PATIENCE:
            return
        alike = versions_of_ledger(self.rooms.ledger).alike(today_at(mind.knowledge)) | {mind.version}
        first = min(published[one] for one in alike)
        asked = self.rooms.ledger.reminded(REMINDED, TRIED)
        for user in dict.fromkeys(one.match for one in mind.knowledge.people if PERSON.fullmatch(one.match)):
            viewer = home.viewer(self._team, user)
            left = times_left(asked.get(viewer.asker.id, ()), alike, most, now)
            if viewer.barred or not left or self.rooms.people.has_left(user) or not self._was_met(viewer, alike, first):
                continue
            if (owed := home.unread.owed(viewer)) is None:
                continue
            words = words_for(viewer.asker.language, organisation.languages)
            yield _Owing(user, viewer, reminder(home.unread.news(owed, words), left == 1, words))

    def _was_met(self, viewer: Viewer, alike: Collection[str], out: datetime) -> bool:
        """Whether we knew them before this came out: nobody is asked to read what they came in with."""
        since, answered = self.rooms.ledger.known_since(viewer.asker.id), self.rooms.ledger.first_version_of(viewer.asker.id)
        return (since is not None and since < out) or answered not in ("", *alike)


def reminding_to_read(rooms: Rooms, now: Callable[[], datetime] = utc_now) -> Tick:
    """For the clock."""
    return Tick("read", EVERY_SECONDS, ReadReminders(rooms, now))
