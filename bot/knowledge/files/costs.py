"""costs/*.yaml goes in; what somebody assumes about the costs of several options comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import yaml
from babel.numbers import list_currencies

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, Word, is_empty
from bot.policy.costs import HOURS, OF_SEATS, OF_TOKENS, PARTS, PER, Assumption, Cost, Costing, Option
from bot.policy.words import Citation

FIELDS = ["title", "currency", "years", "review_after", "usage", "discount", "rates", "options"]
USAGE_FIELDS = ["seats", "million_tokens_a_month", "growth"]
OPTION_FIELDS = ["id", "name", "costs"]
NUMBER_FIELDS = ["value", "low", "high", "source", "day", "review_after", "because"]
COST_FIELDS = ["part", "what", "amount", "per", "currency", "count", "hours", "source", "day", "review_after", "because"]
MOST_YEARS, USUAL_YEARS, USUAL_REVIEW = 10, 3, 365
MOST = Decimal(1_000_000_000)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_LONGEST = 24
_CURRENCY = re.compile(r"[A-Z]{3}")
ONE = Decimal(1)
ORDER = "write low, value and high in this order"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be."""

    kind: str
    least: Decimal = Decimal(0)
    most: Decimal = MOST
    is_share: bool = False
    may_be_none: bool = True
    """Whether it may be 0."""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where numbers come from that say nothing of it themselves."""

    source: str = ""
    day: date | None = None
    review_after: int = USUAL_REVIEW
    because: str = ""


SEATS = Bounds("seats", ONE, Decimal(10_000_000), is_whole=True)
TOKENS = Bounds("tokens", Decimal("0.000001"))
GROWTH = Bounds("growth", Decimal("-0.9"), Decimal(10), is_share=True)
DISCOUNT = Bounds("discount", Decimal(0), ONE, is_share=True)
COUNT = Bounds("count", most=Decimal(1_000_000), may_be_none=False)
RATE = Bounds("rate", most=Decimal(1_000_000), may_be_none=False)
PER_YEAR = Bounds("hours", most=Decimal(8784), may_be_none=False)


def read_costs(sheet: Sheet) -> tuple[Costing, ...]:
    """One costing a document."""
    return tuple(one for document in sheet.documents() if (one := _Reading(sheet, document).costing()) is not None)


class _Reading:
    def __init__(self, sheet: Sheet, node: yaml.Node) -> None:
        self.sheet = sheet
        self.fields = Fields(sheet, node, "costs", FIELDS, ("title", "currency", "options"))
        self.usage: dict[str, Assumption] = {}
        self.rates: dict[str, Assumption] = {}
        self.own = ""
        self.origin = Origin()

    def costing(self) -> Costing | None:
        fields = self.fields
        self.own = self._currency(fields) or ""
        self.origin = replace(self.origin, review_after=fields.number("review_after", 1) or USUAL_REVIEW)
        years = fields.number("years", 1, MOST_YEARS) or USUAL_YEARS
        usage = fields.node_of("usage")
        if usage is not None:
            of = Fields(self.sheet, usage, "`usage`", USAGE_FIELDS)
            for name, bounds in zip(USAGE_FIELDS, (SEATS, TOKENS, GROWTH), strict=True):
                if (number := self._number(of, name, f"usage.{name}", bounds, self.origin)) is not None:
                    self.usage[name] = number
        discount = self._number(fields, "discount", "discount", DISCOUNT, self.origin)
        self._read_rates()
        options = self._options()
        if not options or not self.own:
            return None
        return Costing(
            self.sheet.file,
            fields.text("title"),
            self.own,
            years,
            self.usage.get("growth") or self._usual("usage.growth", Decimal(0), GROWTH),
            discount or self._usual("discount", Decimal(0), DISCOUNT),
            self.usage.get("seats"),
            self.usage.get("million_tokens_a_month"),
            self.rates,
            options,
        )

    def _read_rates(self) -> None:
        for key, node in self.fields.mapping("rates"):
            if not _is_currency(key.text):
                self.sheet.fault(
                    "K011", key, f"`{key.text}` in `rates` is no currency", "use three capital letters of ISO 4217, such as EUR"
                )
                continue
            if key.text == self.own:
                what = f"`rates` has a rate from {self.own} to itself"
                self.sheet.fault("K036", key, what, "delete the line, or mend `currency`")
                continue
            if (rate := self._assumption(node, f"rates.{key.text}", RATE, self.origin)) is not None:
                self.rates[key.text] = replace(rate, what=key.text, currency=self.own)

    def _options(self) -> tuple[Option, ...]:
        found: dict[str, Option] = {}
        for node in self.fields.entries("options"):
            fields = Fields(self.sheet, node, "an option", OPTION_FIELDS, ("id",))
            id_ = fields.id("id")
            if id_.text in found:
                self.sheet.fault("K020", id_, f"two options are called `{id_.text}`", "give one of them another id")
            costs = tuple(cost for one in fields.entries("costs") if (cost := self._cost(one, id_.text)) is not None)
            if not fields.entries("costs"):
                do = "list what it costs below `costs:`; what really costs nothing is an amount of 0 with `because:`"
                self.sheet.fault("K010", fields.at, f"the option `{id_.text}` has no costs", do)
            found[id_.text] = Option(id_.text, fields.text("name") or id_.text, _numbered(costs))
        if self.fields.has("options") and not found:
            self.sheet.fault("K010", self.fields.key_of("options"), "`options` has no option", "list at least one")
        return tuple(found.values())

    def _cost(self, node: yaml.Node, option: str) -> Cost | None:
        self._numbers_whole(node, COST_FIELDS)
        fields = Fields(self.sheet, node, "a cost", COST_FIELDS, ("part", "amount", "per"))
        part, per = fields.choice("part", PARTS, "part of the costs"), fields.choice("per", PER, "time")
        currency = self._currency(fields) or self.own
        origin = _origin(fields, self.origin)
        if currency != self.own and currency not in self.rates:
            do = f"add what one {currency} is worth to `rates`, with its source and day"
            self.sheet.fault("K010", fields.key_of("currency"), f"there is no rate from {currency} to {self.own}", do)
        if per in OF_SEATS and "seats" not in self.usage:
            self._missing("seats", fields.key_of("per"))
        if per in OF_TOKENS and "million_tokens_a_month" not in self.usage:
            self._missing("million_tokens_a_month", fields.key_of("per"))
        if fields.has("hours") and per != "hour":
            self.sheet.fault("K037", fields.key_of("hours"), "`hours` counts only for costs by the hour", "write `per: hour`")
        if part is None or per is None:
            return None
        id_ = f"options.{option}.{part}"
        amount = self._number(fields, "amount", f"{id_}.amount", Bounds("amount", may_be_none=bool(origin.because)), origin)
        count = self._number(fields, "count", f"{id_}.count", COUNT, origin)
        hours = self._number(fields, "hours", f"{id_}.hours", PER_YEAR, origin) if per == "hour" else None
        if amount is None:
            return None
        if per == "hour" and hours is None:
            hours = replace(self._usual(f"{id_}.hours", HOURS, PER_YEAR), because="around the clock")
        what = fields.text("what")

        def named(number: Assumption) -> Assumption:
            return replace(number, what=what, part=part, per=per, currency=currency)

        foreign = "" if currency == self.own else currency
        return Cost(
            id_, part, what, per, named(amount), named(count) if count else None, named(hours) if hours else None, foreign
        )

    def _missing(self, name: str, where: Word) -> None:
        """Told of each cost that needs it: each would be wrong."""
        if self.fields.node_of("usage") is not None and name in {key.text for key, _ in self.fields.mapping("usage")}:
            return  # it is there, and a fault says what is wrong with it
        self.sheet.fault("K010", where, f"`{name}` is missing in `usage`", f"add `{name}:` there; this cost grows with it")

    def _currency(self, fields: Fields) -> str | None:
        word = fields.word("currency")
        if word is None or _is_currency(word.text):
            return word.text if word else None
        self.sheet.fault("K011", word, f"`{word.text}` is no currency", "use three capital letters of ISO 4217, such as EUR")
        return None

    def _usual(self, id_: str, value: Decimal, bounds: Bounds) -> Assumption:
        return Assumption(id_, bounds.kind, value, at=self.fields.at.at, is_assumed=True)

    def _number(self, fields: Fields, name: str, id_: str, bounds: Bounds, origin: Origin) -> Assumption | None:
        node = fields.node_of(name)
        return self._assumption(node, id_, bounds, origin) if node is not None else None

    def _assumption(self, node: yaml.Node, id_: str, bounds: Bounds, origin: Origin) -> Assumption | None:
        """A number alone, or a mapping that says its range and where it comes from."""
        name = f"`{id_.rpartition('.')[2]}`"
        if isinstance(node, yaml.ScalarNode):
            word = self.sheet.word(node, name)
            value = self._decimal(word, name, bounds) if word else None
            return _made(id_, bounds, (value, None, None), origin, word.at) if word and value is not None else None
        self._numbers_whole(node, NUMBER_FIELDS)
        fields = Fields(self.sheet, node, name, NUMBER_FIELDS, ("value",))
        origin = _origin(fields, origin)
        bounds = replace(bounds, may_be_none=bounds.may_be_none or bool(origin.because))
        value, low, high = (
            self._decimal(word, f"`{part}` of {name}", bounds) if (word := fields.word(part)) else None
            for part in NUMBER_FIELDS[:3]
        )
        if value is None:
            return None
        if low is not None and low > value:
            self.sheet.fault("K036", fields.key_of("low"), f"`low` ({low}) is above the value ({value})", ORDER)
        if high is not None and high < value:
            self.sheet.fault("K036", fields.key_of("high"), f"`high` ({high}) is below the value ({value})", ORDER)
        return _made(id_, bounds, (value, low, high), origin, fields.key_of("value").at)

    def _decimal(self, word: Word, name: str, bounds: Bounds) -> Decimal | None:
        """A number as it stands, exactly. ``5%`` is 0.05 where a share is meant."""
        text = word.text.strip()
        is_share = text.endswith("%")
        if not _NUMBER.fullmatch(text) or len(text) > _LONGEST or (is_share and not bounds.is_share):
            do = "write it like 5000 or 0.5" + (" or 5%" if bounds.is_share else "") + ", without other signs"
            self.sheet.fault("K036", word, f"{name} is `{word.text}`", do)
            return None
        value = Decimal(text.rstrip("%")) / (100 if is_share else 1)
        if value == 0 and not bounds.may_be_none:
            do = "leave the line out, or say with `because:` why it costs nothing" if "amount" in name else "write more than 0"
            self.sheet.fault("K036", word, f"{name} is 0", do)
            return None
        if bounds.is_share and value > 1 and not is_share:
            self.sheet.fault("K036", word, f"{name} is `{word.text}`", f"write {word.text}% or, for a share, a number up to 1")
            return None
        if bounds.is_whole and value != value.to_integral_value():
            self.sheet.fault("K036", word, f"{name} is `{word.text}`", "write a whole number")
            return None
        if bounds.least <= value <= bounds.most:
            return value
        limit = f"write a number from {_plain(bounds.least)} to {_plain(bounds.most)}"
        self.sheet.fault("K036", word, f"{name} is `{word.text}`", limit)
        return None

    def _numbers_whole(self, node: yaml.Node, known: Iterable[str]) -> None:
        """``{amount: 5,000}`` is an amount of 5 and a field ``000``: it must not pass as 5."""
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if is_empty(value) and key.value not in known:
                do = "write numbers without a comma, such as 5000"
                self.sheet.fault("K009", key, f"`{key.value}` is no field here", do)


def _is_currency(text: str) -> bool:
    """By ISO 4217, as babel lists it: a rate to what is none could never be looked up."""
    return _CURRENCY.fullmatch(text) is not None and text in list_currencies()


def _made(
    id_: str, bounds: Bounds, numbers: tuple[Decimal, Decimal | None, Decimal | None], origin: Origin, at: Citation
) -> Assumption:
    value, low, high = numbers
    return Assumption(id_, bounds.kind, value, low, high, origin.source, origin.day, origin.review_after, origin.because, at=at)


def _origin(fields: Fields, usual: Origin) -> Origin:
    return Origin(
        fields.text("source") or usual.source,
        fields.day("day") or usual.day,
        fields.number("review_after", 1) or usual.review_after,
        fields.text("because") or usual.because,
    )


def _numbered(costs: tuple[Cost, ...]) -> tuple[Cost, ...]:
    """Two costs of one part have numbers behind their ids, so that each assumption has an id of its own."""
    seen: dict[str, int] = {}
    found = []
    for cost in costs:
        seen[cost.id] = seen.get(cost.id, 0) + 1
        found.append(_renamed(cost, f"{cost.id}-{seen[cost.id]}") if seen[cost.id] > 1 else cost)
    return tuple(found)


def _renamed(cost: Cost, id_: str) -> Cost:
    def moved(one: Assumption | None) -> Assumption | None:
        return replace(one, id=one.id.replace(cost.id, id_)) if one else None

    amount = replace(cost.amount, id=cost.amount.id.replace(cost.id, id_))
    return replace(cost, id=id_, amount=amount, count=moved(cost.count), hours=moved(cost.hours))


def _plain(number: Decimal) -> str:
    return f"{number:,f}"
