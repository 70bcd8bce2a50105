"""A request of somebody who is signed in goes in; one of the pages comes out. Each role sees its own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.app import App
from bot.console.access import ANSWERS_A_MINUTE, HEAVY_A_MINUTE, Access, Signed
from bot.console.doors import ConsoleDoors, MatrixWish, RefusedError
from bot.console.render import LANGUAGE_COOKIE, PAGES, Renderer
from bot.console.values.ruled import CellForm, CellSaved
from bot.console.verifying import Verifying
from bot.desk import acknowledgements
from bot.policy.talks.checks import Pressed
from bot.policy.talks.home import News
from bot.saying.words import languages, words_for
from bot.text.storable import storable

LONGEST = 2_000
"""Characters of anything typed that are looked at."""
ROLES = dict(PAGES)


def one_line(typed: str) -> str:
    """What was typed into a field of one line: so much of it as is looked at, single blanks between its words."""
    return " ".join(storable(typed[:LONGEST]).split())


class Pages:
    """What all pages share: who it is, what they may see, and the words."""

    def __init__(self, app: App, doors: ConsoleDoors, access: Access, renderer: Renderer) -> None:
        self.app, self.doors, self.access, self.renderer = app, doors, access, renderer
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


def matrix_pages(pages: Pages) -> APIRouter:
    """The matrix, and one cell of it."""
    router = APIRouter()

    @router.get("/console")
    def home() -> Response:
        return RedirectResponse("/console/matrix", status_code=303)

    @router.get("/console/matrix")
    def matrix(  # noqa: PLR0917 - a query's fields
        request: Request, role: str = "", country: str = "", of: str = "", tool: str = "", data: str = ""
    ) -> Response:
        signed, _ = pages.enter(request, "matrix")
        wish = MatrixWish(role[:LONGEST], country[:LONGEST], of)
        return matrix_page(pages, request, signed, wish, at=(tool[:LONGEST], data[:LONGEST]))

    @router.post("/console/read")
    def read(request: Request, version: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "matrix")
        pages.access.check_form(request, signed, csrf)
        if viewer := acknowledgements.viewer_of(pages.app, signed.person.user):
            acknowledgements.read(pages.app, viewer, version[:LONGEST])
        return RedirectResponse("/console/matrix", status_code=303)

    return router


def matrix_page(  # noqa: PLR0917 - what one page needs
    pages: Pages,
    request: Request,
    signed: Signed,
    wish: MatrixWish,
    at: tuple[str, str] = ("", ""),
    form: CellForm | None = None,
    saved: CellSaved | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    """The matrix with one cell of it beside: looked at, or to be ruled by somebody who may."""
    doors, language = pages.doors, pages.renderer.language(request, signed.person)
    tool, data = at
    ruled = doors.cell(language, wish, tool, data) if tool and data else None
    can_edit = signed.person.role in ROLES["confirm"]
    found = doors.matrix(language, wish)
    return pages.show(
        request, "matrix", signed, matrix=found, wish=wish, ruled=ruled, at=at, is_gone=bool(tool and not ruled), form=form,
        saved=saved, refused=refused, can_edit=can_edit, status=status,
        news=_news(pages.app, language, signed.person.user),
    )  # fmt: skip


def _news(app: App, language: str, user: str) -> News | None:
    """What somebody is asked to say they have read; None where there is nothing."""
    viewer = acknowledgements.viewer_of(app, user)
    return acknowledgements.unread(app, viewer, words_for(language, app.knowledge.organisation.languages)) if viewer else None


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
