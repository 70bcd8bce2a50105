"""To-dos: what people asked for and did not get, each owner's own list, and the edit that closes one of its gaps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.app import App
from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.deeds import keep_deed
from bot.console.doors import Person, RefusedError, Role
from bot.console.editing import place_of, refusing
from bot.console.pages import LONGEST, Pages
from bot.console.tables import Reader
from bot.console.values import shown as values
from bot.console.values.shown import Cell, Mended, Section, Table
from bot.console.values.shown import Choice as Entry
from bot.desk.edits import digest_of
from bot.desk.gaps import Mended as Done
from bot.desk.gaps import gaps_of, gaps_of_owner, id_of, label_of_way, mend_it, mended, name_of, value_of, ways_of
from bot.desk.mend import NoMendError
from bot.knowledge.edits.writing import looked_at
from bot.policy.changes.gaps import Gap

GAP_DAYS = 30
MANY, KEPT_SECONDS = 500, 60
PATH = "/console/todos"


@dataclass(slots=True)
class KeptGaps:
    """Many gaps, for a short while: to look through thousands of questions takes longer than anybody waits for a page."""

    found: tuple[Gap, ...] = ()
    version: str = ""
    until: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def of(self, version: str, look: Callable[[], tuple[Gap, ...]]) -> tuple[Gap, ...]:
        """As they were found under this version, or found anew; few are always found anew."""
        with self.lock:
            if self.version != version or time.monotonic() > self.until:
                self.found, self.version = look(), version
                is_much = sum(gap.questions for gap in self.found) > MANY
                self.until = time.monotonic() + KEPT_SECONDS if is_much else 0.0
            return self.found


def todo_pages(pages: Pages) -> APIRouter:
    """What could not be answered, and the edit that closes one of these gaps: shown first, then kept."""
    router, app, kept = APIRouter(), pages.app, KeptGaps()

    def shown(request: Request, signed: Signed, todos: Todos, mended: Mended | None = None) -> Response:
        return pages.show(request, "todos", signed, section=todos.page(signed.person), mended=mended)

    @router.get("/console/todos")
    def todos(request: Request) -> Response:
        signed, language = pages.enter(request, "todos")
        return shown(request, signed, Todos.of(app.knowledge, language, app, kept))

    @router.post("/console/todos")
    def mend(
        request: Request, about: str = Form(""), choice: str = Form(""), seen: str = Form(""), csrf: str = Form("")
    ) -> Response:
        signed, language = pages.enter(request, "todos")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "mend")
        todos = Todos.of(app.knowledge, language, app, kept)
        mended = todos.mend(signed.person, about[:LONGEST], choice[:LONGEST], seen[:LONGEST])
        if mended is None:
            raise RefusedError("console.error.no_gap")
        if not mended.waits:
            looked_at(app.settings, app.store.refresh)  # whoever wrote it looks at the list next
            keep_deed(app, signed.person, "mended", mended.about)
        return shown(request, signed, Todos.of(app.knowledge, language, app, kept), mended)

    return router


@dataclass(frozen=True, slots=True)
class Todos(Reader):
    """The list, for one reader."""

    app: App
    kept: KeptGaps

    def page(self, person: Person) -> Section:
        """What people asked for and did not get; an owner sees what they answer for, an admin everything."""
        found = self._gaps(person)
        rows = tuple(self._row(gap, person) for gap in found)
        heads = self.heads("lack", "tool", "data", "questions", "people", "newest", "do")
        key = "console.todos.sentence" if person.role is Role.ADMIN else "console.todos.sentence.own"
        others = self.number(len(self._all()) - len(found))
        sentence = self.words(key, count=self.number(len(found)), days=str(GAP_DAYS), others=others)
        return Section(sentence, (Table(self.words("console.todos.gaps"), heads, rows, self.words("console.todos.empty")),))

    def mend(self, person: Person, gap: str, choice: str, seen: str) -> Mended | None:
        """The edit that closes a gap, kept where it is the one that was ``seen``; None where this person has no such gap.

        Raises ``RefusedError``.
        """
        wanted = next((one for one in self._gaps(person) if id_of(one) == gap), None)
        if wanted is None:
            return None
        catalog = self.app.catalog
        way = next((one for one in ways_of(wanted, self.knowledge, catalog) if value_of(one) == choice), None)
        if way is None:
            raise RefusedError("console.error.no_way")
        try:
            with refusing(lambda fault: fault.what):
                done = mended(self.app.settings.knowledge, self.knowledge, catalog, gap=wanted, choice=way)
                digest = digest_of(done.edit.patch)
                if seen != digest:
                    return self._shown(wanted, choice, done, digest)
                kept = mend_it(self.app.settings, self.knowledge, catalog, gap=wanted, choice=way, seen=seen)
        except NoMendError as problem:
            raise RefusedError("console.error.no_edit", why=str(problem)) from problem
        told = self.words("console.mend.proposed" if kept.path else "console.mend.written", files=kept.file)
        return Mended(name_of(wanted), place_of(kept.path, self.app.settings), kept.patch, told, kept.id)

    def _shown(self, gap: Gap, choice: str, done: Done, digest: str) -> Mended:
        """What it would change; nothing is written yet."""
        change = done.compared.change
        counts = {name: str(len(cells)) for name, cells in (("looser", change.looser), ("stricter", change.stricter))}
        waits = {"about": id_of(gap), "choice": choice, "seen": digest}
        return Mended(name_of(gap), "", done.edit.patch, self.words("console.mend.changes", **counts), waits=tuple(waits.items()))

    def _gaps(self, person: Person) -> tuple[Gap, ...]:
        found = self._all()
        return found if person.role is Role.ADMIN else gaps_of_owner(found, self.knowledge, (person.user, person.team))

    def _all(self) -> tuple[Gap, ...]:
        return self.kept.of(self.knowledge.version, lambda: gaps_of(self.app.ledger, self.knowledge, datetime.now(UTC), GAP_DAYS))

    def _row(self, gap: Gap, person: Person) -> tuple[Cell, ...]:
        return (
            Cell(self.words(f"console.lack.{gap.lack.value}")),
            Cell(gap.tool_label or "–"),
            Cell(gap.data_label or "–"),
            Cell(str(gap.questions), is_number=True),
            Cell(str(gap.people), is_number=True),
            replace(self.when(gap.last), link=f"/console/questions/{gap.receipts[0]}" if person.role is Role.ADMIN else ""),
            self._form(gap),
        )

    def _by_hand(self, gap: Gap) -> Cell:
        """Where the edit is made: the rules that decide, by their files, and the cell on whose page owners rule it."""
        places = {rule.id: f"{rule.id} ({rule.at.file}:{rule.at.line})" for rule in self.knowledge.policy.rules}
        where = ", ".join(places[one] for one in gap.rules if one in places)
        policy = self.knowledge.policy
        is_cell = gap.tool in policy.offerings and (gap.data in policy.data_types or gap.data in policy.data_classes)
        query = {"tool": gap.tool, "data": gap.data, "of": "" if gap.data in policy.data_classes else "all"}
        link = f"/console/matrix?{urlencode(query)}#cell" if is_cell else ""
        return Cell(self.words("console.mend.by_hand_in", where=where) if where else self.words("console.mend.by_hand"), link)

    def _form(self, gap: Gap) -> Cell:
        ways = ways_of(gap, self.knowledge, self.app.catalog)
        if not ways:
            return self._by_hand(gap)
        entries = tuple(Entry(value_of(way), label_of_way(gap, way, self.knowledge, self.words)) for way in ways)
        return Cell("", forms=(values.Form(PATH, id_of(gap), name_of(gap), self.words("console.mend.button"), entries),))
