"""What options cost: the page, and its files. Nothing is kept of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.advice.costing import as_object, charts_of, picture, picture_png
from bot.advice.costs import cost
from bot.clock.today import today_at
from bot.console.access import HEAVY_A_MINUTE
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Table
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.policy.costs import Costed, Costing
from bot.saying.costs import CostWords

FILES = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds of files that a costing is given as."""
NUMBER_HEADS = (
    *("console.costs.number", "console.costs.value", "console.costs.low", "console.costs.high"),
    *("console.costs.source", "console.costs.day", "console.costs.state"),
)


def costs_pages(pages: Pages) -> APIRouter:
    """The costing that was picked, else the first."""
    router, app = APIRouter(), pages.app

    @router.get("/console/costs")
    def costs(request: Request, of: str = "") -> Response:
        signed, language = pages.enter(request, "costs")
        page = CostsPage.of(app.knowledge, language)
        known = page.known()
        chosen = of if of in known else next(iter(known), "")
        shown = {}
        if chosen:
            say = CostWords(page.words, cost(known[chosen]))
            shown = {"say": say, "tables": page.tables(say), "charts": charts_of(say)}
        return pages.show(request, "costs", signed, known=known, chosen=chosen, kinds=tuple(FILES), **shown)

    @router.get("/console/costs/file")
    def costs_file(request: Request, of: str = "", kind: str = "") -> Response:
        _, language = pages.enter(request, "costs")
        pages.access.limit(request, HEAVY_A_MINUTE, "costs")
        page = CostsPage.of(app.knowledge, language)
        costing = page.known().get(of[:LONGEST])
        if costing is None or kind not in FILES:
            raise RefusedError("console.error.no_costs")
        headers = {"Content-Disposition": f'attachment; filename="costs.{kind}"'}
        return Response(page.file(cost(costing), kind), media_type=FILES[kind], headers=headers)

    return router


@dataclass(frozen=True, slots=True)
class CostsPage(Reader):
    """What options cost, for one reader."""

    def tables(self, say: CostWords) -> tuple[Table, Table]:
        """What the options cost, and the assumptions."""
        return self._totals(say), self._assumptions(say)

    def file(self, costed: Costed, kind: str) -> bytes:
        """The same as a file."""
        kinds = {"csv": self._csv, "svg": self._svg, "png": self._png, "json": self._json, "xlsx": self._xlsx}
        return kinds[kind](costed)

    def known(self) -> dict[str, Costing]:
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
