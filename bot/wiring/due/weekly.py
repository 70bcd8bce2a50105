"""The house's rooms go in; what is said once a week comes out, on the week's first morning or as soon after as the bot runs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.engine.engine import Engine
from bot.ledger.ledger import Ledger
from bot.wiring.answers.mind import Minds
from bot.wiring.voices import Plain, Voice, Voices

HOUR = 9
EVERY_SECONDS = 600


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    minds: Minds
    ledger: Ledger
    voices: Voices
    engine: Engine


Seen = TypeVar("Seen", bound=Rooms)


class Weekly(ABC, Generic[Seen]):
    """From Monday at nine, in the organisation's own time. Every replica may look at any time."""

    kind: ClassVar[str]

    def __init__(self, rooms: Seen) -> None:
        self.rooms = rooms
        rooms.voices[self.kind] = self.voice()

    def voice(self) -> Voice:
        """How it is said."""
        return Voice(self.word, self.kept)

    @abstractmethod
    def due(self, week: str, monday: date) -> Iterable[tuple[str, Plain]]:
        """Id and notice of all that is to be said in this week."""

    @abstractmethod
    def word(self, notice: Plain) -> Plain | None:
        """What is said; None where there is nothing to say, or nobody to say it to."""

    def __call__(self, now: datetime) -> None:
        """Queue what is due this week and was not said yet."""
        local = now.astimezone(ZoneInfo(self.rooms.minds.today().knowledge.organisation.time_zone))
        year, week, day = local.isocalendar()
        if day == 1 and local.hour < HOUR:
            return
        for id_, notice in self.due(f"{year}-W{week:02}", local.date() - timedelta(days=day - 1)):
            if not self.rooms.ledger.is_digest_over(id_):
                self.rooms.engine.notify(id_, {"kind": self.kind, "id": id_, **notice})

    def kept(self, notice: Plain, outcome: Plain) -> None:
        """It is over for this week, whatever became of it."""
        self.rooms.ledger.keep_digest(notice["id"], outcome["state"], datetime.now(UTC))
