"""The log: whether it can be trusted, what is held and what was erased, and who looked at whom. Answers of others are held and
erased here by admins, after a second look, and a big log is compared where they want it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.app import App
from bot.console.access import HEAVY_A_MINUTE, Signed, carer_name
from bot.console.deeds import keep_deed
from bot.console.doors import Person, RefusedError
from bot.console.pages import LONGEST, Pages, one_line
from bot.console.questions import SHORTEST_REASON, whose
from bot.console.tables import Reader
from bot.console.values import shown
from bot.console.values.shown import Cell, Choice, Section, Table
from bot.console.verifying import Verifying
from bot.desk.erasing import erase_person_for_good
from bot.desk.log import erasable, lift_hold, put_up
from bot.ledger.asked.holds import ALL, PERSON, RECEIPT, HoldRow
from bot.ledger.store.records import ERASED
from bot.ledger.verifying.verified import Bad, Verified
from bot.policy.talks.home import LOOKED_ALL, LOOKED_READ
from bot.reading.door import make_safe
from bot.saying.notices.home import erased

DEED = "/console/ledger/deed"
ERASE, LIFT = "erase", "lift"
KINDS = (PERSON, RECEIPT, ALL, ERASE)
"""What can be picked; a hold is lifted beside it."""
MOST_VERIFIED = 2_000
"""Above so many records the log is compared where somebody asks for it: nobody waits a minute for a page."""
MOST_ROOTS, MOST_HOLDS, MOST_ERASURES = 10, 100, 50
SHOWN_HASH = 16
WHYS = ("asked", "retention", "person")


class Audit(NamedTuple):
    """Whether the log can be trusted, and what is kept of those who look after it."""

    sentence: str
    tables: tuple[Table, ...]
    is_running: bool
    """Whether it is being compared."""
    can_start: bool
    """Whether it is compared only where somebody asks for it."""


@dataclass(frozen=True, slots=True)
class LogDeed:
    """A hold, its lifting, or an erasure for somebody else: looked at first, then done."""

    what: str = ""
    """``person``, ``receipt`` or ``all``: a hold on these; ``lift``; ``erase``."""
    of: str = ""
    """Whose, as it was typed, or whose it was found to be; for ``lift`` the hold's id."""
    reason: str = ""
    seen: str = ""
    """What tells the look before from any other; nothing before it."""


class LogDeedShown(NamedTuple):
    """What it would change, or what came of it."""

    title: str
    lines: tuple[str, ...]
    waits: LogDeed | None = None
    """What the form that does it sends; None where it is done."""
    deed: str = ""
    """How it is called among the deeds, where it is done."""


def ledger_pages(pages: Pages) -> APIRouter:
    """The ledger's page, and its button."""
    router, app = APIRouter(), pages.app

    def shown(  # noqa: PLR0917 - what one page needs
        request: Request, signed: Signed, language: str, wish: LogDeed, deed: LogDeedShown | None = None, fault: str = ""
    ) -> Response:
        audit = LedgerPage.of(app.knowledge, language, app, pages.verifying).page()
        status = 400 if fault else 200
        return pages.show(request, "ledger", signed, audit=audit, wish=wish, deed=deed, fault=fault, kinds=KINDS, status=status)

    @router.get("/console/ledger")
    def ledger(request: Request, of: str = "") -> Response:
        signed, language = pages.enter(request, "ledger")
        return shown(request, signed, language, LogDeed(of=of[:LONGEST]))

    @router.post(DEED)
    def deed(  # noqa: PLR0917 - a form's fields
        request: Request,
        choice: str = Form(""),
        about: str = Form(""),
        reason: str = Form(""),
        seen: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "deed")
        wish = LogDeed(choice, about[:LONGEST].replace("\x00", ""), one_line(reason), seen)
        try:
            done = Holds.of(app.knowledge, language, app).do(signed.person, wish)
        except RefusedError as problem:
            return shown(request, signed, language, wish, fault=problem.key)
        if done.deed:
            keep_deed(app, signed.person, done.deed, wish.reason)
        return shown(request, signed, language, LogDeed() if done.deed else wish, done)

    @router.post("/console/ledger")
    def compare(request: Request, csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "verify")
        if pages.verifying.start():
            keep_deed(app, signed.person, "verified")
        return RedirectResponse("/console/ledger", status_code=303)

    return router


@dataclass(frozen=True, slots=True)
class LedgerPage(Reader):
    """The log, for one reader."""

    app: App
    verifying: Verifying

    def page(self) -> Audit:
        """The whole page."""
        is_big = self.app.ledger.records_kept(MOST_VERIFIED + 1) > MOST_VERIFIED
        if not is_big:
            self.verifying.look()
        running = self.verifying.is_running
        roots, holds, erasures = self._kept()
        heads = (*holds.heads, *self.heads("do"))
        lifted = tuple((*row, self._lift(hold)) for row, hold in zip(holds.rows, self._newest_holds(), strict=True))
        tables = (roots, replace(holds, heads=heads, rows=lifted), erasures, self._looks(), self._deeds())
        return Audit(self._trust(), tables, running, is_big and not running)

    def paper(self) -> Section:
        """What an auditor needs of it: not who looked at what in the console."""
        return Section(self.page().sentence, self._kept())

    def _kept(self) -> tuple[Table, Table, Table]:
        return self._roots(), self._holds(), self._erasures()

    def _trust(self) -> str:
        looked = self.verifying
        if looked.is_running:
            done, total = (self.number(one) for one in looked.done)
            return self.words("console.ledger.running", done=done, total=total)
        if looked.problem:
            return looked.problem
        if looked.found is None or looked.at is None:
            return self.words("console.ledger.big")
        said = self._broken(looked.found.first_bad) if looked.found.first_bad else self._whole(looked.found)
        return f"{said} {self.words('console.ledger.compared', when=self.when(looked.at).text)}"

    def _whole(self, found: Verified) -> str:
        return self.words("console.ledger.whole", rows=self.number(found.rows), records=self.number(found.records))

    def _broken(self, bad: Bad) -> str:
        place = self.words("console.ledger.bad.place", place=self.number(bad.place)) if bad.place else ""
        which = ", ".join(one for one in (bad.receipt or bad.key[:SHOWN_HASH], place) if one)
        return self.words("console.ledger.broken", what=self.words(f"console.ledger.bad.{bad.what}"), which=which or "–")

    def _roots(self) -> Table:
        rows = tuple(
            (Cell(root.day), Cell(str(root.place), is_number=True), Cell(root.hash[:SHOWN_HASH]))
            for root in reversed(self.app.ledger.roots()[-MOST_ROOTS:])
        )
        heads = (*self.heads("when"), self.words("console.ledger.roots.records"), *self.heads("hash"))
        return Table(self.words("console.ledger.roots"), heads, rows, self.words("console.ledger.roots.empty"))

    def _holds(self) -> Table:
        rows = tuple(
            (
                self.when(hold.at),
                Cell(self.words(f"console.ledger.hold.{hold.about}", subject=hold.subject[:SHOWN_HASH])),
                Cell(hold.reason),
                Cell(hold.by),
                self._state(hold),
            )
            for hold in self._newest_holds()
        )
        heads = self.heads("moment", "about", "reason", "by", "state")
        return Table(self.words("console.ledger.holds"), heads, rows, self.words("console.ledger.holds.empty"))

    def _newest_holds(self) -> list[HoldRow]:
        return list(reversed(self.app.ledger.holds()))[:MOST_HOLDS]

    def _lift(self, hold: HoldRow) -> Cell:
        if hold.lifted_at:
            return Cell("")
        button, reason = self.words("console.hold.lift"), self.words("console.who.reason")
        return Cell("", forms=(shown.Form(DEED, hold.id, hold.id, button, (Choice(LIFT, button),), reason=reason),))

    def _state(self, hold: HoldRow) -> Cell:
        if hold.lifted_at is None:
            return Cell(self.words("console.ledger.hold.stands"))
        lifted = self.when(hold.lifted_at)
        return Cell(self.words("console.ledger.hold.lifted", day=lifted.text, by=hold.lifted_by), exact=lifted.exact)

    def _erasures(self) -> Table:
        """An erasure's own record says how many records lost their private part, and by a digest which: never what they held.
        Questions and looks of one person are several records of one moment, which is one erasure and one row, with the proof that
        was told to the person."""
        told = {(one.at, "person"): one for one in self.app.ledger.erasures(MOST_ERASURES)}
        found: dict[tuple[datetime, str], list[dict[str, Any]]] = {key: [] for key in told}
        for record in self.app.ledger.records(ERASED, MOST_ERASURES):
            said = json.loads(record.public)
            found.setdefault((datetime.fromisoformat(said["at"]).replace(tzinfo=UTC), said["why"]), []).append(said)
        rows = []
        for (at, why), parts in sorted(found.items(), reverse=True)[:MOST_ERASURES]:
            proof = told.get((at, why))
            cause = Cell(self.words(f"console.erased.{why}") if why in WHYS else why)
            questions = Cell(self.number(proof.questions) if proof else "–", is_number=True)
            count = Cell(str(sum(said["count"] for said in parts)), is_number=True)
            hashes = [proof.digest] if proof else [str(said["digest"]) for said in parts]
            proofs = Cell(", ".join(one[:SHOWN_HASH] for one in hashes), whole="\n".join(hashes))
            rows.append((self.when(at), cause, questions, count, proofs))
        heads = self.heads("moment", "reason", "questions", "records", "proof")
        return Table(self.words("console.ledger.erasures"), heads, tuple(rows), self.words("console.ledger.erasures.empty"))

    def _looks(self) -> Table:
        rows = tuple(
            (
                self.when(look.at),
                self._looked_at(look.receipt),
                Cell(self.words("console.ledger.hold.person", subject=look.person[:SHOWN_HASH]) if look.person else "–"),
                Cell(look.by),
                Cell(look.reason or "–"),
            )
            for look in self.app.ledger.looks()
        )
        heads = self.heads("moment", "receipt", "about", "by", "reason")
        return Table(self.words("console.ledger.looks"), heads, rows, self.words("console.ledger.looks.empty"))

    def _looked_at(self, receipt: str) -> Cell:
        if receipt == LOOKED_ALL:
            return Cell(self.words("console.ledger.look.all"))
        return Cell(receipt, "" if receipt.startswith(LOOKED_READ) else f"/console/questions/{receipt}")

    def _deeds(self) -> Table:
        rows = tuple(
            (
                self.when(one.at),
                Cell(carer_name(self.app, one.who) or one.who[:8] or "–"),
                Cell(self.words(f"console.role.{one.role}")),
                Cell(self.words(f"console.deed.{one.deed}")),
                Cell(one.about),
            )
            for one in self.app.ledger.console_deeds()
        )
        heads = self.heads("moment", "by", "role", "what", "about")
        return Table(self.words("console.ledger.deeds"), heads, rows, self.words("console.ledger.deeds.empty"))


@dataclass(frozen=True, slots=True)
class Holds(Reader):
    """What an admin does with other people's answers, in the reader's words."""

    app: App

    def do(self, person: Person, wish: LogDeed) -> LogDeedShown:
        """Done where it is what was ``seen``, else shown. Raises ``RefusedError``."""
        wish = replace(wish, reason=make_safe(wish.reason).text.strip())  # it is seen as it is kept
        if len(wish.reason) < SHORTEST_REASON:
            raise RefusedError("console.who.reason_short")
        subject = self._subject(person, wish)
        title, lines = self.words(f"console.hold.{wish.what}"), self._foreseen(wish.what, subject)
        seen = self.app.hash_of("seen", wish.what, subject, *lines)
        if wish.seen != seen:
            return LogDeedShown(title, lines, replace(wish, of=subject, seen=seen))
        return self._done(person, replace(wish, of=subject), title)

    def _subject(self, person: Person, wish: LogDeed) -> str:
        if wish.what == ALL:
            return ""
        if wish.what == LIFT:
            return self._standing(wish.of).id
        if wish.what == RECEIPT:
            if row := self.app.ledger.question(wish.of.strip()):
                return row.receipt
            raise RefusedError("console.error.no_question")
        if wish.what in (PERSON, ERASE):
            return whose(self.app, person, wish.of)
        raise RefusedError("console.error.malformed")

    def _standing(self, number: str) -> HoldRow:
        found = next((one for one in self.app.ledger.holds(standing=True) if one.id == number), None)
        if found is None:
            raise RefusedError("console.hold.gone")
        return found

    def _foreseen(self, what: str, subject: str) -> tuple[str, ...]:
        if what == LIFT:
            hold = self._standing(subject)
            held = self.words(f"console.ledger.hold.{hold.about}", subject=hold.subject[:SHOWN_HASH])
            return f"{held}: {hold.reason}", self.words("console.hold.lift.seen")
        if what == ERASE:
            free, kept = erasable(self.app.ledger, subject)
            goes = self.words("console.hold.erase.seen", count=self.number(sum(bool(receipt) for _, receipt in free)))
            return (goes, *((self.words("ledger.held", count=self.number(kept)),) if kept else ()))
        if what == RECEIPT:
            return (self.words("console.hold.receipt.seen", receipt=subject),)
        count = self.app.ledger.count_of(subject) if what == PERSON else int(self.app.ledger.numbers()["mayi_questions"])
        return (self.words(f"console.hold.{what}.seen", count=self.number(count)),)

    def _done(self, person: Person, wish: LogDeed, title: str) -> LogDeedShown:
        if wish.what == ERASE:
            proof = erase_person_for_good(self.app, f"console:{secrets.token_hex(8)}", wish.of, datetime.now(UTC))
            told = erased(proof.questions, proof.digest, proof.held, self.words)
            return LogDeedShown(title, tuple(told.splitlines()), deed="erased")
        if wish.what == LIFT:
            lift_hold(self.app.ledger, wish.of, wish.reason, person.signed)
            return LogDeedShown(title, (self.words("console.hold.lifted", id=wish.of),), deed="lifted")
        row = put_up(self.app.ledger, wish.what, wish.of, wish.reason, person.signed)
        return LogDeedShown(title, (self.words("console.hold.stands", id=row.id),), deed="held")
