"""An index goes in; the organisation, guidance, definitions, vendors, people and tests come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.knowledge.joined.index import Index
from bot.knowledge.sheets.register import RawChange, RawVendor
from bot.knowledge.sheets.tested import RawSlots
from bot.policy.house import AnnouncedChange, Contact, Definition, Organisation, Passage, Person, PolicyTest, Vendor
from bot.policy.talks.checks import UNLISTED
from bot.policy.words import DataAsk, Question, Slot, ToolAsk


def join_organisation(index: Index) -> Organisation:
    """policy.yaml without the rules."""
    raw = index.policy
    return Organisation(
        raw.organisation,
        raw.languages,
        raw.sample,
        tuple(Contact(each.id, each.name, each.how, each.channel, each.says) for each in raw.contacts),
        raw.owner,
        raw.review_every_days,
        raw.base_url,
        raw.bare_brand,
        raw.time_zone,
        raw.reminder_channel,
        raw.digest_channel,
        raw.audience,
        acknowledge=raw.acknowledge,
        unlisted_because=raw.unlisted_because,
        reminding=raw.reminding,
        believing=raw.believing,
    )


def join_passages(index: Index) -> tuple[Passage, ...]:
    """All headed parts of the guidance, by file."""
    return tuple(passage for part in index.parts for passage in part.passages)


def join_definitions(index: Index) -> tuple[Definition, ...]:
    """Words that the policy defines; one that cites guidance stands where it leads to."""
    found = []
    for part in index.parts:
        for raw in part.definitions:
            cited = index.cited(raw.cites)
            found.append(replace(raw.definition, at=cited) if cited else raw.definition)
    return tuple(found)


def join_vendors(index: Index) -> tuple[Vendor, ...]:
    """Vendors with what they have announced."""
    return tuple(_vendor(index, key, raw) for key, raw in index.vendors.items())


def _vendor(index: Index, key: str, raw: RawVendor) -> Vendor:
    owner = index.policy.owner
    watched = index.policy.watch if raw.watched is None else raw.watched
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


def join_people(index: Index) -> tuple[Person, ...]:
    """Who has which role."""
    return tuple(person for part in index.parts for _, person in part.people)


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
        for word in raw.tools
    )
    for word in raw.transformations:
        if word.text not in index.transformations:
            index.unknown("K016", word, index.transformations)
    done = tuple(word.text for word in raw.transformations)
    data = tuple(DataAsk(word.text, (word.text,), done) for word in raw.data if index.is_data(word))
    met, unmet = (frozenset(index.known_conditions(words)) for words in (raw.met, raw.unmet))
    return Question(tools, data, {Slot(name): value for name, value in raw.context.items()}, met, unmet)
