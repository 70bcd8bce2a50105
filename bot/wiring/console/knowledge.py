"""The policy's files go in; how they are comes out in tables: faults, who answers for what, what is to be looked at again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from bot.clock.today import today_at
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Section, Table
from bot.knowledge.history.store import KnowledgeStore
from bot.saying.notices.tasks import reviewed_name

AHEAD_DAYS = 60


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
