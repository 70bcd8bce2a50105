"""A ledger and the policy of today go in; what the policy lacks comes out, and the proposed edit that closes one of the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from bot.clock.today import today_at
from bot.flows.owners.compare import EVERYTHING, Compared, Side, compare_sides
from bot.flows.owners.mend import Choice, Mend, Names, NoMendError
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.history.propose import Edit, added, edit_of, names_added, with_edits
from bot.knowledge.sheets.nearest import as_tool, nearest_data, nearest_tools
from bot.knowledge.sheets.sheet import slug
from bot.ledger.asked.gaps import NotServed
from bot.ledger.ledger import Ledger
from bot.ledger.plain import READING
from bot.policy.changes.gaps import Gap, Lack, Unserved, Why, gaps
from bot.policy.deciding.compile import compile_policy
from bot.policy.house import Knowledge
from bot.policy.words import Question
from bot.policy.world import Catalog
from bot.saying.words import Words
from bot.settings import Settings
from bot.wiring.answers.mind import label_of
from bot.wiring.owners.rereading import renamed

MOST_ROWS = 5_000
NAMED = {"as": "as_", "class": "data_class", "effect": "effect"}
"""What stands before the colon of a choice in a form -> the field of the choice."""
__all__ = ["Choice", "Gap", "Mended", "NoMendError", "gaps_of", "mend_it", "mended", "ways_of"]


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit that is written nowhere yet, and what it would change."""

    edit: Edit
    compared: Compared


def gaps_of(ledger: Ledger, knowledge: Knowledge, now: datetime, days: int = 30) -> tuple[Gap, ...]:
    """What people asked for in the last days and did not get, as things to do; those that were mended since are left out, and
    those about tools and data of a policy that another one has taken the place of."""
    rows, sent = ledger.unserved(now - timedelta(days=days), MOST_ROWS)
    known = knowledge.policy.offerings.keys() | knowledge.policy.data_types.keys() | knowledge.policy.data_classes.keys()
    found = [one for row in rows if (one := _unserved(row, known, was_sent=row.receipt in sent))]
    today = today_at(knowledge, now)
    compiled = compile_policy(knowledge.policy)
    return gaps(found, compiled, knowledge.vocabulary, today, lambda id_: label_of(knowledge, id_))


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


def digest_of(patch: str) -> str:
    """What tells an edit from others."""
    return sha256(patch.encode()).hexdigest()[:16]


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
        return words("console.mend.as", name=label_of(knowledge, way.as_, words.language))
    if way.data_class:
        return words("console.mend.class", name=label_of(knowledge, way.data_class, words.language))
    if gap.lack is Lack.TOOL:
        return words("console.mend.tool")
    return words("console.mend.forbid") if way.effect == "forbid" else words("console.mend.review")


def ways_of(gap: Gap, knowledge: Knowledge, catalog: Catalog) -> tuple[Choice, ...]:
    """What an owner may choose for this gap without writing anything."""
    classes = sorted(one for one in knowledge.vocabulary.data if one not in knowledge.policy.data_types)
    return _mend(knowledge, catalog).ways(gap, classes)


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
