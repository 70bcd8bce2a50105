"""The key of a question goes in; the keys of all that was asked about in the same message come out: edits, clicks."""

from __future__ import annotations

from bot.ledger.ledger import Ledger
from bot.policy.talk import Address
from bot.wiring.plain import ADDRESS
from bot.wiring.wordings import wordings_of


def kin_of(key: str, ledger: Ledger) -> tuple[str, ...]:
    """The question and whatever has since been answered in the message that answers it. While addresses are kept."""
    kept = ledger.address(key)
    if kept is None:
        return (key,)
    first: Address = ADDRESS.validate_python(kept)
    wordings = [wording for wording, _ in wordings_of(key, key, ledger)]
    answered_in = {said.ts for wording in wordings if (said := ledger.outgoing(wording)) and said.ts}
    others = [other for other in ledger.keys_beside(key) if other not in wordings]
    return (*wordings, *(other for other in others if _is_answered_in(answered_in, first, ledger.address(other))))


def _is_answered_in(messages: set[str], first: Address, kept: object) -> bool:
    if not isinstance(kept, dict) or "message_ts" not in kept:
        return False
    other: Address = ADDRESS.validate_python(kept)
    return (other.team, other.channel) == (first.team, first.channel) and other.message_ts in messages
