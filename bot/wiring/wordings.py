"""One wording of a message goes in; whether it still counts comes out, and in which message of ours its answer belongs.

Of all wordings of one message the last alone is answered: it claims the very rows that saying the others would claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

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


def is_outdated(ledger: Ledger, cancel: Callable[[str], None], key: str, address: Address) -> bool:
    """Whether a later wording is known. The earlier ones are not answered any more, unless they are on their way already."""
    now = datetime.now(UTC)
    known = list(wordings_of(address.message, ledger))
    is_late = any(edited > address.edited for _, edited in known)
    for other in [key] if is_late else _older(known, address):
        ledger.stop_saying(amended_of(other), now)
        if ledger.stop_saying(other, now):
            cancel(other)
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
