"""A policy and a reader's words go in; headings, moments and days as this reader knows them come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from babel.numbers import format_decimal

from bot.console.values.shown import Cell
from bot.policy.house import Knowledge
from bot.saying.words import Words, words_for


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks at a page of tables."""

    knowledge: Knowledge
    words: Words

    @classmethod
    def of(cls, knowledge: Knowledge, language: str, *more: Any) -> Self:
        """In that language. ``more``: what else this page needs, in its order."""
        return cls(knowledge, words_for(language, knowledge.organisation.languages), *more)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Headings of a table; that of a ``moment`` says whose time it is."""
        zone = get_timezone_location(self.knowledge.organisation.time_zone, locale=self.words.language, return_city=True)
        return tuple(self.words(f"console.head.{name}", zone=str(zone)) for name in names)

    def number(self, number: int) -> str:
        """A number, with the signs of the language."""
        return str(format_decimal(number, locale=self.words.language))

    def when(self, at: datetime) -> Cell:
        """A moment, in the organisation's own time."""
        local = at.astimezone(ZoneInfo(self.knowledge.organisation.time_zone))
        return Cell(
            f"{self.day(local.date()).text}, {format_time(local, 'short', locale=self.words.language)}", exact=at.isoformat()
        )

    def day(self, day: date | None) -> Cell:
        """A day."""
        if day is None:
            return Cell("–")
        return Cell(str(format_date(day, format="medium", locale=self.words.language)), exact=day.isoformat())
