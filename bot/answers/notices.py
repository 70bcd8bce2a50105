"""What the house says of an answer by itself, as plain data in and out: that it could not be posted or may not have been seen,
that its question was deleted, and that everybody in a channel can read a value in a message.

What is queued names the question; the words are made as they are said, and hold nothing of the message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from bot.answers.take_in import WORDED, keep_address
from bot.answers.wordings import LONGEST, LOOK_SECONDS, ON_ITS_WAY, kin_of
from bot.app import App
from bot.ledger.plain import ADDRESS, ASKED
from bot.policy.talks.incoming import Asked
from bot.policy.talks.posting import RateLimited
from bot.policy.talks.talk import Address
from bot.saying.notices import own
from bot.saying.words import phrase

Plain = dict[str, Any]
UNSEEN, TAKEN_BACK, TAKE_BACK, IN_THE_OPEN = "unseen", "taken_back", "take_back", "in_the_open"
"""Kinds of notices. Of undelivered answers those to the owner are ``late`` and ``refused``, as the engine calls them."""
OF_OTHERS = ("channel", "group")
"""Kinds of channels in which more people read than the one who asks."""


# --- an answer that Slack did not take: nobody waits for one that does not come ----------------------------------------


def undelivered_words(app: App, notice: Plain) -> Plain | None:
    """To the owner."""
    organisation = app.knowledge.organisation
    channel = next((contact.channel for contact in organisation.contacts if contact.id == "owner"), "")
    receipt = app.ledger.receipt(notice["key"])
    words = own.undelivered(notice["kind"], receipt, notice.get("reason", ""), organisation.languages)
    return {"channel": channel, "words": words} if channel else None


def tell_asker(app: App, notice: Plain, _outcome: Plain) -> None:
    """Whatever became of the word to the owner. The id begins as the owner's, so that both are erased together."""
    told = {"kind": UNSEEN, "key": notice["key"], "late": notice["kind"] == "late"}
    app.engine.notify(f"owner:{notice['key']}:asker", told)


def unseen_words(app: App, notice: Plain) -> Plain | None:
    """To the asker, in a direct message; none to somebody whose question is erased, nor where the direct messages are what
    failed."""
    row = app.ledger.question_by_key(notice["key"])
    if row is None or row.channel_kind == "dm" or not app.ledger.has_address(notice["key"]):
        return None
    words = own.unseen(row.receipt, notice["late"], row.language, app.knowledge.organisation.languages)
    return {"kind": UNSEEN, "key": notice["key"], "words": words, "in_private": True}


# --- a question that is deleted: its answer shrinks to one line, and nothing of it is kept -----------------------------


def take_back(app: App, key: str, erase: Callable[[str], None]) -> None:
    """Take a question back. May be repeated. ``erase``: all work and rows of one question are gone."""
    seen: set[str] = set()
    for kin in kin_of(key, app.ledger, app.hash_of):
        is_unsaid = app.ledger.stop_saying(kin, datetime.now(UTC))
        kept = app.ledger.address(kin)
        if kept is None or is_unsaid:
            continue
        out = app.ledger.outgoing(kin)
        ts = out.ts if out is not None and out.state not in ON_ITS_WAY else ""
        if not ts or ts not in seen:
            _tell_taken_back(app, kin, ADDRESS.validate_python(kept))
        seen.add(ts)
    erase(key)


def take_back_later(app: App, key: str) -> None:
    """The same from within the work on one of its wordings, which is erased with it."""
    app.engine.notify(f"{TAKE_BACK}:{key}", {"kind": TAKE_BACK, "of": key})


def _tell_taken_back(app: App, key: str, address: Address) -> None:
    if address.private:
        return
    id_, row = f"{TAKEN_BACK}:{key}", app.ledger.question_by_key(key)
    # an address that names nobody: only the place of our own message
    keep_address(app, id_, replace(address, user="", user_team="", response_url="", message=""), "")
    app.engine.notify(id_, {"kind": TAKEN_BACK, "key": id_, "of": key, "language": row.language if row else ""})


def taken_back_line(notice: Plain) -> Plain:
    """The one line that is left."""
    return {"kind": TAKEN_BACK, "key": notice["key"], "of": notice["of"], "line": phrase(notice["language"], "taken_back.line")}


def place_taken_back(app: App, said: Plain) -> str:
    """The ts of the answer whose place that line takes; empty where there is none. Raises ``RateLimited`` until that is known."""
    out = app.ledger.outgoing(said["of"])
    if out is not None and out.state in ON_ITS_WAY and datetime.now(UTC) - out.at < LONGEST:
        raise RateLimited(LOOK_SECONDS)
    return out.ts if out is not None else ""


def standing(app: App, receipt: str) -> Literal["kept", "coming", "gone", "unknown"]:
    """Where the question behind a receipt stands."""
    row = app.ledger.question(receipt)
    if row is None:
        return "coming" if app.ledger.is_given_out(receipt) else "unknown"
    return "kept" if row.erased_at is None else "gone"


# --- a value in the open -----------------------------------------------------------------------------------------------


def tell_in_the_open(app: App, state: Plain) -> None:
    """Where everybody in a channel can read a value of a person or a secret in a message that was answered, its author alone is
    told how to take that out, once for each message, whatever becomes of its wordings."""
    asked: Asked = ASKED.validate_python(state["asked"])
    is_answered = state["said"]["kind"] == "answer" and state["posted"]["state"] == "posted"
    if is_answered and asked.kinds and asked.trigger in WORDED and asked.channel_kind in OF_OTHERS:
        told = {"key": asked.key, "kinds": list(asked.kinds), "language": state["said"]["answer"]["language"]}
        app.engine.notify(f"{IN_THE_OPEN}:{asked.message}", {"kind": IN_THE_OPEN, **told})


def in_the_open_words(app: App, said: Plain) -> str:
    """To the author."""
    return own.in_the_open(tuple(said["kinds"]), said["language"], app.knowledge.organisation.languages)
