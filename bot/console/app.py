"""Doors go in; the console as a web application comes out. Whatever goes wrong in it is said in words."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from bot.answers.mind import Minds
from bot.app import App
from bot.console.access import HEADERS, PAGES_A_MINUTE, Access, Signed, SignInFirstError
from bot.console.advising import advice_pages
from bot.console.announcing import announcing_pages
from bot.console.auditing import ledger_pages
from bot.console.calendars import calendar_pages
from bot.console.cell import cell_pages
from bot.console.confirming import confirm_pages
from bot.console.costs import costs_pages
from bot.console.coverage import coverage_pages
from bot.console.doors import ConsoleDoors, RefusedError
from bot.console.entry import Entry
from bot.console.feed import feed_pages
from bot.console.governing import governance_pages
from bot.console.importing import import_pages
from bot.console.incidents import incident_pages
from bot.console.judging import model_pages
from bot.console.knowledge import knowledge_pages
from bot.console.matrix import matrix_pages
from bot.console.pages import ROLES, Pages, other_pages
from bot.console.questions import question_pages, view_pages
from bot.console.render import HERE, Renderer
from bot.console.report import report_pages
from bot.console.signin import Oidc, sign_in_pages
from bot.console.todos import todo_pages
from bot.console.usage import usage_pages
from bot.ledger.store.drivers import is_away

LARGEST_FORM, LARGEST_UPLOAD = 100_000, 5_000_000
UPLOADS = "/console/import"
"""Where files are taken."""
LONGEST_LENGTH = 20
"""Digits of a length that is looked at."""
STATUS = {
    **{"console.error.role": 403, "console.error.form": 403, "console.error.stranger": 403, "console.error.link": 403},
    **{
        "console.error.no_question": 404,
        "console.error.no_gap": 404,
        "console.error.no_incident": 404,
        "console.error.no_costs": 404,
        "console.error.no_proposal": 404,
        "console.error.no_sample": 404,
        "console.error.view_gone": 404,
        "console.error.view_there": 409,
    },
    **{"console.error.quick": 429, "console.error.slack_away": 503, "console.error.large": 413},
}
"""Refusals that are no plain 400."""

log = logging.getLogger("mayi.console")


def build_console(
    app: App,
    minds: Minds,
    doors: ConsoleDoors,
    *,
    oidc: Oidc | None = None,
    is_secure: bool = False,
    pages_a_minute: int = PAGES_A_MINUTE,
    hosts: frozenset[str] = frozenset(),
) -> FastAPI:
    """The application. ``is_secure``: cookies go over HTTPS alone; ``hosts``: names under
    which it is served, any where there are none."""
    web = FastAPI(title="may-i console", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    web.add_middleware(Entry, hosts=hosts)
    renderer, access = Renderer(app), Access(app, is_secure=is_secure, pages_a_minute=pages_a_minute)
    pages = Pages(app, minds, doors, access, renderer)
    web.include_router(sign_in_pages(pages, oidc))
    for part in (
        matrix_pages,
        cell_pages,
        advice_pages,
        costs_pages,
        view_pages,
        question_pages,
        usage_pages,
        announcing_pages,
        feed_pages,
        calendar_pages,
        model_pages,
        import_pages,
        confirm_pages,
        coverage_pages,
        ledger_pages,
        governance_pages,
        report_pages,
        incident_pages,
        knowledge_pages,
        todo_pages,
        other_pages,
    ):
        web.include_router(part(pages))
    web.mount("/console/static", StaticFiles(directory=HERE / "static"), name="static")

    @web.get("/")
    def start() -> Response:
        return RedirectResponse("/console", status_code=303)

    @web.get("/console/openapi.json")
    def openapi(request: Request) -> Response:
        """What there is, for those who are signed in."""
        access.signed(request)
        return JSONResponse(web.openapi())

    _say_faults(web, access, renderer)
    return web


def _say_faults(app: FastAPI, access: Access, renderer: Renderer) -> None:
    """No fault is shown as it is: each has a page in words, and the log has the rest."""

    def told(request: Request, key: str, status: int, **values: str) -> Response:
        signed: Signed | None = getattr(request.state, "signed", None)
        person, csrf = (signed.person, signed.csrf) if signed else (None, "")
        return renderer.page(request, "error", person, status=status, csrf=csrf, key=key, values=values)

    @app.exception_handler(SignInFirstError)
    def sign_in_first(_request: Request, _problem: Exception) -> Response:
        return RedirectResponse("/console/sign-in", status_code=303)

    @app.exception_handler(RefusedError)
    def refused(request: Request, problem: RefusedError) -> Response:
        return told(request, problem.key, STATUS.get(problem.key, 400), **problem.values)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, _problem: Exception) -> Response:
        return told(request, "console.error.malformed", 400)

    @app.exception_handler(HTTPException)
    def http(request: Request, problem: HTTPException) -> Response:
        access.known(request)  # no page of ours has looked yet who it is: they keep their menu
        return told(
            request, "console.error.no_page" if problem.status_code == 404 else "console.error.malformed", problem.status_code
        )

    _guard(app, access, told)


def _guard(app: FastAPI, access: Access, told: Callable[..., Response]) -> None:
    """Around every request: what is too large or fails is told, the session goes on, and the headers are there. Nobody's file is
    read, not even to be thrown away, before it is known that they may send one."""

    @app.middleware("http")
    async def guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        is_upload = request.scope["path"] == UPLOADS  # as routes are chosen: an address has the host of its sender in it
        if _is_too_large(request, LARGEST_UPLOAD if is_upload else LARGEST_FORM):
            response = told(request, "console.error.large", 413)
        else:
            try:
                is_ours = not is_upload or (await run_in_threadpool(access.signed, request)).person.role in ROLES["import"]
                response = await call_next(request) if is_ours else told(request, "console.error.role", 403)
            except SignInFirstError:
                response = RedirectResponse("/console/sign-in", status_code=303)
            except Exception as problem:  # the outermost door: people see words, the log sees the rest
                is_gone = is_away(problem)
                what = "a database is away" if is_gone else "unforeseen"
                route = request.scope.get("route")  # as it is written: an address may hold what signs somebody in
                log.error("%s %s: %s", request.method, getattr(route, "path", "?"), what, exc_info=problem)
                response = told(request, "console.error.away" if is_gone else "console.error.unforeseen", 503 if is_gone else 500)
        access.renew(request, response)
        for name, value in HEADERS.items():
            if name != "Cache-Control" or not request.url.path.startswith("/console/static"):
                response.headers[name] = value
        if access.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _is_too_large(request: Request, most: int) -> bool:
    """Also a form that does not say how long it is, or comes in parts, which are read beside any length that it says: it would be
    read whole before anybody is asked who they are."""
    length = request.headers.get("content-length", "" if request.method == "POST" else "0")
    is_told = length.isdecimal() and len(length) < LONGEST_LENGTH and "transfer-encoding" not in request.headers
    return not is_told or int(length) > most


def build_server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """A server to ``run()``, in a thread or alone; set ``should_exit`` to stop it. Who asks is whoever is connected: a
    header that tells another address would give somebody who guesses as many tries as they like. It is believed of proxies alone
    that are named in FORWARDED_ALLOW_IPS, which the server itself reads."""
    is_behind_named = bool(os.environ.get("FORWARDED_ALLOW_IPS"))
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, server_header=False, proxy_headers=is_behind_named
    )
    return uvicorn.Server(config)
