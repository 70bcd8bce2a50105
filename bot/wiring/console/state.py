"""The house's state goes in; what admins and owners look after comes out as sentences and tables: knowledge, vendors, reminders,
and the doors to to-dos, the ledger and health."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.console.doors import MatrixWish, Person
from bot.console.shown import Cell, Mended, Section, Table, Try
from bot.saying.findings import worded
from bot.saying.notices.tasks import shortened
from bot.saying.notices.terms import in_short
from bot.vendors.excerpt import word_diff
from bot.wiring.answers.mind import Minds
from bot.wiring.console.health import Kept, Work, health
from bot.wiring.console.health import Rooms as Looked
from bot.wiring.console.ledger import LedgerPage
from bot.wiring.console.matrix import tried
from bot.wiring.console.proposed import Proposals
from bot.wiring.console.reading import Reader
from bot.wiring.console.todos import KeptGaps, Todos
from bot.wiring.console.verifying import Verifying
from bot.wiring.due.ahead import coming
from bot.wiring.today import today_at

AHEAD_DAYS, SEEN_DAYS = 60, 180
MOST_SEEN = 50
OUTCOMES = {
    "posted": "console.outcome.posted",
    "owed": "console.outcome.owed",
    **dict.fromkeys(("covered", "settled", "dropped"), "console.outcome.settled"),
}
"""What became of a reminder -> its words; all else could not be posted."""


class Rooms(Looked, Protocol):
    """What these pages look at."""

    @property
    def minds(self) -> Minds: ...


def state_doors(rooms: Rooms, work: Work | None, name_of: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    """The doors about how things are. ``work``: of the engine, where it runs in this process. ``name_of``: pseudonym -> name of
    somebody who looks after the policy."""
    kept, gaps = Kept(), KeptGaps()
    verifying = Verifying(rooms.settings.database, rooms.settings.roots, rooms.settings.heads_file, rooms.settings.secret)

    def state(language: str) -> State:
        return State.of(rooms.minds.today().knowledge, language, rooms)

    def todos(language: str) -> Todos:
        return Todos.of(rooms.minds.today().knowledge, language, rooms.ledger, rooms.settings, gaps)

    def mend(language: str, person: Person, gap: str, choice: str, seen: str) -> Mended | None:
        done = todos(language).mend(person, gap, choice, seen)
        if done and not done.waits:
            rooms.store.refresh(at_once=True)  # whoever wrote it looks at the list next
        return done

    def proposals(language: str) -> Proposals:
        return Proposals.of(rooms.minds.today().knowledge, language, rooms.settings)

    def ledger(language: str) -> LedgerPage:
        return LedgerPage.of(rooms.minds.today().knowledge, language, rooms.ledger, verifying, name_of)

    def try_it(language: str, text: str, wish: MatrixWish, proposal: str) -> Try:
        return tried(proposals(language).mind(proposal) if proposal else rooms.minds.today(), language, text, wish)

    return {
        "knowledge": lambda language: state(language).knowledge_page(proposals(language).table()),
        "proposals": lambda language: proposals(language).choices(),
        "proposal": lambda language, name: proposals(language).shown(name),
        "try_it": try_it,
        "todos": lambda language, person: todos(language).page(person),
        "mend": mend,
        "vendors": lambda language: state(language).vendors(),
        "reminders": lambda language: state(language).reminders(),
        "calendar": lambda: coming(lambda: rooms.minds.today().knowledge, rooms.ledger).calendar(),
        "ledger": lambda language: ledger(language).page(),
        "verify": verifying.start,
        "health": lambda language: [worded(one, language) for one in kept.of(lambda: health(rooms, work))],
    }


@dataclass(frozen=True, slots=True)
class State(Reader):
    """How things are, for one reader."""

    rooms: Rooms

    def knowledge_page(self, proposals: Table) -> Section:
        """Faults and warnings of the files, edits that wait, who answers for what, and what is to be looked at again."""
        policy, words, store = self.knowledge.policy, self.words, self.rooms.store
        found = [*store.faults, *store.warnings]
        rows = tuple((Cell(str(one.at)), Cell(one.what), Cell(one.do)) for one in found)
        sentence = words(
            "console.knowledge.sentence", tools=str(len(policy.offerings)),
            data=str(len(policy.data_types)), rules=str(len(policy.rules)),
            version=self.knowledge.version, faults=str(len(store.faults)), warnings=str(len(store.warnings)),
        )  # fmt: skip
        files = Table(words("console.knowledge.files"), self.heads("where", "what", "do"), rows, words("console.knowledge.whole"))
        return Section(sentence, (proposals, files, self._freshness(), self._owners()))

    def vendors(self) -> Section:
        """Contracts and announced changes, and what changed on watched pages."""
        sentence = self.words("console.vendors.sentence", count=str(len(self.knowledge.vendors)))
        return Section(sentence, (self._announced(), self._page_changes(), self._contracts()))

    def _announced(self) -> Table:
        words, today = self.words, today_at(self.knowledge)
        rows = tuple(
            (
                Cell(vendor.name),
                Cell(change.title, link=change.url),
                self.day(change.effective),
                Cell(words("console.past") if change.effective < today else ""),
            )
            for vendor, change in sorted(
                ((vendor, change) for vendor in self.knowledge.vendors for change in vendor.changes),
                key=lambda one: (one[1].effective < today, one[1].effective, one[0].name),
            )
        )
        heads = self.heads("vendor", "what", "effective", "state")
        return Table(words("console.vendors.announced"), heads, rows, words("console.vendors.announced.empty"))

    def _page_changes(self) -> Table:
        """The newest first."""
        words, since = self.words, datetime.now(UTC) - timedelta(days=SEEN_DAYS)
        rows = tuple(
            (
                Cell(change.page),
                Cell(words(f"console.severity.{change.judgement.severity.value}")),
                Cell(in_short(change.page, change.judgement, self.knowledge, words), diff=shortened(word_diff(change.judgement))),
                self.when(change.at),
            )
            for change in list(reversed(self.rooms.ledger.page_changes(since=since)))[:MOST_SEEN]
        )
        heads = self.heads("page", "severity", "what", "when")
        return Table(words("console.vendors.changes"), heads, rows, words("console.vendors.changes.empty"))

    def _contracts(self) -> Table:
        words = self.words
        rows = tuple(
            (
                Cell(vendor.name),
                Cell(contract.title or contract.id),
                self.day(contract.notice_by) if contract.notice_by else Cell("–"),
                self.day(contract.end),
                Cell(words("console.renews") if contract.auto_renewal else ""),
                Cell(str(contract.at)),
            )
            for vendor, contract in sorted(
                ((vendor, contract) for vendor in self.knowledge.vendors for contract in vendor.contracts),
                key=lambda one: (one[1].notice_by or one[1].end or date.max, one[0].name),
            )
        )
        heads = self.heads("vendor", "contract", "notice", "until", "state", "where")
        return Table(words("console.vendors.contracts"), heads, rows, words("console.vendors.contracts.empty"))

    def reminders(self) -> Section:
        """What people will be reminded of, and what is overdue."""
        words = self.words
        found = coming(lambda: self.knowledge, self.rooms.ledger).rows(AHEAD_DAYS, language=words.language)
        rows = tuple(
            (
                self.when(datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo(found["zone"]))),
                Cell(row["title"]),
                Cell(row["owner"]),
                self.day(date.fromisoformat(row["day"])),
                Cell(words(OUTCOMES.get(row["outcome"], "console.outcome.unposted")) if row["outcome"] else ""),
            )
            for row in found["reminders"]
        )
        late = tuple(
            (self.day(date.fromisoformat(row["day"])), Cell(row["title"]), Cell(row["owner"])) for row in found["overdue"]
        )
        sentence = words("console.reminders.sentence", count=str(len(rows)), days=str(AHEAD_DAYS), late=str(len(late)))
        return Section(
            sentence,
            (
                Table(
                    words("console.reminders.late"),
                    self.heads("when", "what", "owner"),
                    late,
                    words("console.reminders.late.empty"),
                ),
                Table(
                    words("console.reminders.ahead"),
                    self.heads("when", "what", "owner", "effective", "state"),
                    rows,
                    words("console.reminders.empty"),
                ),
            ),
        )

    # --- parts -----------------------------------------------------------------------------------------------------------

    def _owners(self) -> Table:
        owned: dict[str, int] = {}
        for rule in self.knowledge.policy.rules:
            owned[rule.owner or self.knowledge.organisation.owner or "–"] = (
                owned.get(rule.owner or self.knowledge.organisation.owner or "–", 0) + 1
            )
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
                Cell(one.id),
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
