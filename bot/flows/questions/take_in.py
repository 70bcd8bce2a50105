"""One raw happening in a chat goes in; a redacted, enqueued question comes out, before anybody is acknowledged.

Nothing here reads, decides or posts: it must end within Slack's three seconds whatever else runs. What it raises means
"not taken in", and Slack sends the event again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.policy.talks.incoming import EDITS, OVERHEARD, Asked, Incoming
from bot.policy.talks.talk import Address, Asker, SafeText

UPDATING = frozenset({"click", "correction"})
"""These stand under an answer of ours, which is replaced in place."""
WORDED = frozenset({"mention", "dm", "thread", OVERHEARD}) | EDITS
"""Messages, which may be edited."""


def never_outdated(_key: str, _address: Address) -> bool:
    """No later wording is known."""
    return False


@dataclass(frozen=True, slots=True)
class TakeIn:
    """The door. ``hash_of`` is the keyed hash; ids made with it name no person and no channel."""

    make_safe: Callable[[str], SafeText]
    hash_of: Callable[..., str]
    thread_of: Callable[[str], str | None]
    """Receipt -> key of the thread it was given in, None where it is not known."""
    answer_ts: Callable[[str], str]
    """Key of an earlier question -> ts of the message that answers it, empty where there is none."""
    keep_address: Callable[[str, Address, str], None]
    """Key, address, pseudonym."""
    enqueue: Callable[[Asked], None]
    erase: Callable[[str], None]
    """Stop and erase what is known of a question by its key."""
    outdated: Callable[[str, Address], bool] = never_outdated
    """Key and address of an edited message -> whether a later wording is known. Earlier ones are answered no more."""

    def __call__(self, incoming: Incoming) -> None:
        """Take one happening in. Raises what the queue raises, so that it is sent again."""
        if incoming.trigger == "delete":
            self.erase(self.key_of(incoming.team, incoming.channel, incoming.ts))
            return
        key = self.identity_of(incoming)
        person = self.hash_of("person", incoming.team, incoming.user)
        safe = self.make_safe(incoming.text)
        # the address first: an answer that nobody can deliver is lost, an address that nobody uses expires
        address = self._address(incoming)
        self.keep_address(key, address, person)
        if incoming.trigger in EDITS and self.outdated(key, address):
            return
        self.enqueue(
            Asked(
                key=key,
                thread=self._thread(incoming),
                asker=Asker(id=person),
                text=safe.text,
                kinds=safe.kinds,
                channel_kind=incoming.channel_kind,
                trigger=incoming.trigger,
                choice=incoming.choice,
                receipt=incoming.receipt,
                correction=incoming.correction,
                files=tuple(self.make_safe(name).text for name in incoming.files),
                message=address.message,
                turn=_turn(incoming.ts),
            )
        )

    def key_of(self, team: str, *parts: str) -> str:
        """The keyed hash that is a question's identity everywhere."""
        return self.hash_of("question", team, *parts)

    def identity_of(self, incoming: Incoming) -> str:
        """The key of one happening."""
        return self.key_of(incoming.team, *self._identity(incoming))

    def place_of(self, team: str, channel: str, thread_ts: str) -> str:
        """The keyed hash of one thread, whoever speaks in it."""
        return self.hash_of("place", team, channel, thread_ts)

    @staticmethod
    def _identity(incoming: Incoming) -> tuple[str, ...]:
        """A message is its channel and ts (an edit adds its own); what comes by a trigger is the trigger's id alone."""
        return (incoming.unique,) if incoming.trigger == "slash" else (incoming.channel, incoming.unique)

    def _thread(self, incoming: Incoming) -> str:
        known = self.thread_of(incoming.receipt) if incoming.receipt else None
        return known or self.hash_of("thread", incoming.team, incoming.channel, self._settled_in(incoming), incoming.user)

    @staticmethod
    def _settled_in(incoming: Incoming) -> str:
        """A talk outside any thread (a direct message, a slash command) is one thread per channel."""
        outside = incoming.trigger == "slash" or (incoming.channel_kind == "dm" and incoming.thread_ts in ("", incoming.ts))
        return "" if outside else incoming.thread_ts

    def _address(self, incoming: Incoming) -> Address:
        private = incoming.channel_kind == "private"
        message_ts = ""
        if incoming.trigger in UPDATING:
            message_ts = incoming.ts
        elif incoming.trigger in EDITS:
            message_ts = self.answer_ts(self.key_of(incoming.team, incoming.channel, incoming.ts))
        return Address(
            team=incoming.team,
            channel=incoming.channel,
            user=incoming.user,
            thread_ts="" if incoming.channel_kind == "dm" and not self._settled_in(incoming) else incoming.thread_ts,
            message_ts=message_ts,
            response_url=incoming.response_url,
            private=private,
            user_team=incoming.user_team,
            message=self.key_of(incoming.team, incoming.channel, incoming.ts) if incoming.trigger in WORDED else "",
            edited=incoming.unique.removeprefix(f"{incoming.ts}:") if incoming.trigger in EDITS else "",
        )


def _turn(ts: str) -> float:
    """A new wording has the turn of its message, a click that of the answer it is under; neither waits for what came since."""
    try:
        return float(ts)
    except ValueError:
        return 0.0
