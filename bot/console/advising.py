"""Picked answers go in; the page of advice comes out. Nothing is kept of it."""

from __future__ import annotations

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from bot.console.access import HEAVY_A_MINUTE
from bot.console.pages import LONGEST, Pages
from bot.console.values.advised import AdviceWish

MOST_DATA = 50
MOST_LETTERS = 5_000
"""Of words; how many of them are read is said with the advice."""


def advice_pages(pages: Pages) -> APIRouter:
    """Advice."""
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

    return router
