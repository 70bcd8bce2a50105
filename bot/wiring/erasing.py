"""The key of a question goes in; the keys of all that was asked about in the same message come out: edits, clicks."""

from __future__ import annotations

from bot.ledger.ledger import Ledger
from bot.policy.talk import Address
from bot.wiring.plain import ADDRESS


def kin_of(key: str, ledger: Ledger) -> tuple[str, ...]:
    """The question and whatever has since been answered in the message that answers it. While addresses are kept."""
    said, kept = ledger.outgoing(key), ledger.address(key)
    if said is None or not said.ts or kept is None:
        return (key,)
    first: Address = ADDRESS.validate_python(kept)
    kin = [other for other in ledger.keys_beside(key) if other != key and _is_answered_in(said.ts, first, ledger.address(other))]
    return (key, *kin)


def _is_answered_in(ts: str, first: Address, kept: object) -> bool:
    if not isinstance(kept, dict) or "message_ts" not in kept:
        return False
    other: Address = ADDRESS.validate_python(kept)
    return (other.team, other.channel, other.message_ts) == (first.team, first.channel, ts)
