"""Advice goes in; names, sentences and reasons for people come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.policy.advice import MOST_POINTS, Advice, Split, Understood, way_of
from bot.policy.due.known_licences import commercial_use
from bot.policy.house import Knowledge
from bot.policy.policy import becomes_of
from bot.policy.words import Slot, Texts, Verdict
from bot.policy.world import CatalogLicence, CatalogPrice
from bot.saying import labels, places
from bot.saying.answers import priced
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.licences import licence_said
from bot.saying.answers.meaning import uses
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import Words, marked

MOST_OFFERINGS, MOST_LISTED = 3, 8
OPEN = ("self_hosted", "managed_open")
FULL, EMPTY = "●", "○"


@dataclass(frozen=True, slots=True)
class AdviceWords:
    """One policy in one language."""

    knowledge: Knowledge
    words: Words
    licences: Mapping[str, tuple[CatalogLicence, ...]] = field(default_factory=dict)
    """Tool of the policy -> its licences, as the catalog knows them."""
    prices: Mapping[str, tuple[CatalogPrice, ...]] = field(default_factory=dict)
    """Offering of the policy -> its list prices, as the catalog knows them."""
    today: date = date.min
    """By which what the catalog has seen is old."""

    def way(self, way: str) -> str:
        """A way's name; a dash where there is none."""
        return self.words(f"advice.way.{way}") if way else "–"

    def dimension(self, dimension: str) -> str:
        """A dimension's name."""
        return self.words(f"advice.dimension.{dimension}")

    def input(self, name: str) -> str:
        """What is asked."""
        return self.words(f"advice.input.{name}")

    def value(self, name: str, value: str) -> str:
        """What was answered."""
        return self.words(f"advice.value.{name}.{value}")

    def text(self, texts: Mapping[str, str]) -> str:
        """A reason of the table."""
        return self.words.pick(dict(texts))

    def grade(self, shown: int) -> str:
        """Dots, for the eye."""
        return FULL * shown + EMPTY * (MOST_POINTS - shown)

    def said(self, shown: int) -> str:
        """The same for the ear."""
        return self.words("advice.grade", points=str(shown))

    def pair(self, name: str, value: str) -> str:
        """A name and what it is, with the colon of the language."""
        return self.words("advice.pair", name=name, value=value)

    def answer(self, name: str, value: str) -> str:
        """What was asked and answered."""
        return self.pair(self.input(name), self.value(name, value)) if name else self.words("advice.always")

    def data(self, data: str) -> str:
        """A kind of data."""
        return labels.data_label(data, self.knowledge, self.words)

    def verdict(self, verdict: str) -> str:
        """A verdict's shape and word."""
        if verdict == "ask":
            return marked(ASK_SHAPE, self.words("word.depends"))
        return marked(SHAPES[Verdict(verdict)], self.words(f"word.{verdict}"))

    def offerings(self, split: Split, way: str) -> str:
        """The offerings of a way that take this kind of data best, the first few by name."""
        found = next((fit.offerings for fit in split.fits if fit.way == way), ())
        return self._named(found, MOST_OFFERINGS)

    def _named(self, offerings: Iterable[str], most: int) -> str:
        """The first few by name."""
        named = [labels.offering_label(one, self.knowledge, self.words) for one in offerings]
        return ", ".join([*named[:most], *(["…"] if len(named) > most else [])])

    def split(self, split: Split) -> str:
        """Where one kind of data goes, and what the policy says there."""
        if not split.way:
            ways_out = (
                self.words("advice.after", transformation=self.words.inside(done), data=self.data(becomes))
                for transformation, becomes in becomes_of(self.knowledge.policy, split.data).items()
                if becomes != split.data and (done := labels.transformation_label(transformation, self.knowledge, self.words))
            )
            return "; ".join((self.words("advice.split.none"), *ways_out))
        there = self.pair(self.way(split.way), self.pair(self.verdict(split.verdict), self.offerings(split, split.way)))
        verdicts = {one: verdict for fit in split.fits if fit.way == split.way for one, verdict in fit.verdicts.items()}
        stricter = [one for one in split.stricter if verdicts.get(one, split.verdict) != split.verdict]
        if not stricter:
            return there
        return "; ".join((there, self.words("advice.split.stricter", tools=self._named(stricter, MOST_LISTED))))

    def split_name(self, split: Split) -> str:
        """The kind of data; an exception with its class."""
        return (
            self.words("advice.within", data=self.data(split.data), whole=self.data(split.within))
            if split.within
            else self.data(split.data)
        )

    def headline(self, advice: Advice) -> tuple[str, ...]:
        """One way for all of the data, and the ways by kind of data where they differ."""
        if nothing := self.no_data(advice):
            return (nothing,)
        first = self.words("advice.first", way=self.way(advice.first)) if advice.first else self.words("advice.first.none")
        splits = [split for split in advice.splits if split.way and not split.within]
        if {split.way for split in splits} == {advice.first}:
            return (first,)
        parts = [f"{self.data(split.data)} → {self.way(split.way)}" for split in splits]
        return (first, self.words("advice.hybrid", ways=self.words.join(parts))) if parts else (first,)

    def no_data(self, advice: Advice) -> str:
        """That the policy names no kind of data; empty where it does."""
        return "" if advice.splits else self.words("advice.no_data")

    def decided(self, advice: Advice) -> tuple[str, ...]:
        """What parts the first choice from the second."""
        return self._reasons(advice.decided)

    def drawbacks(self, advice: Advice) -> tuple[str, ...]:
        """What speaks against the first choice all the same."""
        return self._reasons(advice.drawbacks)

    def _reasons(self, reasons: Iterable[tuple[str, str, str, int, Texts]]) -> tuple[str, ...]:
        return tuple(
            self.pair(f"{self.dimension(dimension)} ({_signed(points)}; {self.answer(name, value)})", self.text(because))
            for name, value, dimension, points, because in reasons
        )

    def changes(self, advice: Advice) -> tuple[str, ...]:
        """Other roles that have another way, and single answers that would put another one first."""
        found = [(self.words("slot.role"), self._role(role), self._there(data, way)) for role, data, way in advice.roles]
        found += [(self.input(name), self.value(name, value), self._there("", way)) for name, value, way in advice.changes]
        said = tuple(self.words("advice.change", input=one, value=value, way=way) for one, value, way in found)
        return said or (self.words("advice.changes.none" if advice.first else "advice.changes.closed"),)

    def _there(self, data: str, way: str) -> str:
        there = self.way(way) if way else self.words("advice.split.none")
        return f"{self.data(data)} → {there}" if data else there

    def _role(self, role: str) -> str:
        return labels.slot_value(Slot.ROLE, role, self.knowledge, self.words)

    def ways(self, advice: Advice) -> tuple[str, ...]:
        """All ways by name, best first; of those that are out, for all of the data or for some of it, it says so."""
        listed, asked = self._listed(), {split.data for split in advice.splits if not split.within}
        found = []
        for one in advice.ways:
            closed, name = set(advice.barred.get(one.way, ())), self.way(one.way)
            is_out = one.ruled_out or one.way not in listed or bool(closed and closed >= asked)
            found.append(self.words("advice.way_out" if is_out else "advice.way_part", way=name) if is_out or closed else name)
        return tuple(found)

    def _listed(self) -> set[str]:
        """Ways of which the policy lists some offering."""
        return {way_of(one) for one in self.knowledge.policy.offerings.values()}

    def against(self, advice: Advice) -> tuple[str, ...]:
        """Ways that are out, and why."""
        found = []
        there = self._listed()
        for one in advice.ways:
            if one.ruled_out:
                why = " ".join(self.text(because) for _, _, because in one.ruled_out)
                found.append(self.pair(self.way(one.way), self.words("advice.out", why=why)))
            elif one.way not in there:
                found.append(self.words("advice.absent", way=self.way(one.way)))
            elif closed := advice.barred.get(one.way):
                found.append(
                    self.words("advice.barred", way=self.way(one.way), data=self.words.join(list(map(self.data, closed))))
                )
        return tuple(found)

    def assumed(self, advice: Advice) -> str:
        """What nobody answered, and whom the policy took for who is to use it."""
        asker = [
            self.pair(self.words(f"slot.{slot.value}"), labels.slot_value(slot, value, self.knowledge, self.words))
            for slot, value in advice.asker.items()
        ]
        told = self.words.join([*asker, *(self.answer(name, advice.answers[name]) for name in advice.assumed if name != "data")])
        return self.words("advice.assumed", what=told) if told else ""

    def unplaced(self) -> str:
        """Offerings of which nobody can tell which way they are."""
        of = [one.id for one in self.knowledge.policy.offerings.values() if not way_of(one)]
        return self.words("advice.unplaced", tools=self._named(of, MOST_LISTED)) if of else ""

    def heard(self, told: Understood) -> tuple[str, ...]:
        """How words were read, and what of them was not; words that name a tool are a question for the bot."""
        if told.names_tool:
            return (self.words("advice.heard.tool"),)
        read = [*map(self.data, told.data)]
        unread = [self.words("quoted", text=one) for one in told.unread]
        lines = (("advice.heard", read), ("advice.unheard", unread))
        said = tuple(self.words(key, what=self.words.join(what)) for key, what in lines if what)
        cut = (self.words("advice.heard.cut", count=str(told.cut_at)),) if told.cut_at else ()
        return (*cut, *said) if told.data else (*cut, *said, self.words("advice.heard.no_data"))

    def remarks(self, advice: Advice) -> tuple[str, ...]:
        """What was assumed, and what is not known."""
        return tuple(line for line in (self.assumed(advice), self.unplaced(), self.unknown()) if line)

    def licensed(self, advice: Advice) -> tuple[tuple[str, CatalogLicence], ...]:
        """The licences of the open models that the policy lists, where the first or the second choice is an open way."""
        if not {advice.first, advice.second} & set(OPEN):
            return ()
        open_ = (one for one in self.knowledge.policy.offerings.values() if way_of(one) in OPEN)
        tools = dict.fromkeys(one.tool for one in open_)
        return tuple((tool, one) for tool in tools for one in self.licences.get(tool, ()))

    def licence_lines(self, advice: Advice) -> tuple[str, ...]:
        """Each of them in full, with its source."""
        return tuple(
            self.words(
                "advice.licence",
                licence=licence_said(one, self.words, self._tool(tool)),
                source=places.source_of(one.seen, self.words, self.today),
            )
            for tool, one in self.licensed(advice)
        )

    def priced(self, advice: Advice) -> tuple[CatalogPrice, ...]:
        """The list prices of the offerings that are the first choice's way, each once."""
        of = (one.id for one in self.knowledge.policy.offerings.values() if advice.first and way_of(one) == advice.first)
        return tuple(dict.fromkeys(price for id_ in of for price in self.prices.get(id_, ())))

    def price_lines(self, advice: Advice) -> tuple[str, ...]:
        """Each of them in full, with its source."""
        found = priced.lines(self.priced(advice), self.words, self.today)
        return tuple(self.words("advice.price", price=one.text, source=one.place) for one in found)

    def _tool(self, tool: str) -> str:
        return labels.tool_label(tool, self.knowledge, self.words)

    def commercial_use(self, advice: Advice) -> str:
        """All of them in one line; empty where there is none."""
        tools = dict.fromkeys(tool for tool, _ in self.licensed(advice))
        found = [(tool, commercial_use(self.licences[tool])) for tool in tools]
        return self.words("licence.uses", uses=uses(found, self.knowledge, self.words)) if found else ""

    def unknown(self) -> str:
        """What no table here knows."""
        return self.words("advice.unknown")


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"−{-points}"
