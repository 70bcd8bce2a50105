"""The house's rooms go in; the owner's desk comes out: its kinds of notices, and what it does again after a crash."""

from __future__ import annotations

from functools import partial
from typing import Any, Protocol

from bot.answers.mind import Minds
from bot.app import App
from bot.clock.clock import Tick
from bot.desk import requests
from bot.desk.incidents import tell_closed
from bot.exam.belief import Believer
from bot.ledger.ledger import Ledger
from bot.settings import Settings
from bot.slack.desk.cards import post_card, strike
from bot.slack.posts.post import Poster
from bot.wiring.answers.doubting import Doubting
from bot.wiring.desk.edits import propose
from bot.wiring.voices import Voice, Voices

SWEEP_SECONDS = 60


class Rooms(Protocol):
    """What of the house the desk looks at. The engine is made later than the desk, and looked at only when it runs."""

    app: App
    settings: Settings
    minds: Minds
    ledger: Ledger
    voices: Voices
    believer: Believer | None


class Desk:
    """Requests of askers, and what owners say to them."""

    def __init__(self, rooms: Rooms, poster: Poster) -> None:
        self._rooms, app = rooms, rooms.app
        self._app, post = app, partial(post_card, app, poster)
        self.doubting = Doubting(rooms, rooms.believer, self._notify).heard(rooms.voices)
        contact_words = Voice(partial(requests.contact_words, app))
        rooms.voices |= {
            "desk.card": Voice(partial(requests.new_card, app), partial(requests.keep_card, app), post),
            "desk.passed": Voice(partial(requests.passed_words, app), post=partial(strike, poster)),
            "desk.refresh": Voice(partial(requests.card_again, app), post=post),
            **dict.fromkeys(("desk.sent", "desk.unreached", "desk.closed"), contact_words),
            "desk.told": Voice(partial(requests.settled_words, app), partial(requests.keep_told, app)),
            "desk.patch": Voice(self._patch),
        }

    def _notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self._app.engine.notify(notice_id, notice)

    def doubt(self, receipt: str, team: str, user: str, language: str) -> str:
        """An answer should not have been allowed; gives the words for whoever says so."""
        return self.doubting.say(receipt, self._app.pseudonym(user, team), language)

    def withdraw(self, key: str) -> None:
        """The question was taken back. Called once its rows are erased."""
        self.doubting.withdraw(key)
        requests.withdraw(self._app, key)

    def _patch(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """Propose the edit, where one is wanted; gives a line for the owner or nothing."""
        request = self._rooms.ledger.request(notice["request"])
        if request is None or not requests.wants_edit(request):
            return None
        where, line = propose(self._rooms, request, requests.settler(self._app, request.id))
        if where:
            self._rooms.ledger.note_request(request.id, patch=where)
            self._app.engine.notify(f"desk:{request.id}:patched", {"kind": "desk.refresh", "request": request.id})
        return {"kind": notice["kind"], "channel": request.channel, "words": line} if line else None


def desk_ticks(desk: Desk, app: App) -> tuple[Tick, ...]:
    """The clock's way in."""
    sweep = Tick("desk", SWEEP_SECONDS, partial(requests.sweep, app))
    return sweep, Tick("incidents", SWEEP_SECONDS, partial(tell_closed, app)), desk.doubting.tick()
