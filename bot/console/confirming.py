"""Owners' clicks on answers go in; the page of open questions comes out, or the document with a mark at each sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from bot.console.access import ANSWERS_A_MINUTE, HEAVY_A_MINUTE, Signed
from bot.console.deeds import keep_deed
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages, limit_tries
from bot.console.pressing import presses
from bot.console.values.asking import Answered, AnswerWish, AskWish
from bot.policy.confirming import Way
from bot.policy.talks.checks import Pressed
from bot.saying.words import phrase

UNDO, TRY, DRAFT, READ = "undo", "draft:try", "draft:", "model:read"
"""In place of an answer: the newest one is taken back; a question is asked; how all begins that is done with a draft of answers;
the model reads the document.
No answer has a colon in its name."""
MOST_PICKED = 500
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Sent:
    """What the page's forms send."""

    form: FormData

    def __call__(self, name: str) -> str:
        """A field; empty where it is missing, or is a file."""
        said = self.form.get(name, "")
        return said[:LONGEST] if isinstance(said, str) else ""

    def all(self, name: str) -> tuple[str, ...]:
        """What was chosen of a list, each once."""
        return _some([one for one in self.form.getlist(name) if isinstance(one, str)])

    @property
    def wishes(self) -> tuple[AnswerWish, ...]:
        """The answers: one, or those of a card with several: each row is ``id digest``, and what is left gets ``rest``."""
        if self("choice"):
            named = self.all("tools"), self.all("data")
            return (AnswerWish(self("about"), self("choice"), self("asked"), *named),) if self("asked") else ()
        found = []
        for row in self.all("row"):
            question, _, asked = row.rpartition(" ")
            if way := self(f"way {question}") or self("rest"):
                found.append(AnswerWish(question, way, asked))
        return tuple(found)

    @property
    def place(self) -> int | None:
        """Where the card stood."""
        return _place(self("place"))


async def _sent(request: Request) -> Sent:
    return Sent(await request.form())


def confirm_pages(pages: Pages) -> APIRouter:
    """Questions with answers to click, and the document with marks."""
    router, doors = APIRouter(), pages.doors

    def shown(request: Request, signed: Signed, wish: AskWish, answered: Answered | None = None, **more: Any) -> Response:
        language = pages.renderer.language(request, signed.person)
        asked = doors.to_confirm(language, signed.person, wish)
        status = CONFLICT if answered and answered.is_refused else 200
        values = {"answered": answered, "place": wish.place, "text": "", "tried": (), **more}
        return pages.show(request, "confirm", signed, asked=asked, status=status, **values)

    @router.get("/console/confirm")
    def confirm(  # noqa: PLR0917 - a query's fields
        request: Request,
        all_: str = Query("", alias="all"),
        question: str = "",
        picked: str = "",
        tools: list[str] = Query([]),  # noqa: B008 - as FastAPI has it
        data: list[str] = Query([]),  # noqa: B008 - as FastAPI has it
        place: str = "",
    ) -> Response:
        signed, _ = pages.enter(request, "confirm")
        about = Way("", _some(tools), _some(data)) if picked else None
        return shown(request, signed, AskWish(bool(all_), question[:LONGEST], about, _place(place)))

    @router.post("/console/confirm")
    def answer(
        request: Request,
        sent: Annotated[Sent, Depends(_sent)],
        pressed: Annotated[tuple[Pressed, ...], Depends(presses)],
        all_: str = Query("", alias="all"),
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        pages.access.check_form(request, signed, sent("csrf"))
        wish, step = AskWish(bool(all_), place=sent.place), sent("choice")
        if step == TRY:
            limit_tries(pages, request, pressed)
            text = sent("text").strip()
            tried = doors.try_answers(language, signed.person, text, pressed) if text else ()
            return shown(request, signed, wish, text=text, tried=tried)
        most, what = (HEAVY_A_MINUTE, "read") if step == READ else (ANSWERS_A_MINUTE, "confirm")
        pages.access.limit(request, most, what)
        if step not in (UNDO, READ) and not step.startswith(DRAFT) and not sent.wishes and (step or not sent.all("row")):
            raise RefusedError("console.error.malformed")
        try:
            answered = done(signed, language, sent)
        except RefusedError as problem:
            told = phrase(language, problem.key, **problem.values)
            answered = Answered((told,), sent("about") if step == UNDO else "", is_refused=True)
        return shown(request, signed, wish, answered)

    def done(signed: Signed, language: str, sent: Sent) -> Answered:
        """Raises ``RefusedError``."""
        step, person = sent("choice"), signed.person
        if step == UNDO:
            told, about = doors.take_back(language, person, sent("about"), bool(sent("meant")))
            if about:
                keep_deed(pages.app, person, "taken_back", about)
            return Answered((told,))
        if step == READ:
            return Answered((doors.read_document(language, person),))
        if step.startswith(DRAFT):
            told, edit = doors.draft_answers(language, person, step.removeprefix(DRAFT))
            if edit:
                keep_deed(pages.app, person, "confirmed", told)
            return Answered((told,), edit)
        wishes = sent.wishes
        if not wishes:
            raise RefusedError("console.confirm.nothing_chosen")
        answered = doors.confirm(language, person, wishes)
        keep_deed(pages.app, person, "confirmed", " ".join(one.question for one in wishes))
        return answered

    @router.get("/console/coverage")
    def coverage(request: Request, only: str = "") -> Response:
        signed, language = pages.enter(request, "coverage")
        return pages.show(request, "coverage", signed, covered=doors.coverage(language, only == "unread"))

    return router


def _place(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else None


def _some(values: list[str]) -> tuple[str, ...]:
    """What was chosen, each once."""
    return tuple(dict.fromkeys(one[:LONGEST] for one in values[:MOST_PICKED] if one))
