"""What stood on pages of terms some days ago goes in; the log has it as read then, and today's words as seen an hour ago."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows.vendors.watch import CONFIRM_AFTER, Watch
from bot.ledger.ledger import Ledger
from bot.policy.due.register import watched_pages
from bot.policy.house import Knowledge
from bot.policy.vendors.facts import TermsPage
from bot.policy.vendors.watching import Text
from bot.vendors.judging.judge import judge
from bot.vendors.judging.noise import same_text

DAYS_AGO = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class Looks:
    """Made-up looks of the demo, by the flow that watches: whoever runs next confirms the change, and tells it."""

    ledger: Ledger
    knowledge: Knowledge
    beside: Callable[[str], str]
    """The name of a text beside the vendors' files -> its words; raises ``OSError``."""

    def keep(self, before: Mapping[str, str], now: datetime) -> None:
        """``before``: page -> what stood there. Pages that are read from anywhere but a file are left alone."""
        pages = [page for page in watched_pages(self.knowledge.vendors, {}) if page.file and page.id in before]
        stands = {page.id: self.beside(page.file) for page in pages}
        self._look(pages, before, now - DAYS_AGO)
        self._look(pages, stands, now - CONFIRM_AFTER)

    def _look(self, pages: list[TermsPage], texts: Mapping[str, str], at: datetime) -> None:
        watch = Watch(
            pages=lambda: pages,
            look=lambda page, _known: Text(texts[page.id], page.url),
            judge=judge,
            same=same_text,
            kept=self.ledger,
            tell=lambda _change: None,
        )
        watch(lambda: at)
