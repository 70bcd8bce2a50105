"""The knowledge of the files goes in; it comes out with what owners suspended and with changes of terms still to be looked at.

Neither can make a ruling milder. Suspensions change the policy's version, so that whoever got another answer is told.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.clock.today import today_at
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import Resting, TermChange, cells_on, resting_on
from bot.policy.deciding.compile import Compiled
from bot.policy.due.suspensions import Suspension, suspended_in, suspensions
from bot.policy.due.tasks import TaskKind, clause_task, deeds_on, standing, tasks_of
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Reading, Ruled
from bot.saying.notices.tasks import Affected
from bot.saying.say import say
from bot.wiring.answers.mind import Mind

LOOK_SECONDS = 1.0
"""How long what another replica was told may be unknown here."""
MARK = "~"
"""Between the files' version and what was suspended."""


class Clauses:
    """What lies over the files: suspensions and changes under review. Without a ledger there is none of it."""

    def __init__(self, files: Callable[[], Knowledge], clock: Callable[[], float] = time.monotonic) -> None:
        self._files, self._clock = files, clock
        self._ledger: Ledger | None = None
        self._seen: tuple[float, str, frozenset[Suspension], tuple[TermChange, ...]] | None = None

    def read(self, ledger: Ledger) -> None:
        """From now on, look there."""
        self._ledger = ledger

    def look_again(self) -> None:
        """Something was done just now: the next look counts."""
        self._seen = None

    def current(self) -> Knowledge:
        """The knowledge that answers now."""
        return self.over(self._files())

    def over(self, knowledge: Knowledge) -> Knowledge:
        """One version of the files, with what owners suspended."""
        suspended = suspended_in(knowledge.policy.offerings, self._look()[0])
        if not suspended:
            return knowledge
        mark = hashlib.sha256("\n".join(sorted(suspended)).encode()).hexdigest()[:6]
        version = f"{knowledge.version}{MARK}{mark}"
        policy = replace(knowledge.policy, suspended=suspended, version=version)
        return replace(knowledge, policy=policy, version=version)

    def noting(self, mind: Mind) -> Mind:
        """A mind whose answers mention the changes of terms that they rest on. The verdict is what it was."""

        def told(reading: Reading, ruled: tuple[Ruled, ...], receipt: str, today: Any) -> Answer:
            knowledge = replace(mind.knowledge, changed_terms=self._look()[1])
            return say(reading, ruled, knowledge, receipt, today)

        return replace(mind, flow=replace(mind.flow, say=told))

    def changes(self, knowledge: Knowledge) -> tuple[TermChange, ...]:
        """All known changes on which something of this policy rests, looked at or not, oldest first."""
        known = (*(self._ledger.term_changes() if self._ledger else ()), *typed_in(knowledge))
        today = today_at(knowledge)
        return tuple(one for one in known if one.on <= today and resting_on(knowledge.policy, (one,)))

    def _look(self) -> tuple[frozenset[Suspension], tuple[TermChange, ...]]:
        now = self._clock()
        if self._ledger is None:
            return frozenset(), ()
        version, seen = self._files().version, self._seen
        if seen is None or now - seen[0] > LOOK_SECONDS or seen[1] != version:
            self._seen = seen = (now, version, *self._read(self._ledger))
        return seen[2], seen[3]

    def _read(self, ledger: Ledger) -> tuple[frozenset[Suspension], tuple[TermChange, ...]]:
        knowledge, deeds = self._files(), ledger.deeds()
        suspended = suspended_by(ledger, knowledge)
        tasks = [task for task in tasks_of(knowledge, self.changes(knowledge)) if task.kind is TaskKind.CLAUSE]
        still_open = (task for task in tasks if standing(deeds_on(task, deeds)).is_open)
        return suspended, tuple(task.terms for task in still_open if task.terms)


def suspended_by(ledger: Ledger, knowledge: Knowledge) -> frozenset[Suspension]:
    """All suspensions that hold, each with the vendor as these files call it."""
    known = (*ledger.term_changes(), *typed_in(knowledge))
    return suspensions(ledger.deeds(), {clause_task(one): _vendor_now(one, knowledge) for one in known})


def _vendor_now(change: TermChange, knowledge: Knowledge) -> str:
    """The vendor of a change, by its id, else by its name in the catalog or the address of its page."""
    vendors = knowledge.vendors
    if change.vendor in {one.id for one in vendors} | {one.vendor for one in knowledge.policy.offerings.values()}:
        return change.vendor
    for one in vendors:
        addresses = {address for page in one.pages for address in (page.url, *(part.url for part in page.parts)) if address}
        if one.catalog == change.vendor or change.url in addresses:
            return one.id
    return change.vendor


def typed_in(knowledge: Knowledge) -> Iterator[TermChange]:
    """The announced changes of the files that say which clauses they touch."""
    for vendor in knowledge.vendors:
        for change in vendor.changes:
            pages: dict[str, list[str]] = {}
            for clause in change.touches:
                page, _, topic = clause.partition("#")
                pages.setdefault(page, []).extend([topic] if topic else [])
            for page, topics in pages.items():
                day = change.announced_on or change.effective
                yield TermChange(f"{change.id}:{page}", page, day, change.title, tuple(topics), change.effective, (), change.url)


def affected_by(change: TermChange, compiled: Compiled, ledger: Ledger, days: int, today: date) -> Affected:
    """What rests on a change ``today``, and how many people got answers that do in the last ``days``."""
    resting = resting_on(compiled.policy, (change,))
    rows = ledger.questions(since=datetime.now(UTC) - timedelta(days=days))
    people = {row.asker or row.key for row in rows if any(_rests(ruling, resting) for ruling in row.ruling or ())}
    cells = sum(1 for _ in cells_on(compiled, resting, today))
    named = (tuple(sorted(part)) for part in (resting.rules, resting.conditions, resting.offerings))
    rules, conditions, offerings = named
    return Affected(rules, conditions, offerings, cells, len(people), days)


def suspendable(change: TermChange, compiled: Compiled, today: date) -> tuple[str, ...]:
    """The offerings with a cell that rests on a change ``today``."""
    resting = resting_on(compiled.policy, (change,))
    return tuple(dict.fromkeys(offering for offering, _ in cells_on(compiled, resting, today)))


def _rests(ruling: dict[str, Any], resting: Resting) -> bool:
    """The same as ``is_used``, for a ruling as it was kept."""
    for one in (ruling, *ruling.get("per_tool", ())):
        reasons = one.get("reasons", ())
        if any(reason["rule"] in resting.rules for reason in reasons):
            return True
        if any(need["condition"] in resting.conditions for need in one.get("needs", ())):
            return True
        if any(reason.get("effect") and reason.get("offering") in resting.offerings for reason in reasons):
            return True
    return False
