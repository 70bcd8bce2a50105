"""An owner or admin looks at what governance demands and who has read the policy; names are shown for a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.doors import MatrixWish
from bot.console.pages import LONGEST, ROLES, Pages
from bot.console.questions import SHORTEST_REASON
from bot.console.shown import Audit, Section


def governance_pages(pages: Pages) -> APIRouter:
    """The page, the names on it, and the report that says what the pages say in one."""
    router, doors = APIRouter(), pages.doors

    def shown(request: Request, signed: Signed, language: str, fault: str = "", names: tuple[str, ...] | None = None) -> Response:
        section, read = doors.governance(language), doors.acknowledged(language)
        return pages.show(request, "governance", signed, section=section, read=read, fault=fault, names=names)

    @router.get("/console/governance")
    def governance(request: Request) -> Response:
        return shown(request, *pages.enter(request, "governance"))

    @router.post("/console/governance/who")
    def who(request: Request, reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "who")
        if len(reason.strip()) < SHORTEST_REASON:
            return shown(request, signed, language, fault="console.who.reason_short")
        names = doors.who_has_not_read(signed.person, reason.strip()[:LONGEST])
        doors.deed(signed.person, "who_has_not_read", "")
        return shown(request, signed, language, names=names)

    @router.get("/console/report")
    def report(request: Request) -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.limit(request, HEAVY_A_MINUTE, "report")
        governance = doors.governance(language)
        told: dict[str, Callable[[], Section | Audit]] = {
            "knowledge": lambda: doors.knowledge(language),
            "governance": lambda: Section(governance.sentence, (*governance.tables, *doors.acknowledged(language))),
            "incidents": lambda: doors.incidents(language, signed.person),
            "vendors": lambda: doors.vendors(language),
            "ledger": lambda: doors.ledger(language),
        }
        chapters = {name: tell() for name, tell in told.items() if signed.person.role in ROLES[name]}
        matrix = doors.matrix(language, MatrixWish())
        return pages.show(request, "report", signed, chapters=chapters, matrix=matrix, day=doors.today(language))

    return router
