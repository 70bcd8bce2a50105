"""What owners assume about costs, and what comes of it, as values. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from bot.policy.words import Citation

PARTS = (
    *("setup", "seats", "tokens", "servers", "gpu", "energy", "engineers", "maintenance", "security", "compliance"),
    *("training", "other"),
)
"""What a cost is for."""
PER = ("once", "month", "year", "seat-month", "seat-year", "million-tokens", "hour")
"""How often a cost comes."""
KINDS = ("seats", "tokens", "growth", "discount", "rate", "amount", "count", "hours")
"""Kinds of numbers: ``tokens`` are millions a month, ``hours`` those of a year, ``growth`` and ``discount`` shares a year."""
OF_SEATS, OF_TOKENS = ("seat-month", "seat-year"), ("million-tokens",)
HOURS = Decimal(8760)
"""Hours of a year around the clock."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that somebody assumed. ``id``: where it stands in the file, in words: ``options.own.servers.amount``."""

    id: str
    kind: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    day: date | None = None
    review_after: int = 365
    """Days after which the number is old."""
    because: str = ""
    what: str = ""
    """What it is a number of, in the file's words; of a rate, the other currency."""
    part: str = ""
    per: str = ""
    currency: str = ""
    at: Citation = field(default_factory=lambda: Citation("", 0))
    is_assumed: bool = False
    """Whether the file does not say it, and the usual value was taken."""

    def is_old(self, today: date) -> bool:
        """Whether somebody has to look at it again."""
        return self.day is not None and today > self.day + timedelta(days=self.review_after)

    def is_to_come(self, today: date) -> bool:
        """Whether the day from which it is known has not come yet: a slip, and it would never be old."""
        return self.day is not None and self.day > today


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of an option: an amount, how often it comes, and how many of the thing there are."""

    id: str
    part: str
    what: str
    per: str
    amount: Assumption
    count: Assumption | None = None
    """One, where it is left out."""
    hours: Assumption | None = None
    """Hours a year; of costs by the hour alone."""
    currency: str = ""
    """Where it is another one than the file's."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to have the thing, with all that it costs."""

    id: str
    name: str
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Costing:
    """One file of assumptions."""

    file: str
    title: str
    currency: str
    years: int
    growth: Assumption
    discount: Assumption
    seats: Assumption | None
    tokens: Assumption | None
    """Millions a month."""
    rates: Mapping[str, Assumption]
    """Currency -> what one of it is worth in the file's own."""
    options: tuple[Option, ...]

    def assumptions(self) -> Iterator[Assumption]:
        """Every number, in the order of the file."""
        yield from (one for one in (self.seats, self.tokens, self.growth, self.discount) if one is not None)
        yield from self.rates.values()
        for option in self.options:
            for cost in option.costs:
                yield from (one for one in (cost.amount, cost.count, cost.hours) if one is not None)


@dataclass(frozen=True, slots=True)
class OptionCost:
    """What one option costs, discounted."""

    id: str
    name: str
    by_year: tuple[Fraction, ...]
    by_part: dict[str, Fraction]

    @property
    def total(self) -> Fraction:
        """Of all years."""
        return sum(self.by_year, Fraction(0))


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From how much use on ``option`` costs no more than ``than``, all else as assumed. ``of``: seats or tokens."""

    of: str
    option: str
    than: str
    exact: Fraction

    @property
    def at(self) -> int:
        """The first whole number."""
        return ceil(self.exact)


@dataclass(frozen=True, slots=True)
class Swing:
    """What an option costs where one assumption is at its low and at its high end."""

    option: str
    assumption: Assumption
    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """How much hangs on it."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Costed:
    """All that a costing tells."""

    costing: Costing
    options: tuple[OptionCost, ...]
    break_even: tuple[BreakEven, ...]
    swings: tuple[Swing, ...]
    """Widest first."""
    courses: tuple[tuple[Fraction, ...], ...]
    """For each option, what has been paid by the start and by the end of each month."""


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """As people are shown it, however large it is; half a cent goes up."""
    twice = abs(number.numerator) * 10**places * 2 // number.denominator
    whole = (twice + 1) // 2
    return Decimal((int(number < 0 < whole), tuple(map(int, str(whole))), -places))
