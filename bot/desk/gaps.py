"""What people asked for and the policy did not answer: each owner's own gaps, the weekly digest of them, what may be chosen for
one, and the edit that closes it, which is shown before it is proposed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock.today import today_at
from bot.desk import digests
from bot.desk.edits import digest_of, tell_owners
from bot.desk.mend import Choice, Mend, Names, NoMendError
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import Edit, added, edit_of, names_added, with_edits
from bot.knowledge.sheets.nearest import as_tool, nearest_data, nearest_tools
from bot.knowledge.sheets.sheet import slug
from bot.ledger.asked.gaps import NotServed
from bot.ledger.ledger import Ledger
from bot.ledger.plain import READING
from bot.policy.changes.beyond import UNLISTED
from bot.policy.changes.change import CellChange
from bot.policy.changes.compare import EVERYTHING, Compared, Side, compare_sides
from bot.policy.changes.gaps import Gap, Lack, Unserved, Why, by_owner, gaps
from bot.policy.deciding.compile import compile_policy
from bot.policy.house import Contact, Knowledge
from bot.policy.words import Question
from bot.policy.world import Catalog
from bot.reading.rereading import renamed
from bot.saying import labels
from bot.saying.contacts import owner_contact
from bot.saying.notices.gaps import digest
from bot.saying.words import Words, words_for
from bot.settings import Settings

WEEK = "gaps.week"
"""Kind of the notice."""
DAYS_OF_DIGEST, DAYS = 7, 30
"""A digest's buttons work as long as the console lists its gaps."""
MOST_ROWS = 5_000
NAMED = {"as": "as_", "class": "data_class", "effect": "effect"}
"""What stands before the colon of a choice in a form -> the field of the choice."""
PLAIN = "plain"
"""In place of a choice of which nothing has to be said."""
MOST_CELLS = 8
log = logging.getLogger("mayi.gaps")


# --- the gaps, and what closes one -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit that is written nowhere yet, and what it would change."""

    edit: Edit
    compared: Compared


def gaps_of(ledger: Ledger, knowledge: Knowledge, now: datetime, days: int = DAYS) -> tuple[Gap, ...]:
    """What people asked for in the last days and did not get, as things to do; those that were mended since are left out, and
    those about tools and data of a policy that another one has taken the place of."""
    rows, sent = ledger.unserved(now - timedelta(days=days), MOST_ROWS)
    known = knowledge.policy.offerings.keys() | knowledge.policy.data_types.keys() | knowledge.policy.data_classes.keys()
    found = [one for row in rows if (one := _unserved(row, known, was_sent=row.receipt in sent))]
    compiled, words = compile_policy(knowledge.policy), words_for("", knowledge.organisation.languages)
    return gaps(found, compiled, knowledge.vocabulary, today_at(knowledge, now), lambda id_: _label(id_, knowledge, words))


def mended(folder: Path, knowledge: Knowledge, catalog: Catalog, *, gap: Gap, choice: Choice) -> Mended:
    """The edit that closes a gap. Raises ``NoMendError``, or ``KnowledgeError`` with the faults that it would bring."""
    today = today_at(knowledge)
    edit = _mend(knowledge, catalog)(gap, choice, today)
    if isinstance(edit, Names):
        files = names_added(folder, edit.thing, edit.words)
    else:
        files = {entry.file: added(folder, entry.file, entry.key, entry.value) for entry in edit}
    # files with files: what owners suspended is in no file, and would count as looser here
    today_files, after = with_edits(folder, {}), with_edits(folder, files)
    before, then = (Side(name, one.policy, one.labels) for name, one in (("today", today_files), ("with the edit", after)))
    names = renamed(today_files, after, catalog)
    # whoever confirms it answers for it
    compared = compare_sides(before, then, today, allowed=(EVERYTHING,), names=names)
    return Mended(edit_of(folder, files), compared)


def mend_it(settings: Settings, knowledge: Knowledge, catalog: Catalog, *, gap: Gap, choice: Choice, seen: str) -> Kept:
    """Keep the edit that was shown. ``seen``: its digest; raises ``NoMendError`` where it would be another one by now."""

    def make() -> Mapping[str, str | None]:
        done = mended(settings.knowledge, knowledge, catalog, gap=gap, choice=choice)
        if digest_of(done.edit.patch) != seen:
            raise NoMendError("the policy's files have changed since this edit was shown; look at it again")
        return done.edit.after

    return keep(settings, name_of(gap), make)


def id_of(gap: Gap) -> str:
    """The same gap has the same id tomorrow, wherever in the list it stands."""
    return sha256("\n".join((gap.lack, gap.tool.casefold(), gap.data.casefold())).encode()).hexdigest()[:16]


def value_of(way: Choice) -> str:
    """A choice as a form names it: ``as:deepl/pro``; empty where nothing has to be said."""
    return next((f"{name}:{value}" for name, field in NAMED.items() if (value := getattr(way, field))), "")


def name_of(gap: Gap) -> str:
    """The gap in a few words."""
    return " × ".join(name for name in (gap.tool_label, gap.data_label) if name)


def label_of_way(gap: Gap, way: Choice, knowledge: Knowledge, words: Words) -> str:
    """What a choice means, for people."""
    if way.as_:
        return words("console.mend.as", name=_label(way.as_, knowledge, words))
    if way.data_class:
        return words("console.mend.class", name=_label(way.data_class, knowledge, words))
    if gap.lack is Lack.TOOL:
        return words("console.mend.tool")
    return words("console.mend.forbid") if way.effect == "forbid" else words("console.mend.review")


def ways_of(gap: Gap, knowledge: Knowledge, catalog: Catalog) -> tuple[Choice, ...]:
    """What an owner may choose for this gap without writing anything."""
    classes = sorted(one for one in knowledge.vocabulary.data if one not in knowledge.policy.data_types)
    return _mend(knowledge, catalog).ways(gap, classes)


def _label(id_: str, knowledge: Knowledge, words: Words) -> str:
    """How people call an offering, a data type or a data class."""
    return words.pick(knowledge.labels.get(id_, {})) or id_


def _unserved(row: NotServed, known: Set[str], *, was_sent: bool) -> Unserved | None:
    """None where nothing of it is about the policy of today. ``known``: ids of its tools and data."""
    if not row.reading:
        return None
    reading = READING.validate_python(row.reading)
    told = {why for why, holds in ((Why.NOT_RIGHT, row.feedback == "not_right"), (Why.TO_OWNER, was_sent)) if holds}
    asked = tuple(item.question for item in reading.items if _ids_of(item.question) <= known)
    if not asked:
        return None
    return Unserved(row.receipt, row.at, row.asker, row.text or "", asked, frozenset(told))


def _ids_of(question: Question) -> set[str]:
    """The tools and data that it was read to be about, as the policy of its day had them."""
    return {id_ for one in question.tools for id_ in one.offerings} | {id_ for one in question.data for id_ in one.types}


def _mend(knowledge: Knowledge, catalog: Catalog) -> Mend:
    vocabulary = knowledge.vocabulary
    known = {*vocabulary.tools, *vocabulary.offerings, *vocabulary.data}

    def near(gap: Gap) -> list[str]:
        return nearest_data(gap.data, vocabulary) if gap.lack is Lack.DATA else nearest_tools(gap.tool, vocabulary)

    rules = {rule.id for rule in knowledge.policy.rules}
    return Mend(
        known=known.__contains__,
        near=near,
        of_catalog=lambda name: as_tool(name, catalog),
        is_rule=rules.__contains__,
        slug=slug,
    )


# --- whose they are, and the weekly digest ---------------------------------------------------------------------------


def queue_gaps(app: App, now: datetime) -> None:
    """One digest for each contact with a channel, of the tools it answers for."""
    if found := digests.week_of(app, now):
        for contact in contacts_of(app.knowledge):
            digests.queue(app, WEEK, f"gaps:{found[0]}:{contact.id}", contact=contact.id)


def gaps_words(app: App, notice: dict[str, Any]) -> dict[str, Any] | None:
    """The digest as things are now; None where there is nothing to do, or nobody to tell any more."""
    knowledge = app.knowledge
    contact = next((one for one in contacts_of(knowledge) if one.id == notice["contact"]), None)
    if contact is None:
        return None
    found = gaps_by_contact(gaps_of(app.ledger, knowledge, datetime.now(UTC), DAYS_OF_DIGEST), knowledge).get(contact.id, ())
    if not found:
        return None
    told = digest(found, DAYS_OF_DIGEST, knowledge.organisation.languages)
    buttons = (id_of(gap) if ways_of(gap, knowledge, app.catalog) else "" for gap in found)
    shown = {**asdict(told), "rows": [list(row) for row in zip(told.lines, buttons, strict=False)]}
    return {"kind": WEEK, "channel": contact.channel, "words": told.text, "shown": shown}


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


# --- the digest's buttons --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GapForm:
    """One gap, and what may be chosen for it."""

    about: str
    examples: tuple[str, ...] = ()
    """Redacted questions."""
    ways: tuple[tuple[str, str], ...] = ()
    """Value and label."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that nobody has proposed yet."""

    about: str
    changes: str
    """What it would change, in a line."""
    cells: tuple[str, ...]
    """The answers that would change."""
    patch: str
    digest: str
    """Tells the patch from others: what is proposed is what was shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish: an edit to look at, or words."""

    draft: Draft | None = None
    said: str = ""


def form(app: App, gap: str, language: str) -> GapForm | None:
    """The gap of this id, with what may be chosen for it; None where it is closed, or nobody asked of late."""
    if (found := _find(app, gap)) is None:
        return None
    words, ways = _words(app, language), ways_of(found, app.knowledge, app.catalog)
    named = tuple((value_of(way) or PLAIN, label_of_way(found, way, app.knowledge, words)) for way in ways)
    return GapForm(name_of(found), found.examples, named)


def draft(app: App, gap: str, choice: str, language: str) -> Outcome:
    """The edit, written nowhere yet."""

    def show(found: Gap, way: Choice) -> Outcome:
        done = mended(app.settings.knowledge, app.knowledge, app.catalog, gap=found, choice=way)
        return Outcome(_draft(app, found, way, done, language))

    return _with(app, gap, choice, language, show)


def propose(app: App, gap: str, choice: str, seen: str, language: str) -> Outcome:
    """Propose the edit, once. ``seen``: the digest of the draft; where the edit is another one by now, that one comes back, and
    nothing is done."""

    def write(found: Gap, way: Choice) -> Outcome:
        done = mended(app.settings.knowledge, app.knowledge, app.catalog, gap=found, choice=way)
        if digest_of(done.edit.patch) != seen:
            return Outcome(_draft(app, found, way, done, language))
        kept = mend_it(app.settings, app.knowledge, app.catalog, gap=found, choice=way, seen=seen)
        tell_owners(app, kept)
        key = "gaps.form.proposed" if kept.path else "gaps.form.done"
        return Outcome(said=_words(app, language)(key, about=name_of(found), file=kept.file))

    return _with(app, gap, choice, language, write)


def _with(app: App, gap: str, choice: str, language: str, do: Callable[[Gap, Choice], Outcome]) -> Outcome:
    """Do it for the gap and the way, looked up anew: the policy may have changed. Nothing where either is gone, and in words why
    no edit can be written."""
    found = _find(app, gap)
    ways = ways_of(found, app.knowledge, app.catalog) if found else ()
    way = next((one for one in ways if (value_of(one) or PLAIN) == choice), None)
    if found is None or way is None:
        return Outcome()
    try:
        return do(found, way)
    except (NoMendError, KnowledgeError, OSError) as problem:
        why = problem.faults[0].what if isinstance(problem, KnowledgeError) else str(problem)
        log.warning("no edit could be written for a gap: %s", why)
        return Outcome(said=_words(app, language)("console.error.no_edit", why=why))


def _find(app: App, gap: str) -> Gap | None:
    return next((one for one in gaps_of(app.ledger, app.knowledge, datetime.now(UTC)) if id_of(one) == gap), None)


def _words(app: App, language: str) -> Words:
    return words_for(language, app.knowledge.organisation.languages)


def _draft(app: App, gap: Gap, way: Choice, done: Mended, language: str) -> Draft:
    words, change = _words(app, language), done.compared.change
    counts = {"looser": str(len(change.looser)), "stricter": str(len(change.stricter))}
    about = f"{name_of(gap)}: {label_of_way(gap, way, app.knowledge, words)}"
    cells = [_cell(one, app.knowledge, words) for one in (*change.looser, *change.stricter, *change.changed_conditions)]
    more = (words("list.more", count=str(len(cells) - MOST_CELLS)),) if len(cells) > MOST_CELLS else ()
    patch = done.edit.patch
    return Draft(about, words("console.mend.changes", **counts), (*cells[:MOST_CELLS], *more), patch, digest_of(patch))


def _cell(one: CellChange, knowledge: Knowledge, words: Words) -> str:
    known = one.offering in knowledge.policy.offerings
    tool = labels.offering_label(one.offering, knowledge, words) if known else one.offering
    tool = words("pick.unlisted") if one.offering == UNLISTED else tool
    known = one.data in knowledge.policy.data_types or one.data in knowledge.policy.data_classes
    data = labels.data_label(one.data, knowledge, words) if known else one.data
    verdicts = {"was": words(f"word.{one.old.value}"), "now": words(f"word.{one.new.value}")}
    return words("gaps.form.cell", tool=tool, data=data, **verdicts)
