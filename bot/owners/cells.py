"""What an owner wants of one cell of the matrix goes in; what that would change comes out, and once it is confirmed, the edit."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from bot.clock.today import today_at
from bot.knowledge.confirming.cells import cell_edited
from bot.knowledge.edits.undoing import undone
from bot.knowledge.edits.writing import Kept, keep, versioned
from bot.knowledge.history.propose import Edit, edit_of, with_edits
from bot.knowledge.joined.rules import ASK_THE_OWNER
from bot.knowledge.sheets.sheet import slug
from bot.ledger.ledger import Ledger
from bot.owners.confirm import digest_of_texts, texts_of
from bot.owners.diff import given_since
from bot.owners.policy_tests import Tried, Trying, try_one
from bot.owners.try_edits import Way, way_of
from bot.policy.changes.change import cell_question
from bot.policy.changes.compare import EVERYTHING, Compared, Given, Side, compare_sides
from bot.policy.changes.draft import STRICTER, Draft, Drafted
from bot.policy.changes.one_cell import CellEdit, CellWish, for_some, own_rule, wide_rules, word_of
from bot.policy.deciding.decide import careful, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.words import GIVES, Effect, Question, Rule, Verdict
from bot.settings import Settings

WITH_CONDITIONS = {**STRICTER, Effect.CONDITION: Verdict.CONDITIONAL}


class NoCellEditError(Exception):
    """The wish says too little, or there is no such cell. ``why``: in one word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class RuleCell:
    """A word of the table that is this cell's alone is changed in place, and so is a rule that is. A rule over several cells
    stays as it is: a narrower one is added, which sets it aside here where it is stricter."""

    folder: Path
    texts: Mapping[str, str]
    """Of the folder's files."""

    def __call__(self, policy: Policy, wish: CellWish, today: date) -> Drafted[CellEdit]:
        """Raises ``NoCellEditError``."""
        known = wish.data in policy.data_types or wish.data in policy.data_classes
        if wish.offering not in policy.offerings or not known or set(wish.conditions) - set(policy.conditions):
            raise NoCellEditError("gone")
        needs = self._needs(policy, wish)
        if wish.effect is Effect.CONDITION and not needs:
            raise NoCellEditError("bare")
        edit = self._word(policy, wish, needs)
        own = own_rule(policy, wish.offering, wish.data)
        name = own.id if own else self._free(policy, f"cell-{wish.offering}-{wish.data}")
        is_said = edit.word_at is not None and self._says(edit, wish, needs) and own is None

        def make(aside: tuple[str, ...]) -> CellEdit:
            if is_said and not aside:
                return edit
            return replace(edit, rule=name, effect=wish.effect, conditions=needs, aside=aside, because=wish.because)

        stricter = WITH_CONDITIONS if wish.effect is Effect.ALLOW else STRICTER
        draft = Draft(self._rule_with, stricter, for_some(policy) | {name})
        question = cell_question(Question(), wish.offering, wish.data)
        return draft(make, question, GIVES[wish.effect], today)

    def _needs(self, policy: Policy, wish: CellWish) -> tuple[str, ...]:
        if wish.effect is not Effect.CONDITION:
            return ()
        new = (self._new(policy, wish.text),) if wish.text else ()
        return (*wish.conditions, *new)

    def _word(self, policy: Policy, wish: CellWish, needs: tuple[str, ...]) -> CellEdit:
        """The table's own word; where its conditions would be others than wanted, the place becomes empty and a rule says it."""
        word = word_of(policy, wish.offering, wish.data)
        new = needs[-1] if wish.text and needs else ""
        edit = CellEdit(word.at if word else None, wish.effect, condition=new, words=wish.text if new else "")
        edit = replace(edit, offering=wish.offering, data=wish.data)
        if wish.effect is Effect.CONDITION and word is not None:
            held = self._held(replace(edit, condition="", words=""))
            fits = held and set(held) <= set(needs) and ASK_THE_OWNER not in held
            return edit if fits else replace(edit, word=None)
        return edit

    def _says(self, edit: CellEdit, wish: CellWish, needs: tuple[str, ...]) -> bool:
        """Whether the word alone says what is wanted; nobody's reason stands in a table."""
        if wish.because or edit.word is None:
            return False
        return wish.effect is not Effect.CONDITION or set(self._held(replace(edit, condition="", words=""))) == set(needs)

    def _held(self, edit: CellEdit) -> tuple[str, ...]:
        word = word_of(self._policy_with(edit), edit.offering, edit.data)
        return word.conditions if word else ()

    def _rule_with(self, edit: CellEdit, question: Question, today: date) -> Ruling:
        return _decided(self._policy_with(edit), question, today)

    def _new(self, policy: Policy, text: str) -> str:
        return _free_of(slug(" ".join(text.split()[:6])) or "condition", policy.conditions)

    def _free(self, policy: Policy, wanted: str) -> str:
        return _free_of(slug(wanted), {one.id for one in policy.rules})

    @cached_property
    def files_with(self) -> Callable[[CellEdit], dict[str, str]]:
        """The files that an edit changes."""
        return cache(lambda edit: cell_edited(self.texts, edit))

    @cached_property
    def _policy_with(self) -> Callable[[CellEdit], Policy]:
        """The policy, were this edit in the files; raises what is wrong with it."""
        return cache(lambda edit: with_edits(self.folder, self.files_with(edit)).policy)


def _free_of(wanted: str, taken: Container[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


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

    rule_cell = RuleCell(folder, texts)
    drafted = rule_cell(knowledge.policy, wish, today_at(knowledge))
    return drafted, rule_cell.files_with(drafted.entries)


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
