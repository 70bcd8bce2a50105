"""A request of somebody who is signed in goes in; one of the pages comes out. Each role sees its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.answers.mind import Minds
from bot.app import App
from bot.console.access import ANSWERS_A_MINUTE, HEAVY_A_MINUTE, Access, Signed
from bot.console.doors import ConsoleDoors, MatrixWish, RefusedError
from bot.console.render import LANGUAGE_COOKIE, PAGES, Renderer
from bot.console.values.shown import Matrix
from bot.console.verifying import Verifying
from bot.owners.answer_drafts import Drafts
from bot.owners.confirm import DocumentReader
from bot.policy.talks.checks import Pressed
from bot.saying.words import languages
from bot.text.storable import storable

LONGEST = 2_000
"""Characters of anything typed that are looked at."""
ROLES = dict(PAGES)


def one_line(typed: str) -> str:
    """What was typed into a field of one line: so much of it as is looked at, single blanks between its words."""
    return " ".join(storable(typed[:LONGEST]).split())


class Pages:
    """What all pages share: who it is, what they may see, and the words."""

    def __init__(self, app: App, minds: Minds, doors: ConsoleDoors, access: Access, renderer: Renderer) -> None:
        """What is kept in this process: matrices that were worked out, drafts of answers, one for each person, and the model's
        reading of the documents."""
        self.app, self.minds, self.doors, self.access, self.renderer = app, minds, doors, access, renderer
        self.matrices: dict[tuple[str, date, str, MatrixWish], Matrix] = {}
        self.drafts, self.document_reader = Drafts(app.settings), DocumentReader(app.settings)
        self.verifying = Verifying(app.settings)

    def enter(self, request: Request, page: str) -> tuple[Signed, str]:
        """Who it is and their language. Raises ``RefusedError`` where this page is not for them."""
        signed = self.access.signed(request)
        self.access.limit(request, self.access.pages_a_minute, "pages")
        if signed.person.role not in ROLES[page]:
            raise RefusedError("console.error.role")
        return signed, self.renderer.language(request, signed.person)

    def show(self, request: Request, page: str, signed: Signed, **values: Any) -> Response:
        """A page."""
        return self.renderer.page(request, page, signed.person, csrf=signed.csrf, **values)


def other_pages(pages: Pages) -> APIRouter:
    """Health, and what every page has at its foot."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/health")
    def health(request: Request) -> Response:
        signed, language = pages.enter(request, "health")
        return pages.show(request, "health", signed, findings=doors.health(language))

    @router.post("/console/language")
    def language(request: Request, language: str = Form(""), back: str = Form(""), csrf: str = Form("")) -> Response:
        pages.access.check_form(request, pages.access.known(request), csrf)
        pages.access.limit(request, pages.access.pages_a_minute, "pages")
        response = RedirectResponse(back if back.startswith("/console") and "\\" not in back else "/console", status_code=303)
        if language in languages():
            response.set_cookie(LANGUAGE_COOKIE, language, path="/console", samesite="lax", httponly=True, max_age=31_536_000)
        return response

    @router.post("/console/sign-out")
    def sign_out(request: Request, csrf: str = Form("")) -> Response:
        signed = pages.access.signed(request)
        pages.access.check_form(request, signed, csrf)
        response = RedirectResponse("/console/sign-in", status_code=303)
        pages.access.end(response, signed)
        return response

    return router


def limit_tries(pages: Pages, request: Request, pressed: tuple[Pressed, ...]) -> None:
    """A click on an answer is no new question."""
    most, what = (ANSWERS_A_MINUTE, "press") if pressed else (HEAVY_A_MINUTE, "try")
    pages.access.limit(request, most, what)
