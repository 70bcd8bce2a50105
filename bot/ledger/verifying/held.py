"""The records of holds and of erasures go in; an erasure that was made while a hold was hidden from the house comes out.

Whoever writes the database may take a hold away with all that tells of it, let the house erase, and put all of it back. The house
seals with each erasure which holds it saw; the chain tells which stood.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.ledger.store.records import moment
from bot.ledger.store.stored import at_of, said_in

AT_ONCE = timedelta(minutes=1)
"""An erasure and a hold that are nearer to each other may not have seen each other."""
OF_KIND = text("SELECT ref, public, place FROM records WHERE kind <> 'question' AND kind = :kind ORDER BY id")


def look_at_erasures(connection: Connection, fault: Callable[[int, str, str, str], None]) -> None:
    """Compare what each erasure says of holds with the holds. ``fault``: place, what, why, and what it is about."""
    holds: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for one in connection.execute(OF_KIND, {"kind": "hold"}):
        said = said_in(one.public)
        deeds = holds.setdefault(str(one.ref), {"add": [], "lift": []})
        deeds.setdefault(str(said.get("deed")), []).append((at_of(one.place), str(said.get("at"))))
    if not holds:
        return
    for one in connection.execute(OF_KIND, {"kind": "erased"}):
        said = said_in(one.public)
        seen: Any = said.get("holds")
        if not isinstance(seen, list):  # of an earlier release
            continue
        for hold, deeds in holds.items():
            if hold not in seen and _stood(deeds, at_of(one.place), str(said.get("at"))):
                fault(at_of(one.place), "changed", f"the house did not see the hold {hold} when it erased, and it stood", "")


def _stood(deeds: dict[str, list[tuple[int, str]]], place: int, at: str) -> bool:
    try:
        when = datetime.fromisoformat(at).replace(tzinfo=UTC)
    except ValueError:
        return False
    before, after = moment(when - AT_ONCE), moment(when + AT_ONCE)
    begun = any(where < place and then < before for where, then in deeds["add"])
    return begun and not any(where < place or then < after for where, then in deeds["lift"])
