"""The house's rooms go in; each owner's weekly digest of what people asked for and did not get comes out, once a week."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient

from bot.app import App
from bot.desk import digests
from bot.policy.changes.gaps import Gap, by_owner
from bot.policy.house import Contact, Knowledge
from bot.policy.talks.talk import Address
from bot.saying.contacts import owner_contact
from bot.saying.notices.gaps import digest
from bot.slack.gaps.cards import to_digest
from bot.slack.posts.post import Poster
from bot.wiring.desk.gaps import gaps_of, id_of, ways_of

KIND = "gaps.week"
DAYS = 7


def queue_gaps(app: App, now: datetime) -> None:
    """One digest for each contact with a channel, of the tools it answers for."""
    if found := digests.week_of(app, now):
        for contact in contacts_of(app.knowledge):
            digests.queue(app, KIND, f"gaps:{found[0]}:{contact.id}", contact=contact.id)


def gaps_words(app: App, notice: dict[str, Any]) -> dict[str, Any] | None:
    """The digest as things are now; None where there is nothing to do, or nobody to tell any more."""
    knowledge = app.knowledge
    contact = next((one for one in contacts_of(knowledge) if one.id == notice["contact"]), None)
    if contact is None:
        return None
    found = gaps_by_contact(gaps_of(app.ledger, knowledge, datetime.now(UTC), DAYS), knowledge).get(contact.id, ())
    if not found:
        return None
    told = digest(found, DAYS, knowledge.organisation.languages)
    buttons = (id_of(gap) if ways_of(gap, knowledge, app.catalog) else "" for gap in found)
    shown = {**asdict(told), "rows": [list(row) for row in zip(told.lines, buttons, strict=False)]}
    return {"kind": KIND, "channel": contact.channel, "words": told.text, "shown": shown}


def post_gaps(client: WebClient, key: str, said: dict[str, Any], address: Address) -> str:
    """The lines, with a button for each gap that can be closed by one. Raises a ``PostingProblem``."""
    return Poster(client).put(address, *to_digest(said["shown"], said["words"]), key)


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
