"""The policy of today goes in; the console's pages of advice and of costs come out, in one language."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.advice.charts import inline
from bot.advice.costs import cost
from bot.clock.today import today_at
from bot.console.doors import MatrixWish, RefusedError
from bot.console.tables import Reader
from bot.console.values.advised import AdviceShown, AdviceWish, Asked, CostsShown, Grade, GradeRow, Lines, Picture
from bot.console.values.shown import Cell, Choice, Table
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.policy.advice import DIMENSIONS, INPUTS, Advice, Fit, Split, Understood, WayAdvice
from bot.policy.costs import Costed, Costing
from bot.policy.due.known_licences import licences_of
from bot.policy.due.known_prices import prices_by_offering
from bot.policy.words import Slot
from bot.saying.advice import AdviceWords
from bot.saying.costs import CostWords
from bot.wiring.advice.advising import Rule, advise_for, known_roles
from bot.wiring.advice.costing import as_object, charts_of, picture, picture_png
from bot.wiring.advice.understanding import understood
from bot.wiring.answers.mind import Mind, Minds
from bot.wiring.console.matrix import Sheet

WHY_HEADS = ("console.advice.dimension", "console.advice.points", "console.advice.why", "console.advice.changes")
NUMBER_HEADS = (
    *("console.costs.number", "console.costs.value", "console.costs.low", "console.costs.high"),
    *("console.costs.source", "console.costs.day", "console.costs.state"),
)


class Rooms(Protocol):
    """What these pages look at."""

    @property
    def minds(self) -> Minds: ...


def advice_doors(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The doors about what to use, and what it costs."""

    def advice(language: str, wish: AdviceWish) -> AdviceShown:
        mind = rooms.minds.today()
        return AdvicePage.of(mind.knowledge, language, mind).page(wish)

    def costs(language: str) -> CostsPage:
        return CostsPage.of(rooms.minds.today().knowledge, language)

    return {
        "advice": advice,
        "costs": lambda language, id_: costs(language).page(id_),
        "costs_file": lambda language, id_, kind: costs(language).file(id_, kind),
    }


@dataclass(frozen=True, slots=True)
class AdvicePage(Reader):
    """What to use for which data, for one reader."""

    mind: Mind

    def page(self, wish: AdviceWish) -> AdviceShown:
        """The whole page. Answers and kinds of data that are none are passed over."""
        sheet = Sheet.of(self.knowledge, self.words.language, self.mind, MatrixWish())
        policy, catalog = self.knowledge.policy, self.mind.reader.catalog
        licences, prices = licences_of(self.knowledge, catalog), prices_by_offering(self.knowledge, catalog)
        say = AdviceWords(self.knowledge, self.words, licences, prices, today_at(self.knowledge))
        found = understood(self.mind.reader, wish.words) if wish.words else Understood(self.words.language)
        given = {name: value for name, value in wish.answers.items() if name != "data" and value in INPUTS.get(name, ())}
        data = tuple(one for one in found.data or wish.data if one in policy.data_classes or one in policy.data_types)
        said = {Slot.ROLE: role} if (role := wish.role.casefold()) in known_roles(self.knowledge) else {}
        advice = advise_for(self.knowledge, self._rule_of, said, given, data)
        kinds = sorted(policy.data_types, key=lambda id_: say.data(id_).casefold())
        return AdviceShown(
            heard=say.heard(found) if wish.words else (),
            asked=tuple(self._asked(say, name, advice) for name in INPUTS if name != "data"),
            data=tuple(Choice(id_, say.data(id_)) for id_ in (*policy.data_classes, *kinds)),
            chosen=frozenset(data or (split.data for split in advice.splits if not split.within)),
            roles=sheet.roles(),
            headline=say.headline(advice),
            ways=say.ways(advice),
            rows=tuple(self._row(say, number, advice) for number in range(len(DIMENSIONS))),
            splits=self._splits(say, advice),
            lines=tuple(self._lines(say, advice)),
            why=tuple(self._why(say, way) for way in advice.ways),
            remarks=say.remarks(advice),
        )

    def _rule_of(self, said: Mapping[Slot, str]) -> Rule:
        wish = MatrixWish(role=said.get(Slot.ROLE, ""), country=said.get(Slot.COUNTRY, ""))
        return Sheet.of(self.knowledge, self.words.language, self.mind, wish).rule

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


@dataclass(frozen=True, slots=True)
class CostsPage(Reader):
    """What options cost, for one reader."""

    def page(self, id_: str) -> CostsShown:
        """The costing that was picked, else the first."""
        known = self._known()
        chosen = id_ if id_ in known else next(iter(known), "")
        if not chosen:
            return CostsShown()
        costed = cost(known[chosen])
        say = CostWords(self.words, costed)
        pictures = tuple(Picture(one.title, one.about, inline(one)) for one in charts_of(say))
        return CostsShown(
            choices=tuple(Choice(one, costing.title) for one, costing in known.items()),
            id=chosen,
            title=costed.costing.title,
            sentences=(say.cheapest(), *say.crossings()),
            tables=(self._totals(say), self._assumptions(say)),
            pictures=pictures,
        )

    def file(self, id_: str, kind: str) -> bytes | None:
        """The same as a file; None where there is no such costing."""
        costing = self._known().get(id_)
        if costing is None:
            return None
        costed = cost(costing)
        kinds = {"csv": self._csv, "svg": self._svg, "png": self._png, "json": self._json, "xlsx": self._xlsx}
        return kinds[kind](costed)

    def _known(self) -> dict[str, Costing]:
        """By its file; several of one file have numbers."""
        seen: Counter[str] = Counter()
        found = {}
        for one in self.knowledge.costs:
            seen[one.file] += 1
            found[one.file if seen[one.file] == 1 else f"{one.file}#{seen[one.file]}"] = one
        return found

    def _csv(self, costed: Costed) -> bytes:
        from bot.advice.workbook import to_csv  # noqa: PLC0415 - its library is large, and a file is rarely asked for

        return to_csv(costed).encode()

    def _xlsx(self, costed: Costed) -> bytes:
        from bot.advice.workbook import to_xlsx  # noqa: PLC0415 - as above

        return to_xlsx(costed)

    def _svg(self, costed: Costed) -> bytes:
        return picture(CostWords(self.words, costed)).encode()

    def _png(self, costed: Costed) -> bytes:
        try:
            return picture_png(CostWords(self.words, costed))
        except PicturesMissingError:
            raise RefusedError("console.error.no_pictures") from None

    def _json(self, costed: Costed) -> bytes:
        return json.dumps(as_object(costed, today_at(self.knowledge)), ensure_ascii=False, indent=2).encode()

    def _totals(self, say: CostWords) -> Table:
        options = say.costed.options
        parts = dict.fromkeys(part for one in options for part in one.by_part)
        years = range(say.costed.costing.years)
        rows = [
            *(
                (self.words("costs.chart.year", year=str(year + 1)), [say.money(one.by_year[year]) for one in options])
                for year in years
            ),
            *(
                (say.part(part), [say.money(one.by_part[part]) if part in one.by_part else "–" for one in options])
                for part in parts
            ),
            (self.words("console.costs.total"), [say.money(one.total) for one in options]),
        ]
        cells = tuple((Cell(name), *(Cell(amount, is_number=True) for amount in amounts)) for name, amounts in rows)
        return Table("", (self.words("console.costs.part"), *(one.name for one in options)), cells)

    def _assumptions(self, say: CostWords) -> Table:
        today = today_at(self.knowledge)
        rows = tuple(
            (
                Cell(self.words("labelled", label=of, text=say.name(one)) if (of := say.option(one)) else say.name(one)),
                Cell(f"{say.figure(one, one.value)} {say.unit(one)}".strip()),
                Cell(say.figure(one, one.low), is_number=True),
                Cell(say.figure(one, one.high), is_number=True),
                Cell(one.source or one.because or "–"),
                self.day(one.day),
                Cell(say.states(one, today)),
            )
            for one in say.costed.costing.assumptions()
        )
        return Table(self.words("console.costs.assumptions"), tuple(map(self.words, NUMBER_HEADS)), rows)
