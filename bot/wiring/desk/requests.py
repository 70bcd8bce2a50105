"""The house's rooms go in; the owner's desk comes out: its doors in Slack, its kinds of notices, and what it does again after a
crash."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from bot.app import App
from bot.clock.clock import Tick
from bot.desk import requests
from bot.desk.incidents import tell_closed
from bot.engine.engine import Engine
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ANSWER
from bot.policy.house import Knowledge
from bot.policy.requests import Request, Wish
from bot.policy.talks.talk import Address
from bot.saying.notices import card as cards
from bot.saying.notices import desk as said
from bot.settings import Settings
from bot.slack.desk.cards import section, to_card
from bot.slack.doors.desk import Button, Card, DeskDoors, Line, Offered
from bot.slack.posts.post import Poster
from bot.slack.posts.text import safe
from bot.wiring.answers.doubting import Doubting
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.model.belief import Believer
from bot.wiring.answers.steps import Steps
from bot.wiring.desk.edits import propose
from bot.wiring.voices import Voice, Voices

SWEEP_SECONDS = 60


class Rooms(Protocol):
    """What of the house the desk looks at. The engine is made later than the desk, and looked at only when it runs."""

    app: App
    settings: Settings
    minds: Minds
    ledger: Ledger
    steps: Steps
    voices: Voices
    engine: Engine
    believer: Believer | None


class Desk:
    """Requests of askers, and what owners say to them."""

    def __init__(self, rooms: Rooms, poster: Poster) -> None:
        self._rooms, self._poster = rooms, poster
        app = self._app = rooms.app
        self.doubting = Doubting(rooms, rooms.believer, self._notify).heard(rooms.voices)
        contact_words = Voice(partial(requests.contact_words, app))
        rooms.voices |= {
            "desk.card": Voice(partial(requests.new_card, app), partial(requests.keep_card, app), self._post),
            "desk.passed": Voice(partial(requests.passed_words, app), post=self._strike),
            "desk.refresh": Voice(partial(requests.card_again, app), post=self._post),
            **dict.fromkeys(("desk.sent", "desk.unreached", "desk.closed"), contact_words),
            "desk.told": Voice(partial(requests.settled_words, app), partial(requests.keep_told, app)),
            "desk.patch": Voice(self._patch),
        }

    def doors(self) -> DeskDoors:
        """As the Slack room wants them."""
        app = self._app
        return DeskDoors(
            ask=partial(requests.ask, app),
            may_settle=partial(requests.may_settle, app),
            may_rule=lambda user: requests.person(app, user).is_owner,
            understood=self.understood,
            open_request=self.open_request,
            conditions=lambda language: said.conditions(app.knowledge, language),
            verdicts=said.verdicts,
            settle=partial(requests.settle, app),
            pass_on=partial(requests.pass_on, app),
            consent=partial(requests.consent, app),
            why=self.why,
            doubt=self.doubt,
            today=lambda: app.today,
            language=lambda user: requests.person(app, user).language,
        )

    def _notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self._app.engine.notify(notice_id, notice)

    @property
    def _knowledge(self) -> Knowledge:
        return self._app.knowledge

    # --- askers ------------------------------------------------------------------------------------------------------

    def understood(self, receipt: str) -> Offered | None:
        """What a request form is filled in with."""
        if not (items := requests.items_of(self._app, receipt)):
            return None
        question = items[-1].question
        tool = next((id_ for ask in question.tools for id_ in ask.offerings), "")
        name = next((ask.name for ask in question.tools if not ask.offerings), "")
        data = next((id_ for ask in question.data for id_ in ask.types), "")
        return Offered(wish=Wish(tool=tool, tool_name=name, data=data))

    def why(self, receipt: str, team: str, user: str, reason: str, words: str) -> None:
        """Why an answer was not useful."""
        who = self._app.pseudonym(user, team)
        self._rooms.ledger.keep_feedback(
            receipt, "not_right", at=datetime.now(UTC), who=who, reason=reason, note=requests.redacted(words)
        )

    def doubt(self, receipt: str, team: str, user: str, language: str) -> str:
        """An answer should not have been allowed; gives the words for whoever says so."""
        return self.doubting.say(receipt, self._app.pseudonym(user, team), language)

    def withdraw(self, key: str) -> None:
        """The question was taken back. Called once its rows are erased."""
        self.doubting.withdraw(key)
        requests.withdraw(self._app, key)

    # --- owners ------------------------------------------------------------------------------------------------------

    def open_request(self, request: str, language: str) -> Offered | None:
        """What an owner's form is filled in with, in their language; None where there is nothing left to say."""
        kept = self._rooms.ledger.request(request)
        if kept is None or not kept.is_open:
            return None
        row = self._rooms.ledger.question(kept.receipt)
        told = (row.told_verdict or "") if row else ""
        given = cards.given_in(self._given(kept), requests.items_of(self._app, kept.receipt), told, self._knowledge, language)
        title, lines, _ = cards.card(kept, given, self._knowledge, language)
        to = said.pass_on_to(kept, self._knowledge)
        return Offered(kept.kind, kept.wish, title, self._lines(kept, lines), told, to)

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

    # --- what stands in the chat -------------------------------------------------------------------------------------

    def _post(self, key: str, told: dict[str, Any], address: Address) -> str:
        request = self._rooms.ledger.request(told["request"])
        if request is None:
            return ""
        text, blocks = to_card(self.card(request))
        if not request.card_ts:
            return self._poster.put(address, text, blocks, key)
        self._poster.change(address, request.card_ts, text, blocks, key)
        return request.card_ts

    def card(self, request: Request) -> Card:
        """A request as its channel sees it now."""
        knowledge = self._knowledge
        title, lines, foot = cards.card(request, self._given(request), knowledge)
        return Card(
            id=request.id,
            title=title,
            lines=self._lines(request, lines),
            buttons=tuple(Button(action, label) for action, label in cards.buttons(request, knowledge)),
            foot=foot,
            language=knowledge.organisation.languages[0],
        )

    def _lines(self, request: Request, lines: tuple[cards.Line, ...]) -> tuple[Line, ...]:
        people = {
            "asker": requests.asker_of(self._app, request),
            "owner": requests.settler(self._app, request.id).get("user", ""),
        }
        return tuple(Line(caption, words, people.get(person, "")) for caption, words, person in lines)

    def _given(self, request: Request) -> cards.Given:
        """The answer that a request is about."""
        settings, row = self._rooms.settings, self._rooms.ledger.question(request.receipt)
        register = f"{settings.console_address}/console/incidents" if settings.console_port else ""
        if row is None:
            return cards.Given(register=register)
        words = said.given(ANSWER.validate_python(row.answer)) if row.answer else ""
        return cards.Given(row.text or "", str((row.answer or {}).get("read_as", "")), words, register)

    def _strike(self, key: str, told: dict[str, Any], address: Address) -> str:
        self._poster.change(address, told["ts"], safe(told["words"]), [section(safe(told["words"]))], key)
        return str(told["ts"])


def desk_ticks(desk: Desk, app: App) -> tuple[Tick, ...]:
    """The clock's way in."""
    sweep = Tick("desk", SWEEP_SECONDS, partial(requests.sweep, app))
    return sweep, Tick("incidents", SWEEP_SECONDS, partial(tell_closed, app)), desk.doubting.tick()
