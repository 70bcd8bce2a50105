"""An index goes in; the organisation, definitions, vendors and tests come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.knowledge.files.tests import RawSlots
from bot.knowledge.files.vendors import RawChange, RawVendor
from bot.knowledge.joined.index import Index
from bot.policy.house import AnnouncedChange, Definition, Organisation, PolicyTest, Vendor
from bot.policy.talks.checks import UNLISTED
from bot.policy.words import DataAsk, Question, Slot, ToolAsk


def join_organisation(index: Index) -> Organisation:
    """policy.yaml without the rules."""
    raw = index.policy
    return Organisation(
        raw.organisation,
        raw.languages,
        raw.sample,
        raw.contacts,
        raw.owner,
        raw.review_every_days,
        raw.base_url,
        raw.bare_brand,
        raw.time_zone,
        raw.reminder_channel,
        raw.digest_channel,
        raw.slack,
        acknowledge=raw.acknowledge,
        unlisted_because=raw.unlisted_because,
        reminding=raw.reminders,
        believing=raw.model,
    )


def join_definitions(index: Index) -> tuple[Definition, ...]:
    """Words that the policy defines; one that cites guidance stands where it leads to."""
    found = []
    for part in index.parts:
        for raw in (one for data in part.data for one in data.definitions):
            cited = index.cited(raw.cites)
            found.append(replace(raw.definition, at=cited) if cited else raw.definition)
    return tuple(found)


def join_vendors(index: Index) -> tuple[Vendor, ...]:
    """Vendors with what they have announced."""
    return tuple(_vendor(index, key, raw) for key, raw in index.vendors.items())


def _vendor(index: Index, key: str, raw: RawVendor) -> Vendor:
    owner = index.policy.owner
    watched = index.policy.watch if raw.watch is None else raw.watch
    return Vendor(
        key,
        raw.name,
        tuple(replace(page, watched=watched if page.watched is None else page.watched) for page in raw.pages),
        tuple(replace(contract, owner=contract.owner or owner) for contract in raw.contracts),
        tuple(_change(index, change, change.effective, key, owner) for change in raw.changes if change.effective),
        tuple(word.text for word in raw.products),
        raw.contacts,
        raw.migration[1] if raw.migration else None,
        raw.catalog,
        watched,
        raw.every_hours,
        raw.id.at,
    )


def _change(index: Index, raw: RawChange, effective: date, vendor: str, owner: str) -> AnnouncedChange:
    return AnnouncedChange(
        raw.id.text,
        vendor,
        raw.title,
        effective,
        tuple(word.text for word in raw.tools),
        raw.needed,
        raw.owner or owner,
        raw.url,
        raw.id.at,
        raw.announced,
        raw.announced_on,
        touches=index.clauses(word._replace(text=f"{vendor}/{word.text.strip()}") for word in raw.touches),
    )


def join_tests(index: Index) -> tuple[PolicyTest, ...]:
    """Questions with the rulings that the owner expects; one that is given as slots with its ids looked up."""
    return tuple(
        replace(raw.test, slots=_question(index, raw.slots)) if raw.slots else raw.test
        for part in index.parts
        for raw in part.tests
    )


def _question(index: Index, raw: RawSlots) -> Question:
    """A tool of several offerings leaves its plan open, as a bare brand does. A tool that no file names stays unlisted only
    where it is written as ``unlisted``."""
    tools = tuple(
        ToolAsk(word.text) if word.text == UNLISTED else ToolAsk(word.text, tuple(sorted(index.offerings_of(word))))
        for word in raw.tool
    )
    for word in raw.transformations:
        if word.text not in index.transformations:
            index.unknown("K016", word, index.transformations)
    done = tuple(word.text for word in raw.transformations)
    data = tuple(DataAsk(word.text, (word.text,), done) for word in raw.data if index.is_data(word))
    met, unmet = (frozenset(index.known_conditions(words)) for words in (raw.met, raw.unmet))
    return Question(tools, data, {Slot(name): value for name, value in raw.context.items()}, met, unmet)
