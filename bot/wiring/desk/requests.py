"""The house's rooms go in; the owner's desk comes out: its doors in Slack, its kinds of notices, and what it does again after a
crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from bot.app import App
from bot.clock.clock import Tick
from bot.desk.incidents import tell_closed
from bot.engine.engine import Engine
from bot.flows.people.open_request import OpenRequest
from bot.flows.people.settle_request import SettleRequest
from bot.knowledge.sheets.sheet import slug
from bot.ledger.ledger import Ledger
from bot.policy.house import Contact, Knowledge
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish, request_id
from bot.policy.talks.persons import Known, who_is
from bot.policy.talks.talk import Address, Item
from bot.reading.door import make_safe
from bot.saying import contacts
from bot.saying.notices import card as cards
from bot.saying.notices import desk as said
from bot.settings import Settings
from bot.slack.desk.cards import section, to_card
from bot.slack.doors.desk import Button, Card, Clicker, DeskDoors, Ended, Line, Offered
from bot.slack.posts.post import Poster
from bot.slack.posts.text import safe
from bot.wiring.answers.doubting import Doubting
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.model.belief import Believer
from bot.wiring.answers.steps import Steps
from bot.wiring.desk.edits import propose
from bot.wiring.plain import ADDRESS, ANSWER, READING
from bot.wiring.today import today_at
from bot.wiring.voices import Voice, Voices

SWEEP_SECONDS = 60
CONTACT_WORDS = {"desk.sent": said.told, "desk.closed": said.closed}


class Rooms(Protocol):
    """What of the house the desk looks at. The engine is made later than the desk, and looked at only when it runs."""

    settings: Settings
    minds: Minds
    ledger: Ledger
    steps: Steps
    voices: Voices
    engine: Engine
    believer: Believer | None

    def hash_of(self, *parts: str) -> str: ...


class Desk:
    """Requests of askers, and what owners say to them."""

    def __init__(self, rooms: Rooms, poster: Poster) -> None:
        self._rooms, self._poster, ledger = rooms, poster, rooms.ledger
        self.opening = OpenRequest(
            question=ledger.question,
            contact=lambda kind, wish: contact_for(kind, self._knowledge, wish.to),
            request=ledger.request,
            requests_of=lambda key: ledger.requests(keys=[key]),
            keep=ledger.keep_request,
            note=ledger.note_request,
            words=self._contact_words,
            enqueue=self._enqueue,
            now=_now,
        )
        self.settling = SettleRequest(
            request=ledger.request,
            unfinished=ledger.unfinished_requests,
            settle=ledger.settle_request,
            hand_on=ledger.pass_request,
            note=ledger.note_request,
            words=lambda request: said.settled(request, self._contact(request), self._knowledge, self._items(request.receipt)),
            propose=lambda request: propose(rooms, request, self.settler(request.id)),
            carry=self.opening.carry,
            enqueue=self._enqueue,
            now=_now,
        )
        self.doubting = Doubting(rooms, rooms.believer, self._enqueue).heard(rooms.voices)
        rooms.voices |= {
            "desk.card": Voice(self.opening.word, self.opening.kept, self._post),
            "desk.passed": Voice(self._passed, post=self._strike),
            "desk.refresh": Voice(self.opening.again, post=self._post),
            **dict.fromkeys(("desk.sent", "desk.unreached", "desk.closed"), Voice(self.opening.contact_word)),
            "desk.told": Voice(self.settling.told, self.settling.kept),
            "desk.patch": Voice(self.settling.patch),
        }

    def doors(self) -> DeskDoors:
        """As the Slack room wants them."""
        return DeskDoors(
            ask=self.ask,
            may_settle=self.may_settle,
            may_rule=lambda user: self._known(user).is_owner,
            understood=self.understood,
            open_request=self.open_request,
            conditions=lambda language: said.conditions(self._knowledge, language),
            verdicts=said.verdicts,
            settle=self.settle,
            pass_on=self.pass_on,
            consent=self.consent,
            why=self.why,
            doubt=self.doubt,
            today=lambda: today_at(self._knowledge),
            language=self.language,
        )

    @property
    def _knowledge(self) -> Knowledge:
        return self._rooms.minds.today().knowledge

    def _enqueue(self, notice_id: str, notice: dict[str, Any]) -> None:
        self._rooms.engine.notify(notice_id, notice)

    # --- askers ------------------------------------------------------------------------------------------------------

    def ask(self, kind: RequestKind, receipt: str, language: str, private: bool, wish: Wish | None = None) -> str:
        """Ask once, however often it is called; gives the words for the asker."""
        safe = replace(wish, why=redacted(wish.why), tool_name=redacted(wish.tool_name)) if wish else None
        opened = self.opening(kind, receipt, safe)
        return said.remark(opened.state, kind, opened.contact, receipt=receipt, language=language, private=private)

    def understood(self, receipt: str) -> Offered | None:
        """What a request form is filled in with."""
        if not (items := self._items(receipt)):
            return None
        question = items[-1].question
        tool = next((id_ for ask in question.tools for id_ in ask.offerings), "")
        name = next((ask.name for ask in question.tools if not ask.offerings), "")
        data = next((id_ for ask in question.data for id_ in ask.types), "")
        return Offered(wish=Wish(tool=tool, tool_name=name, data=data))

    def why(self, receipt: str, team: str, user: str, reason: str, words: str) -> None:
        """Why an answer was not useful."""
        who = self._rooms.hash_of("person", team, user)
        self._rooms.ledger.keep_feedback(receipt, "not_right", at=_now(), who=who, reason=reason, note=redacted(words))

    def doubt(self, receipt: str, team: str, user: str, language: str) -> str:
        """An answer should not have been allowed; gives the words for whoever says so."""
        return self.doubting.say(receipt, self._rooms.hash_of("person", team, user), language)

    def withdraw(self, key: str) -> None:
        """The question was taken back. Called once its rows are erased."""
        for request in self._rooms.ledger.requests(keys=[key]):
            self._rooms.ledger.erase_address(address_of(request.id))
        self.doubting.withdraw(key)
        self.opening.withdraw(key)

    # --- owners ------------------------------------------------------------------------------------------------------

    def may_settle(self, user: str, request: str) -> bool:
        """Whether people.yaml makes somebody an owner, or one of the team whose contact was asked: of these not who asked."""
        kept, known = self._rooms.ledger.request(request), self._known(user)
        is_theirs = kept and kept.wish.to and known.team.casefold() == kept.wish.to.casefold() and self._asker(kept) != user
        return known.is_owner or bool(is_theirs)

    def pass_on(self, request: str, to: str) -> Ended:
        """Give a request to another contact with a channel."""
        contact = next((one for one in self._knowledge.organisation.contacts if one.id == to and one.channel), None)
        return self.settling.pass_on(request, contact) if contact else "too_late"

    def consent(self, kind: RequestKind, wish: Wish, language: str) -> str:
        """What whoever asks is told first."""
        return said.consent(kind, contact_for(kind, self._knowledge, wish.to), language, self._knowledge)

    def language(self, user: str) -> str:
        """The language that people.yaml gives somebody."""
        return self._known(user).language

    def _known(self, user: str) -> Known:
        return who_is(user, self._knowledge.people, self._rooms.steps.look_up)

    def open_request(self, request: str, language: str) -> Offered | None:
        """What an owner's form is filled in with, in their language; None where there is nothing left to say."""
        kept = self._rooms.ledger.request(request)
        if kept is None or not kept.is_open:
            return None
        row = self._rooms.ledger.question(kept.receipt)
        told = (row.told_verdict or "") if row else ""
        given = cards.given_in(self._given(kept), self._items(kept.receipt), told, self._knowledge, language)
        title, lines, _ = cards.card(kept, given, self._knowledge, language)
        to = said.pass_on_to(kept, self._knowledge)
        return Offered(kept.kind, kept.wish, title, self._lines(kept, lines), told, to)

    def settle(self, request: str, clicker: Clicker, words: Settlement, refused: bool) -> Ended:
        """Keep what an owner says. Who they are is kept as a pseudonym, and sealed for as long as a card may show it."""
        ledger, by = self._rooms.ledger, self._rooms.hash_of("person", clicker.team, clicker.user)
        expires = _now() + timedelta(days=self._rooms.settings.address_days)

        def remember() -> None:
            ledger.keep_address(address_of(request), {"user": clicker.user, "name": clicker.name}, expires_at=expires)

        return self.settling(request, replace(words, words=redacted(words.words)), by=by, refused=refused, remember=remember)

    def approved(self, receipt: str, knowledge: Knowledge) -> tuple[str, ...]:
        """Offerings of the unlisted tool that was approved for an answer, once a file names it."""
        kept = self._rooms.ledger.request(request_id(receipt, RequestKind.TOOL))
        if kept is None or kept.erased or kept.state is not RequestState.ANSWERED or kept.wish.tool:
            return ()
        return tuple(id_ for id_, terms in knowledge.vocabulary.offerings.items() if terms.tool == slug(kept.wish.tool_name))

    def settler(self, request: str) -> dict[str, str]:
        """``user`` and ``name`` of the owner who settled it, while they are kept."""
        return self._rooms.ledger.address(address_of(request)) or {}

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
        people = {"asker": self._asker(request), "owner": self.settler(request.id).get("user", "")}
        return tuple(Line(caption, words, people.get(person, "")) for caption, words, person in lines)

    def _items(self, receipt: str) -> tuple[Item, ...]:
        """What was read of the question that a request is about."""
        row = self._rooms.ledger.question(receipt)
        return READING.validate_python(row.reading).items if row and row.reading else ()

    def _given(self, request: Request) -> cards.Given:
        """The answer that a request is about."""
        settings, row = self._rooms.settings, self._rooms.ledger.question(request.receipt)
        register = f"{settings.console_address}/console/incidents" if settings.console_port else ""
        if row is None:
            return cards.Given(register=register)
        words = said.given(ANSWER.validate_python(row.answer)) if row.answer else ""
        return cards.Given(row.text or "", str((row.answer or {}).get("read_as", "")), words, register)

    def _asker(self, request: Request) -> str:
        return ADDRESS.validate_python(kept).user if (kept := self._rooms.ledger.address(request.key)) else ""

    def _contact_words(self, kind: str, request: Request) -> str:
        return CONTACT_WORDS.get(kind, said.unreached)(request, self._contact(request), self._knowledge)

    def _contact(self, request: Request) -> Contact | None:
        return contact_for(request.kind, self._knowledge, request.wish.to)

    def _passed(self, notice: dict[str, Any]) -> dict[str, Any]:
        """What is left where a card stood that was passed on."""
        words = said.passed_on(notice["to"], notice["receipt"], self._knowledge)
        return {"kind": notice["kind"], "channel": notice["channel"], "ts": notice["ts"], "words": words}

    def _strike(self, key: str, told: dict[str, Any], address: Address) -> str:
        self._poster.change(address, told["ts"], safe(told["words"]), [section(safe(told["words"]))], key)
        return str(told["ts"])


def contact_for(kind: RequestKind, knowledge: Knowledge, to: str = "") -> Contact | None:
    """Whom it is for; else whom the policy names: for an incident its contact, else the owner."""
    if named := next((one for one in knowledge.organisation.contacts if to and one.id == to), None):
        return named
    return said.incident_contact(knowledge) if kind is RequestKind.INCIDENT else contacts.owner_contact(knowledge)


def address_of(request: str) -> str:
    """Where the owner who settled a request is kept, sealed."""
    return f"desk:{request}"


def redacted(words: str) -> str:
    """What people write, without values that are a person's or a secret."""
    return make_safe(words).text


def _now() -> datetime:
    return datetime.now(UTC)


def desk_ticks(desk: Desk, app: App) -> tuple[Tick, ...]:
    """The clock's way in."""
    sweep = Tick("desk", SWEEP_SECONDS, lambda _now: desk.settling.sweep())
    return sweep, Tick("incidents", SWEEP_SECONDS, partial(tell_closed, app)), desk.doubting.tick()
