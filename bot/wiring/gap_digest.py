"""The house's rooms go in; each owner's weekly digest of what people asked for and did not get comes out, once a week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.clock.clock import Tick
from bot.engine.engine import Engine
from bot.ledger.ledger import Ledger
from bot.policy.gaps import Gap, by_owner
from bot.policy.house import Contact, Knowledge
from bot.saying.gaps import digest
from bot.saying.labels import owner_contact
from bot.wiring.gaps import gaps_of
from bot.wiring.mind import Minds
from bot.wiring.voices import Voice, Voices

KIND = "gaps.week"
DAYS = 7
HOUR = 9
EVERY_SECONDS = 600


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    minds: Minds
    ledger: Ledger
    voices: Voices
    engine: Engine


class GapDigest:
    """From Monday at nine, in the organisation's own time: one digest for each contact with a channel, of the tools it answers
    for. Every replica may look at any time."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        rooms.voices[KIND] = Voice(self.word, self.kept)

    def __call__(self, now: datetime) -> None:
        """Queue what is due this week and was not said yet."""
        knowledge = self._rooms.minds.today().knowledge
        week = week_of(now, ZoneInfo(knowledge.organisation.time_zone))
        if not week:
            return
        for contact in contacts_of(knowledge):
            id_ = f"gaps:{week}:{contact.id}"
            if not self._rooms.ledger.is_digest_over(id_):
                self._rooms.engine.notify(id_, {"kind": KIND, "id": id_, "contact": contact.id})

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The digest as things are now; None where there is nothing to do, or nobody to tell any more."""
        knowledge = self._rooms.minds.today().knowledge
        contact = next((one for one in contacts_of(knowledge) if one.id == notice["contact"]), None)
        if contact is None:
            return None
        found = gaps_by_contact(gaps_of(self._rooms.ledger, knowledge, _now(), DAYS), knowledge).get(contact.id, ())
        if not found:
            return None
        return {"channel": contact.channel, "words": digest(found, DAYS, knowledge.organisation.languages)}

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """It is over for this week, whatever became of it."""
        self._rooms.ledger.keep_digest(notice["id"], outcome["state"], _now())


def weekly_gaps(rooms: Rooms) -> Tick:
    """For the clock."""
    return Tick("gaps", EVERY_SECONDS, GapDigest(rooms))


def week_of(now: datetime, zone: ZoneInfo) -> str:
    """The week, as ``2026-W47``, that digests are due for; empty on Monday before nine."""
    local = now.astimezone(zone)
    year, week, _ = local.isocalendar()
    return "" if local.weekday() == 0 and local.hour < HOUR else f"{year}-W{week:02}"


def contacts_of(knowledge: Knowledge) -> list[Contact]:
    """The policy's owner, and every contact that some tool names as its owner; those with a channel."""
    named = set(owners_of_tools(knowledge).values())
    owner = owner_contact(knowledge)
    wanted = [one for one in knowledge.organisation.contacts if one.id in named or (owner and one.id == owner.id)]
    return [one for one in wanted if one.channel]


def owners_of_tools(knowledge: Knowledge) -> dict[str, str]:
    """Tool id -> id of the contact that its ``owner`` is, where that contact has a channel."""
    known = {
        word.casefold(): one.id
        for one in knowledge.organisation.contacts
        if one.channel
        for word in (one.id, one.name, one.how)
        if word
    }
    found = {}
    for offering in knowledge.policy.offerings.values():
        if contact := known.get(offering.facts.get("owner", "").casefold()):
            found[offering.tool] = contact
    return found


def gaps_of_owner(found: tuple[Gap, ...], knowledge: Knowledge, own: Collection[str]) -> tuple[Gap, ...]:
    """The gaps of one owner. ``own``: the words for them, their team and Slack id; contacts with such an id are theirs, and tools
    that name those, or them, as owner. Whoever no contact stands for answers for the policy: what the digest tells its owner."""
    words = {word.casefold() for word in own if word}
    contacts = [one for one in knowledge.organisation.contacts if one.id.casefold() in words]
    words |= {word.casefold() for one in contacts for word in (one.id, one.name, one.how) if word}
    tools = {one.tool for one in knowledge.policy.offerings.values() if one.facts.get("owner", "").casefold() in words}
    mine = {gap.number for gap in found if gap.tool.partition("/")[0] in tools}
    owner, by_contact = owner_contact(knowledge), gaps_by_contact(found, knowledge)
    is_policy_owner = owner is not None and owner.id.casefold() in words
    if is_policy_owner or not (contacts or tools):
        mine |= {gap.number for gap in by_contact.get(owner.id if owner else "", ())}
    return tuple(gap for gap in found if gap.number in mine)


def gaps_by_contact(found: tuple[Gap, ...], knowledge: Knowledge) -> dict[str, tuple[Gap, ...]]:
    """Contact id -> its gaps; what no tool's owner answers for is the policy owner's."""
    owner = owner_contact(knowledge)
    return by_owner(found, owners_of_tools(knowledge), owner.id if owner else "")


def _now() -> datetime:
    return datetime.now(UTC)
