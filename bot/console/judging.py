"""An owner asks how far the model is believed; its page comes out, and what they say of a sample of its answers is kept."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.deeds import keep_deed
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages

CHOICES = ("right", "wrong")


def model_pages(pages: Pages) -> APIRouter:
    """The model's page, and the buttons of its sample."""
    router, doors = APIRouter(), pages.doors

    def shown(request: Request, signed: Signed, language: str, told: str = "") -> Response:
        return pages.show(request, "model", signed, believed=doors.model(language, signed.person), told=told)

    @router.get("/console/model")
    def model(request: Request) -> Response:
        signed, language = pages.enter(request, "model")
        return shown(request, signed, language)

    @router.post("/console/model")
    def judge(request: Request, about: str = Form(""), choice: str = Form(""), csrf: str = Form("")) -> Response:
        signed, language = pages.enter(request, "model")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "judge")
        if choice not in CHOICES:
            raise RefusedError("console.error.malformed")
        told = doors.judge(language, signed.person, about[:LONGEST], choice)
        keep_deed(pages.app, signed.person, f"judged_{choice}", about[:LONGEST])
        return shown(request, signed, language, told)

    return router
