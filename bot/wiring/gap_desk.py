"""The house's rooms go in; the callables of the digest's buttons come out: who may, the gap, the edit, and its proposal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.engine.engine import Engine
from bot.flows.owners.propose import Propose
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.writing import Kept
from bot.knowledge.faults import KnowledgeError
from bot.ledger.ledger import Ledger
from bot.policy.changes.beyond import UNLISTED
from bot.policy.changes.change import CellChange
from bot.policy.house import Knowledge
from bot.policy.talks.persons import Known, who_is
from bot.saying import labels
from bot.saying.words import Words, words_for
from bot.settings import Settings
from bot.slack.doors.gaps import Draft, GapDoors, GapForm, Outcome
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.steps import Steps
from bot.wiring.desk.gaps import (
    Choice,
    Gap,
    Mended,
    NoMendError,
    digest_of,
    gaps_of,
    id_of,
    label_of_way,
    mend_it,
    mended,
    name_of,
    value_of,
    ways_of,
)

DAYS = 30
"""A digest's buttons work as long as the console lists its gaps."""
PLAIN = "plain"
"""In place of a choice of which nothing has to be said."""
MOST_CELLS = 8
log = logging.getLogger("mayi.gaps")


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    settings: Settings
    minds: Minds
    ledger: Ledger
    steps: Steps
    engine: Engine


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A gap and the way that was chosen for it."""

    gap: Gap
    way: Choice


_Do = Callable[[_Wanted], Outcome]


class GapDesk:
    """Gaps by their ids, each time looked up anew: the policy may have changed, and the gap may be closed."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def doors(self) -> GapDoors:
        """As the Slack room wants them."""
        return GapDoors(may=self.may, language=self.language, form=self.form, draft=self.draft, propose=self.propose)

    def may(self, user: str) -> bool:
        """Owners and admins."""
        known = self._known(user)
        return known.is_owner or known.is_admin

    def language(self, user: str) -> str:
        """The language that people.yaml gives somebody."""
        return self._known(user).language

    def form(self, gap: str, language: str) -> GapForm | None:
        """The gap with what may be chosen for it."""
        found = self._find(gap)
        if found is None:
            return None
        words = self._words(language)
        ways = tuple((value_of(way) or PLAIN, label_of_way(found, way, self._knowledge, words)) for way in self._ways(found))
        return GapForm(name_of(found), found.examples, ways)

    def draft(self, gap: str, choice: str, language: str) -> Outcome:
        """The edit, written nowhere yet."""
        return self._with(gap, choice, language, lambda wanted: Outcome(self._shown(wanted, self._drafted(wanted), language)))

    def propose(self, gap: str, choice: str, digest: str, language: str) -> Outcome:
        """Write it; where it would be another one now, that one, and nothing is done."""

        def do(wanted: _Wanted) -> Outcome:
            done = self._drafted(wanted)
            if digest_of(done.edit.patch) != digest:
                return Outcome(self._shown(wanted, done, language))
            flow: Propose[_Wanted, Kept] = Propose(lambda it: self._write(it, digest), digest_of, self._rooms.engine.notify)
            kept = flow(wanted)
            key = "gaps.form.proposed" if kept.path else "gaps.form.done"
            return Outcome(said=self._words(language)(key, about=name_of(wanted.gap), file=kept.file))

        return self._with(gap, choice, language, do)

    # --- parts -------------------------------------------------------------------------------------------------------

    @property
    def _knowledge(self) -> Knowledge:
        return self._rooms.minds.today().knowledge

    def _known(self, user: str) -> Known:
        return who_is(user, self._knowledge.people, self._rooms.steps.look_up)

    def _words(self, language: str) -> Words:
        return words_for(language, self._knowledge.organisation.languages)

    def _find(self, gap: str) -> Gap | None:
        found = gaps_of(self._rooms.ledger, self._knowledge, datetime.now(UTC), DAYS)
        return next((one for one in found if id_of(one) == gap), None)

    def _ways(self, gap: Gap) -> tuple[Choice, ...]:
        return ways_of(gap, self._knowledge, load_catalog())

    def _with(self, gap: str, choice: str, language: str, do: _Do) -> Outcome:
        """Do it for the gap and the way; nothing where either is gone, and in words why no edit can be written."""
        found = self._find(gap)
        way = next((one for one in self._ways(found) if (value_of(one) or PLAIN) == choice), None) if found else None
        if found is None or way is None:
            return Outcome()
        try:
            return do(_Wanted(found, way))
        except (NoMendError, KnowledgeError, OSError) as problem:
            why = problem.faults[0].what if isinstance(problem, KnowledgeError) else str(problem)
            log.warning("no edit could be written for a gap: %s", why)
            return Outcome(said=self._words(language)("console.error.no_edit", why=why))

    def _drafted(self, wanted: _Wanted) -> Mended:
        return mended(self._rooms.settings.knowledge, self._knowledge, load_catalog(), gap=wanted.gap, choice=wanted.way)

    def _write(self, wanted: _Wanted, seen: str) -> Kept:
        settings = self._rooms.settings
        return mend_it(settings, self._knowledge, load_catalog(), gap=wanted.gap, choice=wanted.way, seen=seen)

    def _shown(self, wanted: _Wanted, done: Mended, language: str) -> Draft:
        words, change = self._words(language), done.compared.change
        counts = {"looser": str(len(change.looser)), "stricter": str(len(change.stricter))}
        about = f"{name_of(wanted.gap)}: {label_of_way(wanted.gap, wanted.way, self._knowledge, words)}"
        cells = [self._cell(one, words) for one in (*change.looser, *change.stricter, *change.changed_conditions)]
        more = (words("list.more", count=str(len(cells) - MOST_CELLS)),) if len(cells) > MOST_CELLS else ()
        patch = done.edit.patch
        return Draft(about, words("console.mend.changes", **counts), (*cells[:MOST_CELLS], *more), patch, digest_of(patch))

    def _cell(self, one: CellChange, words: Words) -> str:
        knowledge = self._knowledge
        known = one.offering in knowledge.policy.offerings
        tool = labels.offering_label(one.offering, knowledge, words) if known else one.offering
        tool = words("pick.unlisted") if one.offering == UNLISTED else tool
        known = one.data in knowledge.policy.data_types or one.data in knowledge.policy.data_classes
        data = labels.data_label(one.data, knowledge, words) if known else one.data
        verdicts = {"was": words(f"word.{one.old.value}"), "now": words(f"word.{one.new.value}")}
        return words("gaps.form.cell", tool=tool, data=data, **verdicts)
