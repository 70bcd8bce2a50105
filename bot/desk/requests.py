"""What staff ask an owner or a contact for: each request is kept once, carried to the channel that the policy names, settled
once, and whoever asked hears of it once. All of it may be done again after a crash."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.app import App
from bot.clock.today import utc_now
from bot.knowledge.sheets.sheet import slug
from bot.ledger.plain import READING
from bot.policy.house import Contact, Knowledge
from bot.policy.requests import APPROVED, GRANTED, Request, RequestKind, RequestState, Settlement, Wish, request_id
from bot.policy.talks.persons import Known, who_is
from bot.policy.talks.talk import Item
from bot.reading.door import make_safe
from bot.saying import contacts
from bot.saying.notices import desk as said

TO_ONE_ALONE = frozenset({"desk.closed"})
"""Notices that tell of a person what others in the channel need not know."""
CONTACT_WORDS = {"desk.sent": said.told, "desk.closed": said.closed}
Notice = dict[str, Any]
Ended = Literal["settled", "too_early", "too_late", "gone"]
"""``too_early``: the first card stands in the channel, but where it stands is not kept yet."""


@dataclass(frozen=True, slots=True)
class Clicker:
    """Who pressed a button. ``name``: as Slack calls them."""

    team: str
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What to say to the one who asked. ``again``: it was asked before, in other words; ``told``: the contact of an incident
    knows already; ``unknown``: not in the log yet; ``gone``: erased; ``nobody``: no channel is named."""

    state: Literal["asked", "again", "told", "settled", "nobody", "gone", "unknown"]
    contact: Contact | None = None


# --- whoever asks ----------------------------------------------------------------------------------------------------


def ask(  # noqa: PLR0917 - as the door calls it
    app: App, kind: RequestKind, receipt: str, language: str, private: bool, wish: Wish | None = None
) -> str:
    """Ask once, however often it is called; gives the words for the asker. ``wish``: what the form said, not yet redacted."""
    safe = replace(wish, why=redacted(wish.why), tool_name=redacted(wish.tool_name)) if wish else Wish()
    opened = open_request(app, kind, receipt, safe)
    return said.remark(opened.state, kind, opened.contact, receipt=receipt, language=language, private=private)


def open_request(app: App, kind: RequestKind, receipt: str, wish: Wish) -> Opened:
    """Keep it, once, and have its card posted."""
    question, contact = app.ledger.question(receipt), contact_for(kind, app.knowledge, wish.to)
    if question is None:
        return Opened("unknown", contact)
    if question.erased_at is not None:
        return Opened("gone", contact)
    if contact is None or not contact.channel:
        return Opened("nobody", contact)
    about = (receipt, question.key, question.asker, utc_now(), question.language)
    app.ledger.keep_request(Request(kind, *about, wish, channel=contact.channel))
    kept = app.ledger.request(request_id(receipt, kind))
    if kept is None or not kept.is_open:
        return Opened("settled", contact)
    if kept.told:  # the channel could not be reached, and the asker knows
        return Opened("nobody", contact)
    carry(app, kept)
    return Opened(_how_it_stands(kept, wish), contact)


def withdraw(app: App, key: str) -> None:
    """The question was taken back: its cards say so from now on. Called once its rows are erased."""
    for request in app.ledger.requests(keys=[key]):
        app.ledger.erase_address(address_of(request.id))
        app.engine.notify(f"desk:{request.id}:withdrawn", {"kind": "desk.refresh", "request": request.id})


def contact_for(kind: RequestKind, knowledge: Knowledge, to: str = "") -> Contact | None:
    """Whom it is for; else whom the policy names: for an incident its contact, else the owner."""
    if named := next((one for one in knowledge.organisation.contacts if to and one.id == to), None):
        return named
    return said.incident_contact(knowledge) if kind is RequestKind.INCIDENT else contacts.owner_contact(knowledge)


def consent(app: App, kind: RequestKind, wish: Wish, language: str) -> str:
    """What whoever asks is told first."""
    return said.consent(kind, contact_for(kind, app.knowledge, wish.to), language, app.knowledge)


# --- owners and contacts ---------------------------------------------------------------------------------------------


def person(app: App, user: str) -> Known:
    """What people.yaml says of somebody."""
    return who_is(user, app.knowledge.people, app.slack.of)


def looks_after(app: App, user: str) -> bool:
    """Whether people.yaml makes somebody an owner or an admin."""
    known = person(app, user)
    return known.is_owner or known.is_admin


def may_settle(app: App, user: str, request: str) -> bool:
    """Whether people.yaml makes somebody an owner, or one of the team whose contact was asked: of these not who asked."""
    kept, known = app.ledger.request(request), person(app, user)
    is_theirs = kept and kept.wish.to and known.team.casefold() == kept.wish.to.casefold() and asker_of(app, kept) != user
    return known.is_owner or bool(is_theirs)


def settle(app: App, request: str, who: Clicker, answer: Settlement, refused: bool = False) -> Ended:
    """Keep what an owner says, and have it told. Who they are is kept as a pseudonym, and sealed for as long as a card may show
    it. ``answer``: not yet redacted. The policy itself is never edited here."""
    kept = app.ledger.request(request)
    if kept is None or kept.erased:
        return "gone"
    state, now = RequestState.REFUSED if refused else RequestState.ANSWERED, utc_now()
    safe = replace(answer, words=redacted(answer.words))
    if not app.ledger.settle_request(request, state, safe, by=app.pseudonym(who.user, who.team), at=now):
        return "too_late"
    expires = now + timedelta(days=app.settings.address_days)
    app.ledger.keep_address(address_of(request), {"user": who.user, "name": who.name}, expires_at=expires)
    _spread(app, request)
    return "settled"


def pass_on(app: App, request: str, to: str) -> Ended:
    """Give it to another contact with a channel: a card there, and a word where the old one stood. Whoever asked waits on."""
    contact = next((one for one in app.knowledge.organisation.contacts if one.id == to and one.channel), None)
    if contact is None:
        return "too_late"
    kept = app.ledger.request(request)
    if kept is None or kept.erased:
        return "gone"
    if kept.is_open and not kept.card_ts and not kept.wish.passed:
        return "too_early"
    if not kept.is_open or not kept.card_ts or not app.ledger.pass_request(kept, to, contact.channel):
        return "too_late"
    where = {"channel": kept.channel, "ts": kept.card_ts, "to": to, "receipt": kept.receipt}
    app.engine.notify(f"desk:{request}:passed:{kept.wish.passed}", {"kind": "desk.passed", "request": request, **where})
    if passed := app.ledger.request(request):
        carry(app, passed)
    return "settled"


def settler(app: App, request: str) -> dict[str, str]:
    """``user`` and ``name`` of the owner who settled it, while they are kept."""
    return app.ledger.address(address_of(request)) or {}


def approved(app: App, receipt: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Offerings of the unlisted tool that was approved for an answer, once a file names it."""
    kept = app.ledger.request(request_id(receipt, RequestKind.TOOL))
    if kept is None or kept.erased or kept.state is not RequestState.ANSWERED or kept.wish.tool:
        return ()
    return tuple(id_ for id_, terms in knowledge.vocabulary.offerings.items() if terms.tool == slug(kept.wish.tool_name))


def wants_edit(request: Request) -> bool:
    """Whether an edit of the policy is owed: an approval is nothing without a waiver, an answer becomes knowledge where the owner
    wants it; what was written is not written twice."""
    if request.erased or request.patch or request.state is not RequestState.ANSWERED:
        return False
    return request.kind in APPROVED or request.settlement.as_knowledge


# --- what is posted, and what became of it ---------------------------------------------------------------------------


def carry(app: App, request: Request) -> None:
    """Queue the card, unless it stands there already."""
    if not request.card_ts:
        again = f":{request.wish.passed}" if request.wish.passed else ""
        app.engine.notify(f"desk:{request.id}:card{again}", {"kind": "desk.card", "request": request.id})


def sweep(app: App, _at: datetime) -> None:
    """Do again what a crash may have cut off: between keeping and queueing nothing holds a request but its row."""
    for request in app.ledger.unfinished_requests():
        if request.is_open:
            carry(app, request)
        elif not request.told:
            _spread(app, request.id)


def new_card(app: App, notice: Notice) -> Notice | None:
    """Which card to post: its words are made when it is posted, so that they are never older than the request. None where the
    question was taken back before anybody saw it."""
    request = app.ledger.request(notice["request"])
    return None if request is None or request.erased else _as_card(notice, request)


def card_again(app: App, notice: Notice) -> Notice | None:
    """The card as it is now; None where there is none."""
    request = app.ledger.request(notice["request"])
    return None if request is None or not request.card_ts else _as_card(notice, request)


def keep_card(app: App, notice: Notice, outcome: Notice) -> None:
    """Keep where the card stands. Who could not be reached is told to the asker, and so is that the contact has been told."""
    request = app.ledger.request(notice["request"])
    if request is None or outcome["state"] == "dropped":
        return
    if outcome["state"] == "posted":
        app.ledger.note_request(request.id, card_ts=outcome["ts"])
        if request.kind is RequestKind.INCIDENT:
            app.engine.notify(f"desk:{request.id}:sent", {"kind": "desk.sent", "request": request.id})
        return
    app.ledger.note_request(request.id, told=outcome["reason"] or outcome["state"])
    app.engine.notify(f"desk:{request.id}:unreached", {"kind": "desk.unreached", "request": request.id})


def contact_words(app: App, notice: Notice) -> Notice | None:
    """To the asker: the contact has been told, or could not be, or has closed the incident."""
    request = app.ledger.request(notice["request"])
    if request is None or request.erased:
        return None
    words = CONTACT_WORDS.get(notice["kind"], said.unreached)(request, _contact(app, request), app.knowledge)
    told = {"kind": notice["kind"], "key": request.key, "words": words}
    return {**told, "in_private": True} if notice["kind"] in TO_ONE_ALONE else told


def settled_words(app: App, notice: Notice) -> Notice | None:
    """To the asker: what came of it; None where the question was taken back."""
    request = app.ledger.request(notice["request"])
    if request is None or request.erased:
        return None
    words = said.settled(request, _contact(app, request), app.knowledge, items_of(app, request.receipt))
    return {"kind": notice["kind"], "key": request.key, "words": words}


def keep_told(app: App, notice: Notice, outcome: Notice) -> None:
    """Keep what became of telling the asker; the card says it too."""
    if outcome["state"] != "dropped":
        told = "posted" if outcome["state"] == "posted" else outcome["reason"] or outcome["state"]
        app.ledger.note_request(notice["request"], told=told)
        app.engine.notify(f"desk:{notice['request']}:shown", {"kind": "desk.refresh", "request": notice["request"]})


def passed_words(app: App, notice: Notice) -> Notice:
    """What is left where a card stood that was passed on."""
    words = said.passed_on(notice["to"], notice["receipt"], app.knowledge)
    return {"kind": notice["kind"], "channel": notice["channel"], "ts": notice["ts"], "words": words}


def items_of(app: App, receipt: str) -> tuple[Item, ...]:
    """What was read of the question that a request is about."""
    row = app.ledger.question(receipt)
    return READING.validate_python(row.reading).items if row and row.reading else ()


def asker_of(app: App, request: Request) -> str:
    """The Slack user who asked; empty once their address is erased."""
    return str((app.ledger.address(request.key) or {}).get("user", ""))


def address_of(request: str) -> str:
    """Where the owner who settled a request is kept, sealed."""
    return f"desk:{request}"


def redacted(words: str) -> str:
    """What people write, without values that are a person's or a secret."""
    return make_safe(words).text


def _how_it_stands(kept: Request, wish: Wish) -> Literal["asked", "again", "told"]:
    if kept.card_ts and kept.kind is RequestKind.INCIDENT:
        return "told"
    is_in_other_words = kept.wish.why != wish.why and kept.kind in (RequestKind.OWNER, *GRANTED)
    return "again" if is_in_other_words else "asked"


def _as_card(notice: Notice, request: Request) -> Notice:
    return {"kind": notice["kind"], "channel": request.channel, "request": request.id}


def _contact(app: App, request: Request) -> Contact | None:
    return contact_for(request.kind, app.knowledge, request.wish.to)


def _spread(app: App, request: str) -> None:
    for what in ("told", "refresh", "patch"):
        app.engine.notify(f"desk:{request}:{what}", {"kind": f"desk.{what}", "request": request})
