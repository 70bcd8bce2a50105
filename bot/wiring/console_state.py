"""The house's state goes in; what admins and owners look after comes out as sentences and tables: knowledge, to-dos, vendors,
reminders, the ledger, health."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.console.doors import Cell, Person, Role, Section, Table
from bot.knowledge.store import KnowledgeStore
from bot.ledger.errors import LedgerError
from bot.ledger.ledger import Ledger
from bot.ledger.verify import Verified, verify
from bot.policy.finding import Finding, fault, note, ok
from bot.policy.house import Knowledge
from bot.saying.words import Words, words_for
from bot.settings import Settings
from bot.wiring.ahead import coming
from bot.wiring.answering import today_at
from bot.wiring.doctor import look_at
from bot.wiring.gaps import gaps_of
from bot.wiring.mind import Minds

GAP_DAYS, AHEAD_DAYS, SEEN_DAYS = 30, 60, 180
MOST_SEEN = 50
KEPT_SECONDS = 30
"""How long what was looked at is shown again: looking asks Slack, Ollama and both databases."""
MOST_VERIFIED = 10_000
"""Above so many records the page names the command instead: nobody waits a minute for a page."""


class Rooms(Protocol):
    """What these pages look at."""

    @property
    def settings(self) -> Settings: ...

    @property
    def minds(self) -> Minds: ...

    @property
    def store(self) -> KnowledgeStore: ...

    @property
    def ledger(self) -> Ledger: ...


def state_doors(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The doors about how things are."""
    kept = Kept()

    def state(language: str) -> State:
        knowledge = rooms.minds.today().knowledge
        return State(rooms, knowledge, words_for(language, knowledge.organisation.languages))

    return {
        "knowledge": lambda language: state(language).knowledge_page(),
        "todos": lambda language, person: state(language).todos(person),
        "vendors": lambda language: state(language).vendors(),
        "reminders": lambda language: state(language).reminders(),
        "ledger": lambda language: state(language).ledger_page(),
        "health": lambda: kept.of(lambda: health(rooms)),
    }


@dataclass(slots=True)
class Kept:
    """What was found, for a short while."""

    found: list[Finding] = field(default_factory=list)
    at: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def of(self, look: Callable[[], list[Finding]]) -> list[Finding]:
        """As it was found, or found anew."""
        with self.lock:
            if not self.at or time.monotonic() - self.at > KEPT_SECONDS:
                self.found, self.at = look(), time.monotonic()
            return self.found


def health(rooms: Rooms) -> list[Finding]:
    """Slack, Ollama, both databases, the policy's files, and what is still to be sealed or counted."""
    found = look_at(rooms.settings)
    for one in rooms.store.faults:
        found.append(fault("policy files", str(one), "correct the file; until then the last good policy answers"))
    behind = rooms.ledger.count_days(datetime.now(UTC), 1)
    found.append(
        note("usage", "days are still being counted", "wait a few minutes") if behind else ok("usage", "all days are counted")
    )
    return found


@dataclass(frozen=True, slots=True)
class State:
    """How things are, for one reader."""

    rooms: Rooms
    knowledge: Knowledge
    words: Words

    def knowledge_page(self) -> Section:
        """Faults and warnings of the files, who answers for what, and what is to be looked at again."""
        policy, words, store = self.knowledge.policy, self.words, self.rooms.store
        found = [*store.faults, *store.warnings]
        rows = tuple((Cell(str(one.at)), Cell(one.what), Cell(one.do)) for one in found)
        sentence = words(
            "console.knowledge.sentence", tools=str(len(policy.offerings)),
            data=str(len(policy.data_types)), rules=str(len(policy.rules)),
            version=self.knowledge.version, faults=str(len(store.faults)), warnings=str(len(store.warnings)),
        )  # fmt: skip
        files = Table(
            words("console.knowledge.files"), self._heads("where", "what", "do"), rows, words("console.knowledge.whole")
        )
        return Section(sentence, (files, self._owners(), self._freshness()))

    def todos(self, person: Person) -> Section:
        """What people asked for and did not get."""
        words, now = self.words, datetime.now(UTC)
        found = gaps_of(self.rooms.ledger, self.knowledge, now, GAP_DAYS)
        rows = tuple(
            (
                Cell(words(f"console.lack.{gap.lack.value}")),
                Cell(gap.tool_label or "–"), Cell(gap.data_label or "–"),
                Cell(str(gap.questions), is_number=True), Cell(str(gap.people), is_number=True),
                Cell(gap.receipts[0], f"/console/questions/{gap.receipts[0]}" if person.role is Role.ADMIN else ""),
                self._when(gap.last),
            )
            for gap in found
        )  # fmt: skip
        heads = self._heads("lack", "tool", "data", "questions", "people", "newest", "when")
        sentence = words("console.todos.sentence", count=str(len(found)), days=str(GAP_DAYS))
        return Section(sentence, (Table(words("console.todos.gaps"), heads, rows, words("console.todos.empty")),))

    def vendors(self) -> Section:
        """Contracts and announced changes, and what changed on watched pages."""
        words, today = self.words, today_at(self.knowledge)
        contracts = tuple(
            (Cell(vendor.name), Cell(contract.title or contract.id), self._day(contract.end), Cell(str(vendor.at)))
            for vendor in self.knowledge.vendors
            for contract in vendor.contracts
        )
        announced = tuple(
            (
                Cell(vendor.name),
                Cell(change.title),
                self._day(change.effective),
                Cell(words("console.past") if change.effective < today else ""),
            )
            for vendor in self.knowledge.vendors
            for change in vendor.changes
        )
        seen = tuple(
            (Cell(change.page), Cell(change.judgement.severity.value), Cell(change.judgement.summary), self._when(change.at))
            for change in list(reversed(self.rooms.ledger.page_changes(since=datetime.now(UTC) - timedelta(days=SEEN_DAYS))))[
                :MOST_SEEN
            ]
        )
        tables = (
            Table(
                words("console.vendors.announced"),
                self._heads("vendor", "what", "effective", "state"),
                announced,
                words("console.vendors.announced.empty"),
            ),
            Table(
                words("console.vendors.changes"),
                self._heads("page", "severity", "what", "when"),
                seen,
                words("console.vendors.changes.empty"),
            ),
            Table(
                words("console.vendors.contracts"),
                self._heads("vendor", "contract", "until", "where"),
                contracts,
                words("console.vendors.contracts.empty"),
            ),
        )
        return Section(words("console.vendors.sentence", count=str(len(self.knowledge.vendors))), tables)

    def reminders(self) -> Section:
        """What people will be reminded of, and what is overdue."""
        words = self.words
        found = coming(lambda: self.knowledge, self.rooms.ledger).rows(AHEAD_DAYS)
        rows = tuple(
            (
                Cell(str(row["at"]).replace("T", " ")),
                Cell(row["title"]),
                Cell(row["owner"]),
                Cell(row["day"]),
                Cell(row["outcome"]),
            )
            for row in found["reminders"]
        )
        late = tuple((Cell(row["day"]), Cell(row["title"]), Cell(row["owner"])) for row in found["overdue"])
        sentence = words("console.reminders.sentence", count=str(len(rows)), days=str(AHEAD_DAYS), late=str(len(late)))
        return Section(
            sentence,
            (
                Table(
                    words("console.reminders.late"),
                    self._heads("when", "what", "owner"),
                    late,
                    words("console.reminders.late.empty"),
                ),
                Table(
                    words("console.reminders.ahead"),
                    self._heads("when", "what", "owner", "effective", "state"),
                    rows,
                    words("console.reminders.empty"),
                ),
            ),
        )

    def ledger_page(self) -> Section:
        """Whether the log can be trusted, what is held, who looked at whom, what admins did here."""
        words, ledger = self.words, self.rooms.ledger
        roots = tuple(
            (Cell(root.day), Cell(str(root.place), is_number=True), Cell(root.hash[:16]))
            for root in reversed(ledger.roots()[-10:])
        )
        holds = tuple(
            (self._when(hold.at), Cell(f"{hold.about} {hold.subject}"[:40]), Cell(hold.reason), Cell(hold.by))
            for hold in ledger.holds(standing=True)
        )
        looks = tuple(
            (
                self._when(look.at),
                Cell(look.receipt, f"/console/questions/{look.receipt}"),
                Cell(look.by),
                Cell(look.reason or "–"),
            )
            for look in ledger.looks()
        )
        deeds = tuple(
            (
                self._when(one.at),
                Cell(one.who[:8]),
                Cell(words(f"console.role.{one.role}")),
                Cell(words(f"console.deed.{one.deed}")),
                Cell(one.about),
            )
            for one in ledger.console_deeds()
        )
        return Section(
            self._trust(),
            (
                Table(
                    words("console.ledger.roots"),
                    self._heads("when", "records", "hash"),
                    roots,
                    words("console.ledger.roots.empty"),
                ),
                Table(
                    words("console.ledger.holds"),
                    self._heads("when", "about", "reason", "by"),
                    holds,
                    words("console.ledger.holds.empty"),
                ),
                Table(
                    words("console.ledger.looks"),
                    self._heads("when", "receipt", "by", "reason"),
                    looks,
                    words("console.ledger.looks.empty"),
                ),
                Table(
                    words("console.ledger.deeds"),
                    self._heads("when", "by", "role", "what", "about"),
                    deeds,
                    words("console.ledger.deeds.empty"),
                ),
            ),
        )

    # --- parts -----------------------------------------------------------------------------------------------------------

    def _trust(self) -> str:
        if self.rooms.ledger.records_kept(MOST_VERIFIED + 1) > MOST_VERIFIED:
            return self.words("console.ledger.big")
        try:
            found: Verified = verify(self.rooms.settings.database)
        except LedgerError as problem:
            return str(problem)
        if found.ok:
            return self.words("console.ledger.whole", rows=f"{found.rows:,}", records=f"{found.records:,}")
        return self.words("console.ledger.broken", what=str(found.first_bad))

    def _owners(self) -> Table:
        owned: dict[str, int] = {}
        for rule in self.knowledge.policy.rules:
            owned[rule.owner or self.knowledge.organisation.owner or "–"] = (
                owned.get(rule.owner or self.knowledge.organisation.owner or "–", 0) + 1
            )
        rows = tuple((Cell(owner), Cell(str(count), is_number=True)) for owner, count in sorted(owned.items()))
        return Table(
            self.words("console.knowledge.owners"),
            self._heads("owner", "rules"),
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
                Cell(one.kind),
                Cell(one.id),
                self._day(one.review_by),
                Cell(self.words("console.overdue") if one.review_by and one.review_by < today else ""),
            )
            for one in due
        )
        return Table(
            self.words("console.knowledge.fresh"),
            self._heads("kind", "what", "until", "state"),
            rows,
            self.words("console.knowledge.fresh.empty"),
        )

    def _heads(self, *names: str) -> tuple[str, ...]:
        return tuple(self.words(f"console.head.{name}") for name in names)

    def _when(self, at: datetime) -> Cell:
        zone = ZoneInfo(self.knowledge.organisation.time_zone)
        return Cell(str(format_datetime(at, format="short", tzinfo=zone, locale=self.words.language)), exact=at.isoformat())

    def _day(self, day: date | None) -> Cell:
        return Cell(str(format_date(day, format="medium", locale=self.words.language)) if day else "–")
