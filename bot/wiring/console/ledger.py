"""The log goes in; whether it can be trusted comes out, with what is held, what was erased, and who looked at whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.console.tables import Reader
from bot.console.values.shown import Audit, Cell, Choice, Form, Section, Table
from bot.ledger.asked.holds import HoldRow
from bot.ledger.ledger import Ledger
from bot.ledger.store.records import ERASED
from bot.ledger.verifying.verified import Bad, Verified
from bot.policy.talks.home import LOOKED_ALL, LOOKED_READ
from bot.wiring.console.verifying import Verifying

MOST_VERIFIED = 2_000
"""Above so many records the log is compared where somebody asks for it: nobody waits a minute for a page."""
MOST_ROOTS, MOST_HOLDS, MOST_ERASURES = 10, 100, 50
SHOWN_HASH = 16
WHYS = ("asked", "retention", "person")


@dataclass(frozen=True, slots=True)
class LedgerPage(Reader):
    """The log, for one reader."""

    ledger: Ledger
    verifying: Verifying
    name_of: Callable[[str], str]
    """Pseudonym of somebody who looks after the policy -> their name; empty where it is nobody's of those."""

    def page(self) -> Audit:
        """The whole page."""
        is_big = self.ledger.records_kept(MOST_VERIFIED + 1) > MOST_VERIFIED
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
            for root in reversed(self.ledger.roots()[-MOST_ROOTS:])
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
        return list(reversed(self.ledger.holds()))[:MOST_HOLDS]

    def _lift(self, hold: HoldRow) -> Cell:
        if hold.lifted_at:
            return Cell("")
        button, reason = self.words("console.hold.lift"), self.words("console.who.reason")
        return Cell("", forms=(Form("/console/ledger/deed", hold.id, hold.id, button, (Choice("lift", button),), reason=reason),))

    def _state(self, hold: HoldRow) -> Cell:
        if hold.lifted_at is None:
            return Cell(self.words("console.ledger.hold.stands"))
        lifted = self.when(hold.lifted_at)
        return Cell(self.words("console.ledger.hold.lifted", day=lifted.text, by=hold.lifted_by), exact=lifted.exact)

    def _erasures(self) -> Table:
        """An erasure's own record says how many records lost their private part, and by a digest which: never what they held.
        Questions and looks of one person are several records of one moment, which is one erasure and one row, with the proof that
        was told to the person."""
        told = {(one.at, "person"): one for one in self.ledger.erasures(MOST_ERASURES)}
        found: dict[tuple[datetime, str], list[dict[str, Any]]] = {key: [] for key in told}
        for record in self.ledger.records(ERASED, MOST_ERASURES):
            said = json.loads(record.public)
            found.setdefault((datetime.fromisoformat(said["at"]).replace(tzinfo=UTC), said["why"]), []).append(said)
        rows = []
        for (at, why), parts in sorted(found.items(), reverse=True)[:MOST_ERASURES]:
            proof = told.get((at, why))
            cause = Cell(self.words(f"console.erased.{why}") if why in WHYS else why)
            questions = Cell(self.number(proof.questions) if proof else "–", is_number=True)
            count = Cell(str(sum(said["count"] for said in parts)), is_number=True)
            hashes = [proof.digest] if proof else [str(said["digest"]) for said in parts]
            shown = Cell(", ".join(one[:SHOWN_HASH] for one in hashes), whole="\n".join(hashes))
            rows.append((self.when(at), cause, questions, count, shown))
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
            for look in self.ledger.looks()
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
                Cell(self.name_of(one.who) or one.who[:8] or "–"),
                Cell(self.words(f"console.role.{one.role}")),
                Cell(self.words(f"console.deed.{one.deed}")),
                Cell(one.about),
            )
            for one in self.ledger.console_deeds()
        )
        heads = self.heads("moment", "by", "role", "what", "about")
        return Table(self.words("console.ledger.deeds"), heads, rows, self.words("console.ledger.deeds.empty"))
