"""A process that watches pages of terms, tells of changes, and dies where it is told: what ``test_watch_kill.py`` kills.

Real: the watcher, the fetcher, the judging, the engine, the outbox, the ledger, the way into Slack. An hour is a second here.
The file ``DIE`` names a point, and the page of whose change it is: there it kills itself with -9.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.desk import terms
from bot.engine.engine import Engine, Pace
from bot.engine.outbox import Patience, Sayer
from bot.engine.sealed import Proof
from bot.engine.steps import AnswerSteps, NoticeSteps
from bot.exam.terms_belief import judging
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.keyed import keyed
from bot.policy.house import Knowledge, Organisation, Reminding, Vendor
from bot.policy.policy import Policy
from bot.policy.trust import Limits
from bot.policy.vendors.facts import PagePart, TermsPage
from bot.policy.vendors.watching import Found, Look, Watched
from bot.policy.vocabulary import Vocabulary
from bot.settings import Settings, read_settings
from bot.slack.posts.post import Poster, build_client
from bot.vendors.guard import Guard
from bot.wiring.house import terms_voices
from tests.integration.killed.worker import Way

SECRET = b"the secret of the house"
BASE = datetime(2026, 11, 17, 9, tzinfo=UTC)
DIE = "die.json"
POINTS = (
    *("seen", "fetched", "judged", "kept change", "flagged", "kept look", "kept page"),
    *("queued", "before post", "posted", "kept told"),
)
"""In the order in which a change comes to them."""


def knowledge(web: str) -> Knowledge:
    """A policy without rules, and a vendor with one page for each point."""
    pages = tuple(
        TermsPage("acme", f"page-{n}", f"{web}/{n}", (PagePart(f"{web}/{n}"),), watched=True, every_hours=1)
        for n in range(len(POINTS))
    )
    organisation = Organisation("X", reminder_channel="C0TERMS", reminding=Reminding(digest=None))
    return Knowledge(
        Policy({}, {}, {}, (), {}), Vocabulary(), organisation, vendors=(Vendor("acme", "Acme", pages, watched=True),)
    )


@dataclass
class Death:
    """Comes at the one point of one page that the file names."""

    ledger: Ledger
    file: Path
    reading: str = ""
    """The page that is read now."""

    def at(self, point: str, page: str) -> None:
        """kill -9, where this is it."""
        if [point, page] == json.loads(self.file.read_text(encoding="utf-8")):
            os.kill(os.getpid(), signal.SIGKILL)

    def page_of(self, change: str) -> str:
        """The page of a change by its id."""
        found = self.ledger.page_change(change)
        return found.page if found else ""

    def after(self, point: str, page: Callable[..., str], call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, and then perhaps the end."""

        def mortal(*given: Any, **named: Any) -> Any:
            made = call(*given, **named)
            self.at(point, page(*given))
            return made

        return mortal


@dataclass
class MortalLedger:
    """The ledger, with an end after what it keeps of a change."""

    ledger: Ledger
    death: Death

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.ledger, name)
        death = self.death
        ends: dict[str, tuple[str, Callable[..., str]]] = {
            "keep_change": ("kept change", lambda change: change.page),
            "keep_term_change": ("flagged", lambda change, at: change.page),
            "keep_page_look": ("kept look", lambda seen: seen.page if seen.look is Look.CHANGED else ""),
            "keep_watched": ("kept page", lambda known: known.page if known.look is Look.CHANGED else ""),
            "keep_told": ("kept told", lambda change, told: death.page_of(change)),
        }
        return death.after(*ends[name], call) if name in ends else call


class MortalWatching(terms.Watching):
    """Dies with a fetched page in its hands: of a change that is seen for the first time, or the second."""

    death: Death

    def _read(self, page: TermsPage, known: Watched) -> Found:
        self.death.reading = page.id
        found = super()._read(page, known)
        if known.current:
            self.death.at("fetched" if known.pending else "seen", page.id)
        return found


class MortalWay(Way):
    """Dies right before or right after a post."""

    def __init__(self, poster: Poster, death: Death) -> None:
        super().__init__(poster)
        self._death = death

    def post(self, key: str, said: dict[str, Any]) -> str:
        page = self._death.page_of(key.removeprefix("terms:"))
        self._death.at("before post", page)
        ts = super().post(key, said)
        self._death.at("posted", page)
        return ts


def main(given: dict[str, Any], ready: Callable[[], None]) -> None:
    """Run until killed."""
    ledger = open_ledger(given["ledger"], SECRET)
    known = knowledge(given["web"])
    folder = Path(given["folder"])
    death = Death(ledger, folder / DIE)
    settings = read_settings(cache=folder, knowledge=folder, watch=True)
    app = App(settings, load_catalog(), MortalLedger(ledger, death), lambda: known)  # type: ignore[arg-type]
    voices = terms_voices(app)

    def simulated() -> datetime:
        return BASE + timedelta(hours=time.time() - given["began"])

    terms._now = simulated
    terms.TAKEN_SECONDS = 2 * 3600  # two of our seconds, for one page

    def mortal_judging(settings: Settings, limits: Limits) -> Any:
        return death.after("judged", lambda *_: death.reading, judging(settings, limits))

    watching = MortalWatching(app, mortal_judging, terms.Ways(Guard({"127.0.0.1"}), every_seconds=0))
    watching.death = death

    def no_answer(_: Any) -> dict[str, Any]:
        return {}

    def word(notice: dict[str, Any]) -> dict[str, Any] | None:
        return voices[notice["kind"]].word(notice)

    def keep(notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        voices[notice["kind"]].keep(notice, outcome)

    way = MortalWay(Poster(build_client("xoxb-1", given["chat"])), death)
    engine = Engine(
        given["engine"],
        AnswerSteps(no_answer, no_answer, no_answer, lambda state, step: {}, lambda state: None),
        NoticeSteps(word, keep),
        Sayer(ledger, way, lambda: datetime.now(UTC), patience=Patience(grace=1.5, fresh=0.5)),
        proof=Proof(lambda *parts: keyed(b"secret", *parts)),
        pace=Pace(takeover_wait_seconds=1.0),
    )
    engine.start()
    queue = death.after("queued", lambda name, notice: death.page_of(notice.get("change", "")), engine.notify)
    app.engine = type("Mortal", (), {"notify": staticmethod(queue)})()
    ready()
    while True:
        terms.watch_and_tell(app, watching, simulated())
        time.sleep(0.1)
