"""What options cost goes in; names of numbers, amounts, and sentences for people come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from babel.numbers import format_decimal, format_percent, format_scientific

from bot.policy.costs import Assumption, Costed, rounded
from bot.saying.words import NO_BREAK, Words, opening

SHARES = ("growth", "discount")
MOST_DIGITS = 100
"""Of an amount: a file's largest numbers multiply to about forty, and usual arithmetic of decimals ends at 28."""
LONG = 10**12
"""From here on an amount beside a line of a chart is told by its power of ten."""


@dataclass(frozen=True, slots=True)
class CostWords:
    """One costing in one language."""

    words: Words
    costed: Costed

    def name(self, one: Assumption) -> str:
        """What the number is."""
        what = opening(one.what or self.words(f"costs.part.{one.part}")) if one.part or one.what else ""
        return self.words(f"costs.number.{one.kind}", what=what, currency=one.currency)

    def option(self, one: Assumption) -> str:
        """The option that the number belongs to; empty where it is for all of them."""
        names = {option.id: option.name for option in self.costed.options}
        of, _, rest = one.id.partition(".")
        return names[rest.partition(".")[0]] if of == "options" else ""

    def unit(self, one: Assumption) -> str:
        """What it is counted in, where its name does not say so."""
        return f"{one.currency} {self.words(f'costs.per.{one.per}')}" if one.kind == "amount" else ""

    def figure(self, one: Assumption, value: Decimal | None) -> str:
        """The number as it was written, or an end of its range."""
        if value is None:
            return "–"
        if one.kind in SHARES:
            return str(format_percent(value, "#,##0.## %", locale=self.words.language))
        return str(format_decimal(value, "#,##0.######", locale=self.words.language))

    def number(self, value: Fraction) -> str:
        """An amount to the unit."""
        with localcontext(prec=MOST_DIGITS):
            return str(format_decimal(rounded(value, 0), "#,##0", locale=self.words.language))

    def drawn(self, value: Fraction) -> str:
        """The same beside a line of a chart, where it has to be short."""
        if abs(value) < LONG:
            return self.number(value)
        with localcontext(prec=MOST_DIGITS):
            return str(format_scientific(rounded(value, 0), "0.##E0", locale=self.words.language))

    def money(self, value: Fraction) -> str:
        """An amount with its currency."""
        return f"{self.number(value)}{NO_BREAK}{self.costed.costing.currency}"

    def part(self, part: str) -> str:
        """What a cost is for."""
        return self.words(f"costs.part.{part}")

    def states(self, one: Assumption, today: date) -> str:
        """What keeps somebody from resting on the number; empty where nothing does."""
        if one.is_assumed:
            return self.words("costs.state.assumed")
        told = (
            ("old", one.is_old(today)),
            ("to_come", one.is_to_come(today)),
            ("unsourced", not one.source),
            ("undated", one.day is None),
        )
        return ", ".join(self.words(f"costs.state.{name}") for name, is_so in told if is_so)

    def cheapest(self) -> str:
        """Which costs least, in a sentence."""
        best = min(self.costed.options, key=lambda one: one.total)
        years = str(self.costed.costing.years)
        least = [one.name for one in self.costed.options if one.total == best.total]
        if len(least) > 1:
            return self.words("costs.cheapest.same", years=years, options=self.words.join(least), total=self.money(best.total))
        return self.words("costs.cheapest", years=years, option=best.name, total=self.money(best.total))

    def crossings(self) -> tuple[str, ...]:
        """From how much use on another one costs least."""
        names = {one.id: one.name for one in self.costed.options}
        return tuple(
            self.words(
                f"costs.even.{one.of}", option=names[one.option], than=names[one.than], count=self.number(Fraction(one.at))
            )
            for one in self.costed.break_even
        ) or ((self.words("costs.even.none"),) if len(names) > 1 else ())
