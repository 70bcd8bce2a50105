"""One wording of a message goes in; whether it still counts comes out, in which message of ours its answer belongs, and all
that was asked about in that message: edits, clicks.

Of all wordings of one message the last alone is answered: it claims the very rows that saying the others would claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.ledger.asked.questions import is_key
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS
from bot.ledger.store.keyed import amended_of
from bot.policy.talks.posting import RateLimited
from bot.policy.talks.talk import Address

ON_ITS_WAY = frozenset({"posting", "uncertain"})
LOOK_SECONDS = 0.5
LONGEST = timedelta(minutes=2)
"""What has been on its way for so long was left by a workflow that is gone."""


def wordings_of(message: str, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Key and edit of each wording of a message, the first included; while addresses are kept."""
    yield message, ""
    for other in ledger.keys_beside([message]):
        kept = ledger.address(other) if other != message else None
        address = ADDRESS.validate_python(kept) if kept and "message" in kept else None
        if address is not None and address.message == message and address.edited:
            yield other, address.edited


def is_outdated(app: App, key: str, address: Address) -> bool:
    """Whether a later wording is known. The earlier ones are not answered any more, unless they are on their way already."""
    ledger, now = app.ledger, datetime.now(UTC)
    known = list(wordings_of(address.message, ledger))
    is_late = any(edited > address.edited for _, edited in known)
    for other in [key] if is_late else _older(known, address):
        ledger.stop_saying(amended_of(other), now)
        if ledger.stop_saying(other, now):
            app.engine.cancel(other)
    return is_late


def placed(ledger: Ledger, key: str, address: Address) -> Address:
    """The address of one wording, with the message of ours that answered an earlier one, which is to be replaced.

    Raises ``RateLimited`` while an earlier answer is on its way into the chat.
    """
    if not address.edited:
        return address
    now = datetime.now(UTC)
    for other in _older(list(wordings_of(address.message, ledger)), address):
        if other == key or ledger.stop_saying(other, now):
            continue
        out = ledger.outgoing(other)
        for one in (out, ledger.outgoing(amended_of(other))):
            if one is not None and one.state in ON_ITS_WAY and now - one.at < LONGEST:
                raise RateLimited(LOOK_SECONDS)
        if out is not None and out.ts:
            address = replace(address, message_ts=out.ts)
    return address


def _older(known: list[tuple[str, str]], address: Address) -> list[str]:
    return [key for key, edited in known if edited < address.edited]


def kin_of(key: str, ledger: Ledger, hash_of: Callable[..., str]) -> tuple[str, ...]:
    """The question and whatever has since been answered in the message that answers it. While addresses are kept.

    Edits carry the mark of the message that asked, clicks that of the message that was clicked on: what other people or this
    one asked elsewhere is never looked at.
    """
    for other, old in ledger.unmarked_beside(key).items():
        if is_key(other) and (mark := message_of(ADDRESS.validate_python(old), hash_of)):
            ledger.mark_address(other, mark)
    return marked_kin_of(key, ledger, hash_of)


def marked_kin_of(key: str, ledger: Ledger, hash_of: Callable[..., str]) -> tuple[str, ...]:
    """The same, where every address carries its mark."""
    kept = ledger.address(key)
    if kept is None:
        return (key, amended_of(key))
    first: Address = ADDRESS.validate_python(kept)
    wordings = [wording for wording, _ in wordings_of(key, ledger)]
    answered_in = dict.fromkeys(said.ts for wording in wordings if (said := ledger.outgoing(wording)) and said.ts)
    marks = [mark_of(hash_of, first.team, first.channel, ts) for ts in answered_in]
    kin = (*wordings, *(other for other in ledger.keys_beside(marks) if other not in wordings))
    return tuple(dict.fromkeys((*kin, *map(amended_of, kin))))


def mark_of(hash_of: Callable[..., str], team: str, channel: str, ts: str) -> str:
    """The mark of one message of ours, for the addresses of what is clicked on in it."""
    return hash_of("message", team, channel, ts)


def message_of(address: Address, hash_of: Callable[..., str]) -> str:
    """What the address of an answer is found by: the message that asked, else the message of ours that is to be changed."""
    if address.message or not address.message_ts:
        return address.message
    return mark_of(hash_of, address.team, address.channel, address.message_ts)
