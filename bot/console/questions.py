"""A search of somebody who is signed in goes in; the list of questions, one story, a table of them or a kept search comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.deeds import keep_deed
from bot.console.doors import QuestionWish, RefusedError, Role
from bot.console.pages import LONGEST, Pages
from bot.console.render import with_query
from bot.console.values.shown import Questions, Story

SHORTEST_REASON = 10
LONGEST_NAME = 60
"""Characters of the reason for asking who it was, and of a view's name."""


def question_pages(pages: Pages) -> APIRouter:
    """Questions: search, export, and one of them."""
    router, doors = APIRouter(), pages.doors

    def listed(request: Request) -> Response:
        return shown(request)

    def shown(request: Request, refused: str = "") -> Response:
        signed, language = pages.enter(request, "questions")
        wish, fault = wish_of(request)
        fault = refused or fault
        try:
            found = doors.questions(language, signed.person, wish)
        except RefusedError as problem:
            wish, fault, found = replace(wish, person=""), problem.key, Questions()
        query = query_of(request)
        older = with_query("/console/questions", **(dict(request.query_params) | {"below": found.older})) if found.older else ""
        return pages.show(
            request, "questions", signed,
            found=found, wish=wish, fault=fault, pickers=doors.pickers(language), views=doors.views(signed.person),
            query=query, older=older,
        )  # fmt: skip

    router.add_api_route("/console/questions", listed, methods=["GET"], name="questions")

    @router.get("/console/questions/export")
    def export(request: Request) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.limit(request, HEAVY_A_MINUTE, "export")
        wish, fault = wish_of(request)
        if fault:
            raise RefusedError(fault)
        keep_deed(pages.app, signed.person, "export", nameless(request.url.query)[:LONGEST])
        name = {"Content-Disposition": 'attachment; filename="questions.csv"'}
        return StreamingResponse(_begun(doors.export(signed.person, wish)), media_type="text/csv; charset=utf-8", headers=name)

    @router.post("/console/questions/person")
    def one_person(request: Request, of: str = Form(""), reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if signed.person.role is not Role.ADMIN:
            raise RefusedError("console.error.role")
        pages.access.limit(request, HEAVY_A_MINUTE, "person")
        why = reason.strip()
        if len(why) < SHORTEST_REASON:
            return shown(request, "console.who.reason_short")
        try:
            whose = doors.look_at_all(signed.person, of[:LONGEST], why[:LONGEST])
        except RefusedError as problem:
            return shown(request, problem.key)
        keep_deed(pages.app, signed.person, "person")
        return RedirectResponse(with_query("/console/questions", person=whose), status_code=303)

    story_pages(router, pages)
    return router


def story_pages(router: APIRouter, pages: Pages) -> None:
    """One question, and who asked it."""
    doors = pages.doors

    def found_for(signed: Signed, language: str, receipt: str) -> Story:
        found = doors.story(language, signed.person, receipt[:LONGEST])
        if found is None:
            raise RefusedError("console.error.no_question")
        return found

    def told(request: Request, signed: Signed, found: Story, who: str = "", fault: str = "") -> Response:
        return pages.show(request, "story", signed, story=found, who=who, fault=fault, query=query_of(request))

    @router.get("/console/questions/{receipt}")
    def story(request: Request, receipt: str) -> Response:
        signed, language = pages.enter(request, "questions")
        return told(request, signed, found_for(signed, language, receipt))

    @router.post("/console/questions/{receipt}/who")
    def who(request: Request, receipt: str, reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, language = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if signed.person.role is not Role.ADMIN:
            raise RefusedError("console.error.role")
        found, why = found_for(signed, language, receipt), reason.strip()
        if len(why) < SHORTEST_REASON:
            return told(request, signed, found, "", "console.who.reason_short")
        name = doors.who(signed.person, found.receipt, why[:LONGEST])
        keep_deed(pages.app, signed.person, "who", found.receipt)
        return told(request, signed, found, name)


def view_pages(pages: Pages) -> APIRouter:
    """Saved views."""
    router, doors = APIRouter(), pages.doors

    @router.post("/console/views")
    def keep_view(request: Request, name: str = Form(""), query: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if not name.strip() or len(name) > LONGEST_NAME:
            raise RefusedError("console.error.view_name")
        if not doors.keep_view(signed.person, name.strip(), nameless(query)[:LONGEST]):
            raise RefusedError("console.error.view_there")
        keep_deed(pages.app, signed.person, "view_kept", name.strip())
        return RedirectResponse(f"/console/questions?{_one_line(query)}", status_code=303)

    @router.post("/console/views/{view}/drop")
    def drop_view(request: Request, view: str, csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if not doors.drop_view(signed.person, view[:LONGEST]):
            raise RefusedError("console.error.view_gone")
        keep_deed(pages.app, signed.person, "view_dropped", view[:LONGEST])
        return RedirectResponse("/console/questions", status_code=303)

    return router


def query_of(request: Request) -> str:
    """The filters that a page was opened with: they stay on the way to one question and back."""
    return "&".join(part for part in request.url.query.split("&") if part and not part.startswith("below="))[:LONGEST]


def nameless(query: str) -> str:
    """A query as it is kept: whose questions it was about is known from the look alone, and is erased with them."""
    return "&".join(part for part in query.split("&") if not part.startswith("person="))


def wish_of(request: Request) -> tuple[QuestionWish, str]:
    """The filter that a query asks for, and the key of what is wrong with it; what is wrong is left out."""
    said = {name: value[:LONGEST] for name, value in request.query_params.items()}
    fault = "console.error.long" if any(len(value) > LONGEST for value in request.query_params.values()) else ""
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = date.fromisoformat(said[name]) if said.get(name) else None
        except ValueError:
            days[name], fault = None, "console.error.day"
    since, until = days["since"], days["until"]
    if since and until and since > until:
        fault = fault or "console.questions.reversed"
    below = said.get("below", "")
    names = ("words", "verdict", "tool", "data", "channel", "language", "feedback", "version", "person")
    texts: dict[str, Any] = {name: said.get(name, "") for name in names}
    wish = QuestionWish(
        since=days["since"],
        until=days["until"],
        below=int(below) if below.isascii() and below.isdigit() and len(below) < 19 else None,
        **texts,
    )
    return wish, fault


def _begun(parts: Iterator[str]) -> Iterator[str]:
    """The first part is made before anything is sent, so that a fault then is still a page in words."""
    first = next(parts, "")

    def rest() -> Iterator[str]:
        yield first
        yield from parts

    return rest()


def _one_line(query: str) -> str:
    return "".join(one for one in query[:LONGEST] if one.isascii() and one.isprintable() and one != " ")
