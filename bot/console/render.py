"""A template's name and values go in, a page in one of the languages comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.app import App
from bot.console.charts import drawn, drawn_of_costs
from bot.console.doors import Person, Role
from bot.console.last_edit import last_edit
from bot.saying.words import languages, phrase

HERE = Path(__file__).parent
EVERYBODY, CARERS, ADMINS = frozenset(Role), frozenset({Role.OWNER, Role.ADMIN}), frozenset({Role.ADMIN})
GROUPS: dict[str, dict[str, frozenset[Role]]] = {
    "policy": {
        "matrix": EVERYBODY,
        "knowledge": CARERS,
        "import": CARERS,
        "confirm": CARERS,
        "coverage": CARERS,
        "governance": CARERS,
    },
    "asked": {"questions": EVERYBODY, "todos": CARERS, "usage": ADMINS, "incidents": CARERS},
    "vendors": {"vendors": CARERS, "advice": EVERYBODY, "costs": EVERYBODY},
    "running": {"reminders": CARERS, "report": CARERS, "model": CARERS, "ledger": ADMINS, "health": ADMINS},
}
"""The menu: each page, in its group, with the roles that may see it."""
PAGES = tuple((name, roles) for pages in GROUPS.values() for name, roles in pages.items())
FEW = 5
"""So many pages need no groups."""
LANGUAGE_COOKIE = "mayi_language"


@cache
def templates() -> Environment:
    """What a template does not get is an error, never an empty place."""
    loader = FileSystemLoader([HERE / "templates", HERE / "templates" / "policy"])
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    found.globals |= {"drawn": drawn, "picture": drawn_of_costs, "with_query": with_query}
    return found


def on_paper(name: str, texts: Callable[..., str], language: str, **values: Any) -> str:
    """A page as one file: its styles are in it, nothing is fetched, and no link leads into the console."""
    style = Markup((HERE / "static" / "console.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return (
        templates()
        .get_template(f"{name}.html")
        .render(t=texts, language=language, layout="parts/paper.html", style=style, **values)
    )


class Renderer:
    """Pages in the reader's language."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._templates = templates()

    def language(self, request: Request, person: Person | None = None) -> str:
        """What was chosen here, else the person's, else the browser's, else English."""
        known = languages()
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        accepted = [part.partition(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
        wanted = [chosen, person.language if person else "", *accepted]
        return next((one for one in wanted if one in known), "en")

    def page(
        self, request: Request, name: str, person: Person | None = None, *, status: int = 200, csrf: str = "", **values: Any
    ) -> HTMLResponse:
        """One whole page."""
        language = self.language(request, person)
        menu = [one for one, roles in PAGES if person and person.role in roles]
        html = self._templates.get_template(f"{name}.html").render(
            t=partial(phrase, language),
            language=language,
            layout="parts/base.html",
            languages=languages(),
            person=person,
            menu=menu,
            groups={group: kept for group, pages in GROUPS.items() if (kept := [one for one in pages if one in menu])},
            is_short=len(menu) <= FEW,
            here="questions" if name == "story" else name,
            path=request.url.path,
            back=_place(request),
            organisation=self._app.knowledge.organisation.name,
            csrf=csrf,
            last_edit=partial(last_edit, self._app, language),
            **values,
        )
        return HTMLResponse(html, status_code=status)


def _place(request: Request) -> str:
    """Where a choice of language leads back to: the page with its filters; behind a form, the page on which it stands."""
    if request.method != "GET":
        return request.url.path.removesuffix("/who").removesuffix("/person")
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def with_query(path: str, **values: object) -> str:
    """A path with what is set of a query."""
    query = urlencode({name: str(value) for name, value in values.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path
