"""Picked answers or a costing go in; the pages of advice and of costs, and its files, come out. Nothing is kept of either."""

from __future__ import annotations

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from bot.console.access import HEAVY_A_MINUTE
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages
from bot.console.values.advised import AdviceWish

FILES = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds of files that a costing is given as."""
MOST_DATA = 50
MOST_LETTERS = 5_000
"""Of words; how many of them are read is said with the advice."""


def advice_pages(pages: Pages) -> APIRouter:
    """Advice, and what the options cost."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/advice")
    def advice(request: Request, data: list[str] = Query([]), role: str = "") -> Response:  # noqa: B008 - a query's field
        signed, language = pages.enter(request, "advice")
        answers = {name: value[:LONGEST] for name, value in request.query_params.items() if name not in ("data", "role")}
        wish = AdviceWish(tuple(one[:LONGEST] for one in data[:MOST_DATA]), answers, role[:LONGEST])
        return pages.show(request, "advice", signed, advice=doors.advice(language, wish), wish=wish)

    @router.post("/console/advice")
    def hear(request: Request, words: str = Form(""), csrf: str = Form("")) -> Response:
        """Words stand in no address and in no log."""
        signed, language = pages.enter(request, "advice")
        pages.access.limit(request, HEAVY_A_MINUTE, "advice")
        pages.access.check_form(request, signed, csrf)
        wish = AdviceWish(words=words.strip()[:MOST_LETTERS])
        return pages.show(request, "advice", signed, advice=doors.advice(language, wish), wish=wish)

    @router.get("/console/costs")
    def costs(request: Request, of: str = "") -> Response:
        signed, language = pages.enter(request, "costs")
        return pages.show(request, "costs", signed, costs=doors.costs(language, of[:LONGEST]), kinds=tuple(FILES))

    @router.get("/console/costs/file")
    def costs_file(request: Request, of: str = "", kind: str = "") -> Response:
        _, language = pages.enter(request, "costs")
        pages.access.limit(request, HEAVY_A_MINUTE, "costs")
        found = doors.costs_file(language, of[:LONGEST], kind) if kind in FILES else None
        if found is None:
            raise RefusedError("console.error.no_costs")
        headers = {"Content-Disposition": f'attachment; filename="costs.{kind}"'}
        return Response(found, media_type=FILES[kind], headers=headers)

    return router
