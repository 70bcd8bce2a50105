"""What an owner wants of one cell of the matrix goes in; what that would change comes out, and once it is confirmed, the edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from bot.clock.today import today_at
from bot.flows.owners.rule_cell import NoCellEditError, RuleCell
from bot.flows.owners.try_edits import Way, way_of
from bot.flows.owners.try_tests import Tried, try_one
from bot.knowledge.confirming.cells import cell_edited
from bot.knowledge.edits.undoing import undone
from bot.knowledge.edits.writing import Kept, keep, versioned
from bot.knowledge.history.propose import Edit, edit_of, with_edits
from bot.knowledge.joined.rules import ASK_THE_OWNER
from bot.knowledge.sheets.sheet import slug
from bot.ledger.ledger import Ledger
from bot.owners.diff import given_since
from bot.policy.changes.change import cell_question
from bot.policy.changes.compare import EVERYTHING, Compared, Given, Side, compare_sides
from bot.policy.changes.draft import Drafted
from bot.policy.changes.one_cell import CellEdit, CellWish, wide_rules
from bot.policy.deciding.decide import careful, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.words import Question, Rule
from bot.settings import Settings
from bot.wiring.owners.confirming import digest_of_texts, texts_of
from bot.wiring.owners.testing import Trying

DAYS = 90


@dataclass(frozen=True, slots=True)
class TestChanged:
    """A test of the policy that goes otherwise."""

    before: Tried
    after: Tried

    @property
    def way(self) -> Way:
        """Where it moved."""
        return way_of(self.before.got, self.after.got)


@dataclass(frozen=True, slots=True)
class CellNow:
    """A cell as the files rule it."""

    knowledge: Knowledge
    ruling: Ruling
    wide: tuple[Rule, ...]
    """Rules that decide it, and others as well."""
    seen: str
    """A digest of the files."""


@dataclass(frozen=True, slots=True)
class CellChanged:
    """What an edit of a cell would change. Nothing is written yet."""

    now: CellNow
    drafted: Drafted[CellEdit]
    after: Knowledge
    ruling: Ruling
    edit: Edit
    compared: Compared

    @property
    def is_looser(self) -> bool:
        """Whether somebody may do more than before."""
        return bool(self.compared.change.looser)

    @property
    def is_nothing(self) -> bool:
        """Whether the files say it already."""
        return not self.edit.after


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one folder, looked at anew each time."""

    settings: Settings
    ledger: Ledger

    def now(self, offering: str, data: str) -> CellNow:
        """As the files say. Raises ``NoCellEditError`` where there is no such cell, ``KnowledgeError`` with their faults."""
        texts = texts_of(self.settings.knowledge)
        return _now(with_edits(self.settings.knowledge, {}), texts, offering, data)

    def changed(self, wish: CellWish) -> CellChanged:
        """What it would change. Raises as ``now`` does, and with the faults that the edit would bring."""
        folder, texts = self.settings.knowledge, texts_of(self.settings.knowledge)
        now = _now(with_edits(folder, {}), texts, wish.offering, wish.data)
        drafted, files = _drafted(folder, texts, now.knowledge, wish)
        edit = edit_of(folder, files)
        after = with_edits(folder, edit.after)
        ruling = _ruled(after, wish.offering, wish.data)
        return CellChanged(now, drafted, after, ruling, edit, self._compared(now, after))

    def save(self, wish: CellWish, seen: str, about: str, by: str) -> tuple[Kept, str]:
        """Write it, or propose it where the folder is a copy; gives the version that was made of it, where one could be.

        ``seen``: the digest of the files that its reader looked at; raises ``NoCellEditError`` where they say something else by
        now. ``about``: how the edit is called for whoever takes it back. ``by``: who answers for it.
        """
        folder = self.settings.knowledge

        def make() -> Mapping[str, str]:
            texts = texts_of(folder)
            if digest_of_texts(texts) != seen:
                raise NoCellEditError("moved")
            return _drafted(folder, texts, with_edits(folder, {}), wish)[1]

        with versioned(self.settings, about, by) as version:
            kept = keep(self.settings, about, make)
        return kept, version.made

    def _compared(self, now: CellNow, after: Knowledge) -> Compared:
        return _compared(now.knowledge, after, given=given_since(self.ledger, DAYS))

    def tests(self, changed: CellChanged) -> tuple[TestChanged, ...]:
        """The owner's own tests that would go otherwise; looser first."""
        tried = (_tried(_OnADay(one.digest, today_at(one), one)) for one in (changed.now.knowledge, changed.after))
        both = [TestChanged(*one) for one in zip(*tried, strict=True)]  # no edit of a cell touches the tests
        found = [one for one in both if _told(one.before) != _told(one.after)]
        return tuple(sorted(found, key=lambda one: list(Way).index(one.way)))


def looser_without(folder: Path, of: str) -> int:
    """How many answers get looser once the newest edit is taken back. ``of``: its id. Raises ``NotTakenBackError``."""
    last = undone(folder, of)
    if last is None:
        return 0
    now, then = (with_edits(folder, texts) for texts in ({}, last.before))
    return len(_compared(now, then).change.looser)


def _compared(before: Knowledge, after: Knowledge, given: Sequence[Given] = ()) -> Compared:
    was, then = (Side("", one.policy, one.labels) for one in (before, after))
    return compare_sides(was, then, today_at(after), allowed=(EVERYTHING,), given=given)


def _now(knowledge: Knowledge, texts: Mapping[str, str], offering: str, data: str) -> CellNow:
    policy = knowledge.policy
    if offering not in policy.offerings or (data not in policy.data_types and data not in policy.data_classes):
        raise NoCellEditError("gone")
    ruling = _ruled(knowledge, offering, data)
    return CellNow(knowledge, ruling, wide_rules(policy, ruling, offering, data), digest_of_texts(texts))


def _drafted(
    folder: Path, texts: Mapping[str, str], knowledge: Knowledge, wish: CellWish
) -> tuple[Drafted[CellEdit], dict[str, str]]:
    """The edit, and the files that it changes."""

    @cache
    def files_with(edit: CellEdit) -> dict[str, str]:
        return cell_edited(texts, edit)

    @cache
    def policy_with(edit: CellEdit) -> Policy:
        return with_edits(folder, files_with(edit)).policy

    drafted = RuleCell(policy_with, _decided, slug, ASK_THE_OWNER.__eq__)(knowledge.policy, wish, today_at(knowledge))
    return drafted, files_with(drafted.entries)


def _ruled(knowledge: Knowledge, offering: str, data: str) -> Ruling:
    return _decided(knowledge.policy, cell_question(Question(), offering, data), today_at(knowledge))


def _decided(policy: Policy, question: Question, today: date) -> Ruling:
    return careful(question, decide(compile_policy(policy), question, today))


def _told(tried: Tried) -> tuple[str, frozenset[str]]:
    return tried.got.verdict, frozenset(tried.got.conditions)


@dataclass(frozen=True, slots=True)
class _OnADay:
    """A policy, known by its files and a day."""

    digest: str
    today: date
    knowledge: Knowledge = field(compare=False)


@lru_cache(maxsize=4)
def _tried(policy: _OnADay) -> tuple[Tried, ...]:
    """How its tests go; an edit is looked at several times before it is saved."""
    ask = Trying(policy.knowledge).ask
    return tuple(try_one(test, ask) for test in policy.knowledge.tests)
