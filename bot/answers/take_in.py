"""One raw happening in a chat goes in; a redacted, enqueued question comes out, before anybody is acknowledged.

Nothing here reads, decides or posts: it must end within Slack's three seconds whatever else runs. What it raises means
"not taken in", and Slack sends the event again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.answers.wordings import is_outdated, message_of
from bot.app import App
from bot.clock.today import utc_now
from bot.ledger.plain import ADDRESS, ASKED, plain
from bot.llm.wanted import noticed
from bot.policy.house import Knowledge
from bot.policy.talks.incoming import EDITS, OVERHEARD, Asked, Incoming
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address, Asker
from bot.reading.door import make_safe
from bot.saying.words import languages

UPDATING = frozenset({"click", "correction"})
"""These stand under an answer of ours, which is replaced in place."""
WORDED = frozenset({"mention", "dm", "thread", OVERHEARD}) | EDITS
"""Messages, which may be edited."""


def take_in(app: App, incoming: Incoming) -> None:
    """Take one question in. Raises what the queue raises, so that it is sent again."""
    key, person = identity_of(app, incoming), app.hash_of("person", incoming.team, incoming.user)
    safe = make_safe(incoming.text)
    # the address first: an answer that nobody can deliver is lost, an address that nobody uses expires
    address = _address(app, incoming)
    keep_address(app, key, address, person)
    if incoming.trigger in EDITS and is_outdated(app, key, address):
        return
    asked = Asked(
        key=key,
        thread=_thread(app, incoming),
        asker=Asker(id=person),
        text=safe.text,
        kinds=safe.kinds,
        channel_kind=incoming.channel_kind,
        trigger=incoming.trigger,
        choice=incoming.choice,
        receipt=incoming.receipt,
        correction=incoming.correction,
        files=tuple(make_safe(name).text for name in incoming.files),
        message=address.message,
        turn=_turn(incoming.ts),
    )
    noticed()
    app.engine.ask(plain(ASKED, asked))


def keep_address(app: App, key: str, address: Address, person: str) -> None:
    """Where an answer, or what the house says by itself, is told, for as long as addresses are kept. ``person``: a pseudonym."""
    expires = utc_now() + timedelta(days=app.settings.address_days)
    mark = message_of(address, app.hash_of)
    app.ledger.keep_address(key, plain(ADDRESS, address), expires_at=expires, person=person, message=mark)


def ids_of(app: App, key: str, knowledge: Knowledge) -> frozenset[str]:
    """The asker's ids that a waiver may name, for as long as the address is kept."""
    return who_is(_user(app, key), knowledge.people, app.slack.of).groups


def asker_of(app: App, asked: Asked, knowledge: Knowledge) -> Asker:
    """Who asked, as people.yaml and Slack know them; in a language that has words here, or in none."""
    user = _user(app, asked.key)
    known = as_asker(asked.asker.id, who_is(user, knowledge.people, app.slack.of))
    spoken = known.language or (app.slack.language(user) if user else "")
    return replace(known, language=spoken if spoken in languages() else "")


def _user(app: App, key: str) -> str:
    """Who asked it, by their Slack id, for as long as that is kept."""
    kept = app.ledger.address(key)
    return ADDRESS.validate_python(kept).user if kept else ""


def key_of(app: App, team: str, *parts: str) -> str:
    """The keyed hash that is a question's identity everywhere."""
    return app.hash_of("question", team, *parts)


def identity_of(app: App, incoming: Incoming) -> str:
    """The key of one happening: a message is its channel and ts (an edit adds its own); what comes by a trigger is the trigger's
    id alone."""
    return key_of(app, incoming.team, *(() if incoming.trigger == "slash" else (incoming.channel,)), incoming.unique)


def _thread(app: App, incoming: Incoming) -> str:
    row = app.ledger.question(incoming.receipt) if incoming.receipt else None
    if row is not None and row.thread:
        return row.thread
    return app.hash_of("thread", incoming.team, incoming.channel, _settled_in(incoming), incoming.user)


def _settled_in(incoming: Incoming) -> str:
    """A talk outside any thread (a direct message, a slash command) is one thread per channel."""
    outside = incoming.trigger == "slash" or (incoming.channel_kind == "dm" and incoming.thread_ts in ("", incoming.ts))
    return "" if outside else incoming.thread_ts


def _address(app: App, incoming: Incoming) -> Address:
    message_ts = ""
    if incoming.trigger in UPDATING:
        message_ts = incoming.ts
    elif incoming.trigger in EDITS:
        answer = app.ledger.outgoing(key_of(app, incoming.team, incoming.channel, incoming.ts))
        message_ts = answer.ts if answer else ""
    return Address(
        team=incoming.team,
        channel=incoming.channel,
        user=incoming.user,
        thread_ts="" if incoming.channel_kind == "dm" and not _settled_in(incoming) else incoming.thread_ts,
        message_ts=message_ts,
        response_url=incoming.response_url,
        private=incoming.channel_kind == "private",
        user_team=incoming.user_team,
        message=key_of(app, incoming.team, incoming.channel, incoming.ts) if incoming.trigger in WORDED else "",
        edited=incoming.unique.removeprefix(f"{incoming.ts}:") if incoming.trigger in EDITS else "",
    )


def _turn(ts: str) -> float:
    """A new wording has the turn of its message, a click that of the answer it is under; neither waits for what came since."""
    try:
        return float(ts)
    except ValueError:
        return 0.0
