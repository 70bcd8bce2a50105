"""The policy as its files have it: faults, owners, what is to be looked at again, proposed edits, and a box to try it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from bot.clock.today import today_at
from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.doors import MatrixWish, RefusedError
from bot.console.matrix import matrix_of
from bot.console.pages import LONGEST, Pages, limit_tries
from bot.console.pressing import presses
from bot.console.proposals import Proposals
from bot.console.tables import Reader
from bot.console.try_it import tried
from bot.console.values.shown import Cell, Section, Table, Try
from bot.knowledge.history.store import KnowledgeStore
from bot.policy.talks.checks import Pressed
from bot.saying.notices.tasks import reviewed_name

AHEAD_DAYS = 60


def knowledge_pages(pages: Pages) -> APIRouter:
    """How the policy is, what a proposed edit would change, and the box to try it."""
    router, app = APIRouter(), pages.app

    def waiting(language: str) -> Proposals:
        return Proposals.of(pages.minds.today().knowledge, language, app.settings)

    def shown(request: Request, signed: Signed, language: str, **values: Any) -> Response:
        empty = {"asked": "", "tried": Try(), "wish": MatrixWish(), "picked": "", "proposal": None}
        offered = matrix_of(pages, language, MatrixWish())
        section = KnowledgePage.of(app.knowledge, language, app.store).page(waiting(language).table())
        known = {"section": section, "proposals": waiting(language).choices(), "offered": offered}
        return pages.show(request, "knowledge", signed, **empty | known | values)

    @router.get("/console/knowledge")
    def knowledge(request: Request, proposal: str = "") -> Response:
        signed, language = pages.enter(request, "knowledge")
        if not proposal:
            return shown(request, signed, language)
        pages.access.limit(request, HEAVY_A_MINUTE, "proposal")
        found = waiting(language).shown(proposal[:LONGEST])
        if found is None:
            raise RefusedError("console.error.no_proposal")
        return shown(request, signed, language, proposal=found, picked=proposal)

    @router.post("/console/knowledge")
    def try_it(  # noqa: PLR0917 - a form's fields
        request: Request,
        pressed: Annotated[tuple[Pressed, ...], Depends(presses)],
        text: str = Form(""),
        role: str = Form(""),
        country: str = Form(""),
        proposal: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "knowledge")
        pages.access.check_form(request, signed, csrf)
        limit_tries(pages, request, pressed)
        wish, asked = MatrixWish(role[:LONGEST], country[:LONGEST]), text.strip()[:LONGEST]
        shown_try = Try()
        if asked:
            mind = waiting(language).mind(proposal[:LONGEST]) if proposal else pages.minds.today()
            shown_try = tried(mind, language, asked, wish, pressed)
        return shown(request, signed, language, asked=asked, tried=shown_try, wish=wish, picked=proposal)

    return router


@dataclass(frozen=True, slots=True)
class KnowledgePage(Reader):
    """The policy, for one reader."""

    store: KnowledgeStore

    def page(self, *first: Table) -> Section:
        """Faults and warnings of the files, who answers for what, and what is to be looked at again. ``first``: tables above."""
        policy, words, store = self.knowledge.policy, self.words, self.store
        found = [*store.faults, *store.warnings]
        rows = tuple((Cell(str(one.at)), Cell(one.what), Cell(one.do)) for one in found)
        sentence = words(
            "console.knowledge.sentence", tools=str(len(policy.offerings)),
            data=str(len(policy.data_types)), rules=str(len(policy.rules)),
            version=self.knowledge.version, faults=str(len(store.faults)), warnings=str(len(store.warnings)),
        )  # fmt: skip
        files = Table(words("console.knowledge.files"), self.heads("where", "what", "do"), rows, words("console.knowledge.whole"))
        return Section(sentence, (*first, files, self._freshness(), self._owners()))

    def _owners(self) -> Table:
        named = {one.id: one.name for one in self.knowledge.organisation.contacts}
        owners = (rule.owner or self.knowledge.organisation.owner for rule in self.knowledge.policy.rules)
        owned = Counter(named.get(one) or one or "–" for one in owners)
        rows = tuple((Cell(owner), Cell(str(count), is_number=True)) for owner, count in sorted(owned.items()))
        return Table(
            self.words("console.knowledge.owners"),
            self.heads("owner", "rules"),
            rows,
            self.words("console.knowledge.owners.empty"),
        )

    def _freshness(self) -> Table:
        today, soon = today_at(self.knowledge), today_at(self.knowledge) + timedelta(days=AHEAD_DAYS)
        due = sorted(
            (one for one in self.knowledge.reviews if one.review_by and one.review_by <= soon),
            key=lambda one: (str(one.review_by), one.id),
        )
        rows = tuple(
            (
                Cell(self.words(f"console.kind.{one.kind}")),
                Cell(reviewed_name(one, self.knowledge, self.words)),
                self.day(one.review_by),
                Cell(self.words("console.overdue") if one.review_by and one.review_by < today else ""),
            )
            for one in due
        )
        return Table(
            self.words("console.knowledge.fresh"),
            self.heads("kind", "what", "until", "state"),
            rows,
            self.words("console.knowledge.fresh.empty"),
        )
