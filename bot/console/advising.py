"""Picked answers go in; the page of advice comes out. Nothing is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from bot.answers.mind import Mind
from bot.clock.today import today_at
from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.pages import LONGEST, Pages
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Choice, Table
from bot.desk.advice import advise_for, known_roles, rules_of, understood
from bot.policy.advice import DIMENSIONS, INPUTS, Advice, Fit, Split, Understood, WayAdvice
from bot.policy.due.known_licences import licences_of
from bot.policy.due.known_prices import prices_by_offering
from bot.policy.words import Slot
from bot.saying.advice import AdviceWords

MOST_DATA = 50
MOST_LETTERS = 5_000
"""Of words; how many of them are read is said with the advice."""


WHY_HEADS = ("console.advice.dimension", "console.advice.points", "console.advice.why", "console.advice.changes")


@dataclass(frozen=True, slots=True)
class AdviceWish:
    """What somebody picked: kinds of data, and the other answers by their names. What is none is passed over."""

    data: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    words: str = ""
    """What they have, in words: they pick what they name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to answer."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str
    """Also where it was only assumed."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One way in one dimension: dots for the eye, words for the ear."""

    dots: str
    said: str


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One dimension."""

    label: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences under a heading."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """The whole page of advice."""

    heard: tuple[str, ...] = ()
    """How words were understood, line by line."""
    asked: tuple[Asked, ...] = ()
    data: tuple[Choice, ...] = ()
    chosen: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    rows: tuple[GradeRow, ...] = ()
    splits: Table | None = None
    lines: tuple[Lines, ...] = ()
    why: tuple[Table, ...] = ()
    """One table a way: each cell with what decided and what would change it."""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvicePage(Reader):
    """What to use for which data, for one reader."""

    mind: Mind

    def page(self, wish: AdviceWish) -> AdviceShown:
        """The whole page. Answers and kinds of data that are none are passed over."""
        policy, catalog = self.knowledge.policy, self.mind.reader.catalog
        licences, prices = licences_of(self.knowledge, catalog), prices_by_offering(self.knowledge, catalog)
        say = AdviceWords(self.knowledge, self.words, licences, prices, today_at(self.knowledge))
        found = understood(self.mind.reader, wish.words) if wish.words else Understood(self.words.language)
        given = {name: value for name, value in wish.answers.items() if name != "data" and value in INPUTS.get(name, ())}
        data = tuple(one for one in found.data or wish.data if one in policy.data_classes or one in policy.data_types)
        said = {Slot.ROLE: role} if (role := wish.role.casefold()) in known_roles(self.knowledge) else {}
        advice = advise_for(self.knowledge, rules_of(self.mind), said, given, data)
        tested = {value for rule in policy.rules for value in rule.where.get(Slot.ROLE, ())}
        kinds = sorted(policy.data_types, key=lambda id_: say.data(id_).casefold())
        return AdviceShown(
            heard=say.heard(found) if wish.words else (),
            asked=tuple(self._asked(say, name, advice) for name in INPUTS if name != "data"),
            data=tuple(Choice(id_, say.data(id_)) for id_ in (*policy.data_classes, *kinds)),
            chosen=frozenset(data or (split.data for split in advice.splits if not split.within)),
            roles=tuple(sorted(tested | {one.role.casefold() for one in self.knowledge.people} - {""})),
            headline=say.headline(advice),
            ways=say.ways(advice),
            rows=tuple(self._row(say, number, advice) for number in range(len(DIMENSIONS))),
            splits=self._splits(say, advice),
            lines=tuple(self._lines(say, advice)),
            why=tuple(self._why(say, way) for way in advice.ways),
            remarks=say.remarks(advice),
        )

    def _asked(self, say: AdviceWords, name: str, advice: Advice) -> Asked:
        choices = tuple(Choice(value, say.value(name, value)) for value in INPUTS[name])
        return Asked(name, say.input(name), choices, advice.answers[name])

    def _row(self, say: AdviceWords, number: int, advice: Advice) -> GradeRow:
        shown = [one.cells[number].shown for one in advice.ways]
        return GradeRow(say.dimension(DIMENSIONS[number]), tuple(Grade(say.grade(one), say.said(one)) for one in shown))

    def _splits(self, say: AdviceWords, advice: Advice) -> Table:
        heads = (self.words("console.advice.kind"), self.words("console.advice.choice"))
        rows = tuple(
            (Cell(say.split_name(one)), Cell(say.split(one)), *self._verdicts(say, one, advice)) for one in advice.splits
        )
        return Table(self.words("advice.splits"), (*heads, *(say.way(one.way) for one in advice.ways)), rows)

    def _verdicts(self, say: AdviceWords, split: Split, advice: Advice) -> tuple[Cell, ...]:
        """What the policy says of each way, with its verdict's colour."""
        fits: dict[str, Fit] = {fit.way: fit for fit in split.fits}
        return tuple(
            Cell(say.verdict(fits[one.way].verdict), mark=fits[one.way].verdict) if one.way in fits else Cell("–")
            for one in advice.ways
        )

    def _lines(self, say: AdviceWords, advice: Advice) -> list[Lines]:
        found = []
        if advice.second:
            found.append(Lines(self.words("advice.decided", way=say.way(advice.second)), say.decided(advice)))
        found.append(Lines(self.words("advice.drawbacks"), say.drawbacks(advice)))
        found.append(Lines(self.words("advice.changes"), say.changes(advice)))
        found.append(Lines(self.words("advice.demands"), tuple(say.text(one) for one in advice.demands)))
        found.append(Lines(self.words("advice.licences"), say.licence_lines(advice)))
        found.append(Lines(self.words("advice.prices"), say.price_lines(advice)))
        found.append(Lines(self.words("console.advice.against"), say.against(advice)))
        return [one for one in found if one.lines]

    def _why(self, say: AdviceWords, way: WayAdvice) -> Table:
        """Each cell of one way: what decided, and what would change it."""
        rows = tuple(
            (
                Cell(say.dimension(cell.dimension)),
                Cell(str(cell.points), is_number=True),
                Cell(" ".join(say.text(because) for _, _, because in cell.because)),
                Cell(
                    "; ".join(f"{say.answer(name, value)} → {say.said(then)}" for name, value, then in cell.would_change) or "–"
                ),
            )
            for cell in way.cells
        )
        return Table(say.way(way.way), tuple(map(self.words, WHY_HEADS)), rows)


def advice_pages(pages: Pages) -> APIRouter:
    """Advice."""
    router = APIRouter()

    def shown(request: Request, signed: Signed, language: str, wish: AdviceWish) -> Response:
        mind = pages.minds.today()
        return pages.show(request, "advice", signed, advice=AdvicePage.of(mind.knowledge, language, mind).page(wish), wish=wish)

    @router.get("/console/advice")
    def advice(request: Request, data: list[str] = Query([]), role: str = "") -> Response:  # noqa: B008 - a query's field
        signed, language = pages.enter(request, "advice")
        answers = {name: value[:LONGEST] for name, value in request.query_params.items() if name not in ("data", "role")}
        wish = AdviceWish(tuple(one[:LONGEST] for one in data[:MOST_DATA]), answers, role[:LONGEST])
        return shown(request, signed, language, wish)

    @router.post("/console/advice")
    def hear(request: Request, words: str = Form(""), csrf: str = Form("")) -> Response:
        """Words stand in no address and in no log."""
        signed, language = pages.enter(request, "advice")
        pages.access.limit(request, HEAVY_A_MINUTE, "advice")
        pages.access.check_form(request, signed, csrf)
        wish = AdviceWish(words=words.strip()[:MOST_LETTERS])
        return shown(request, signed, language, wish)

    return router
