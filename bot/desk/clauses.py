"""What lies over the policy's files: what owners suspended, and changes of vendors' terms that nobody has looked at yet.

Neither can make a ruling milder. Suspensions change the policy's version, so that whoever got another answer is told.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from bot.answers.mind import Mind
from bot.app import App
from bot.clock.today import today_at
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import Resting, TermChange, cells_on, resting_on
from bot.policy.deciding.compile import Compiled
from bot.policy.due.suspensions import Suspension, lost, suspended_in, suspensions
from bot.policy.due.tasks import TaskKind, clause_task, deeds_on, standing, tasks_of
from bot.policy.house import Knowledge
from bot.policy.vendors.terms import Severity
from bot.policy.vendors.watching import PageChange
from bot.saying.notices import terms as said
from bot.saying.notices.tasks import Affected
from bot.vendors.excerpt import before_and_now

LOST = "suspension_lost"
"""Kind of the notice."""
LONGEST_EXCERPT = 400
LOOK_SECONDS = 1.0
"""How long what another replica was told may be unknown here."""
MARK = "~"
"""Between the files' version and what was suspended."""
log = logging.getLogger("mayi.suspensions")


# --- over the files --------------------------------------------------------------------------------------------------


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
        return replace(mind, changed_terms=lambda: self._look()[1])

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
        tasks = [task for task in tasks_of(knowledge, changes_of(knowledge, ledger)) if task.kind is TaskKind.CLAUSE]
        still_open = (task for task in tasks if standing(deeds_on(task, deeds)).is_open)
        return suspended, tuple(task.terms for task in still_open if task.terms)


def changes_of(knowledge: Knowledge, ledger: Ledger | None) -> tuple[TermChange, ...]:
    """All known changes on which something of this policy rests, looked at or not, oldest first. Without a ledger those that the
    files announce."""
    known = (*(ledger.term_changes() if ledger else ()), *typed_in(knowledge))
    today = today_at(knowledge)
    return tuple(one for one in known if one.on <= today and resting_on(knowledge.policy, (one,)))


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


# --- what rests on a change ------------------------------------------------------------------------------------------


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


# --- suspensions that find nothing any more --------------------------------------------------------------------------


def tell_lost(app: App, now: datetime) -> None:
    """A suspension ends when somebody lifts it. Where the files lose sight of what it stops, its owners hear of it, once a week
    until it is lifted."""
    year, week, _ = now.isocalendar()
    for tool in _lost(app):
        _warn(tool)
        app.engine.notify(f"suspension-lost:{tool}:{year}-W{week:02}", {"kind": LOST, "tool": tool})


def lost_words(app: App, notice: dict[str, Any]) -> dict[str, Any] | None:
    """What the owners are told; None where it is found again, or there is no channel of theirs."""
    channel = owners_channel(app.knowledge)
    if not channel or notice["tool"] not in _lost(app):
        return None
    return {"channel": channel, "words": said.lost(notice["tool"], app.knowledge)}


def owners_channel(knowledge: Knowledge) -> str:
    """Where the policy's owners are, else where reminders are."""
    owners = (one.channel for one in knowledge.organisation.contacts if one.id == "owner" and one.channel)
    return next(owners, knowledge.organisation.reminder_channel)


@cache
def _warn(tool: str) -> None:
    """Once in the life of a process."""
    log.warning("nothing in the policy goes by the name of `%s` any more, which is suspended", tool)


def _lost(app: App) -> tuple[str, ...]:
    return lost(app.knowledge.policy.offerings, suspended_by(app.ledger, app.knowledge))


# --- smaller changes -------------------------------------------------------------------------------------------------


def small_changes(app: App, until: datetime) -> list[PageChange]:
    """Confirmed changes of terms, seen before a moment, that nobody had to hear of at once and nobody was told of yet."""
    return [one for one in app.ledger.page_changes(severity=Severity.DIGEST, told="") if one.at < until]


def small_changes_words(app: App, until: datetime) -> str:
    """One line each; empty where there is none."""
    told = [told_of(change, app.knowledge) for change in small_changes(app, until)]
    return said.digest(told, app.knowledge) if told else ""


def keep_small_changes(app: App, until: datetime) -> None:
    """They were told."""
    for change in small_changes(app, until):
        app.ledger.keep_told(change.id, "posted")


def told_of(change: PageChange, knowledge: Knowledge) -> said.Told:
    """A change as it is put into words."""
    before, now = before_and_now(change.judgement, LONGEST_EXCERPT)
    return said.Told(change.page, change.judgement, today_at(knowledge, change.at), change.url, before, now)
