"""An owner's click on an answer goes in; the page of open questions comes out, or the document with a mark at each sentence."""

from __future__ import annotations

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from limits import RateLimitItemPerMinute

from bot.console.access import Signed
from bot.console.doors import UNDO_LOOSER, RefusedError
from bot.console.pages import LONGEST, Pages
from bot.console.values.asking import AnswerWish, AskWish
from bot.console.values.shown import Mended
from bot.policy.confirming import Way, roles_in

UNDO = "undo"
"""In place of an answer: the newest one is taken back."""
ANSWERS_A_MINUTE = RateLimitItemPerMinute(60)
MOST_PICKED = 500
CONFLICT = 409


def confirm_pages(pages: Pages) -> APIRouter:
    """Questions with answers to click, and the document with marks."""
    router, doors = APIRouter(), pages.doors

    def shown(  # noqa: PLR0917 - what one page needs
        request: Request,
        signed: Signed,
        language: str,
        wish: AskWish,
        told: str = "",
        mended: Mended | None = None,
        status: int = 200,
        asks_again: bool = False,
    ) -> Response:
        asked, is_refused = doors.to_confirm(language, wish), status == CONFLICT
        return pages.show(
            request, "confirm", signed, asked=asked, told=told, mended=mended, is_refused=is_refused, asks_again=asks_again,
            status=status,
        )  # fmt: skip

    @router.get("/console/confirm")
    def confirm(  # noqa: PLR0917 - a query's fields
        request: Request,
        all_: str = Query("", alias="all"),
        question: str = "",
        picked: str = "",
        tools: list[str] = Query([]),  # noqa: B008 - as FastAPI has it
        data: list[str] = Query([]),  # noqa: B008 - as FastAPI has it
        who: str = "",
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        about = Way("", _some(tools), _some(data), roles_in(who[:LONGEST])) if picked else None
        return shown(request, signed, language, AskWish(bool(all_), question[:LONGEST], about))

    @router.post("/console/confirm")
    def answer(  # noqa: PLR0917 - a form's fields
        request: Request,
        about: str = Form(""),
        choice: str = Form(""),
        asked: str = Form(""),
        tools: list[str] = Form([]),  # noqa: B008 - as FastAPI has it
        data: list[str] = Form([]),  # noqa: B008 - as FastAPI has it
        who: str = Form(""),
        meant: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, ANSWERS_A_MINUTE, "confirm")
        if not choice or (choice != UNDO and not asked):
            raise RefusedError("console.error.malformed")
        named = _some(tools), _some(data), roles_in(who[:LONGEST])
        wish = AnswerWish(about[:LONGEST], choice[:LONGEST], asked[:LONGEST], *named)
        mended, done = None, wish.question
        try:
            if choice == UNDO:
                told, done = doors.take_back(language, signed.person, wish.question, bool(meant))
            else:
                told, mended = doors.confirm(language, signed.person, wish)
        except RefusedError as problem:
            told = doors.texts(language, problem.key, **problem.values)
            asks_again = problem.key == UNDO_LOOSER
            return shown(request, signed, language, AskWish(), told, status=CONFLICT, asks_again=asks_again)
        if done:
            doors.deed(signed.person, "taken_back" if choice == UNDO else "confirmed", done)
        return shown(request, signed, language, AskWish(), told, mended)

    @router.get("/console/coverage")
    def coverage(request: Request, only: str = "") -> Response:
        signed, language = pages.enter(request, "coverage")
        return pages.show(request, "coverage", signed, covered=doors.coverage(language, only == "unread"))

    return router


def _some(values: list[str]) -> tuple[str, ...]:
    """What was chosen, each once."""
    return tuple(dict.fromkeys(one[:LONGEST] for one in values[:MOST_PICKED] if one))
