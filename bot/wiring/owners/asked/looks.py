"""The files of a folder as they are at one look go in; its sentences and questions come out, each thought about once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from bot.clock.today import today_at
from bot.flows.owners.confirm import Confirm
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.questions import open_questions
from bot.knowledge.confirming.sentences import told_sentences
from bot.knowledge.confirming.told import Told
from bot.policy.clicks import Clicked
from bot.policy.confirming import About, Open, Weighed
from bot.policy.house import Knowledge
from bot.policy.words import DataAsk, Slot
from bot.policy.world import Catalog
from bot.reading.data.ties import Ties
from bot.wiring.owners.asked.shares import shares_in

MOST_SENTENCES = 200
"""Sentences that are weighed and asked about at a time: those further down the document come up as these are answered."""
KEPT = 4
"""The files before an answer, with it, and of other folders."""


class Look:
    """The folder as it was at one look; whatever was thought about it is kept."""

    def __init__(self, texts: dict[str, str], knowledge: Knowledge, catalog: Catalog, clicked: tuple[Clicked, ...] = ()) -> None:
        self.texts, self.knowledge, self.today, self.clicked = texts, knowledge, today_at(knowledge), clicked
        self._catalog = catalog

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every sentence of the documents."""
        return told_sentences(self.texts, self.knowledge)

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """All questions that nobody has answered, in the order of the files."""
        return open_questions(self.texts, self.knowledge, self._catalog, self.told, self.clicked)

    @cached_property
    def ranked(self) -> tuple[Weighed, ...]:
        """The weightiest first."""
        sentences = [one for one in self.open if one.about is About.SENTENCE]
        later = {one.id for one in sentences[MOST_SENTENCES:]}
        return self.weigh([one for one in self.open if one.id not in later])

    def weigh(self, questions: Sequence[Open]) -> tuple[Weighed, ...]:
        """What each answer would change."""
        return self._confirm(questions)

    @cached_property
    def _confirm(self) -> Confirm:
        shares = shares_in(self.knowledge.organisation.languages[0])
        ties = Ties(self.knowledge, self._catalog)
        kinds = {one.subject: one for one in self.open if one.about is About.KIND}
        broader = {kind: self._broadest(kind, kinds, ties) for kind in kinds}
        with_narrower: dict[str, list[str]] = {}
        for kind, broad in broader.items():
            with_narrower.setdefault(broad, []).append(kind)

        def data_of(kind: str) -> tuple[DataAsk, ...]:
            tie = ties.of(kind)
            if tie.all_of:
                return tuple(DataAsk(id_, (id_,), grounded=tie.grounded) for id_ in tie.ids)
            return (DataAsk(kind, tie.ids, grounded=False),)

        def is_asked(one: Open) -> bool:
            if one.about is About.KIND:
                is_open = one.is_guess or not ties.of(one.subject).grounded
                return is_open and any(map(shares.about_kind, with_narrower.get(one.subject, ())))
            waited = words_waited_for(one, self.knowledge)
            return not waited or bool(shares.saying(waited))

        def share_of_kind(kind: str) -> float:
            return sum(map(shares.of_kind, with_narrower.get(kind, (kind,))))

        return Confirm(self.knowledge, self.today, data_of, share_of_kind, shares.of_words, is_asked)

    def _broadest(self, kind: str, asked: Mapping[str, Open], ties: Ties) -> str:
        """The broadest kind that is asked about as well and whose answer is this one's too; itself where there is none."""
        if asked[kind].is_guess:
            return kind
        same = (one for one in self._catalog.kinds[kind].is_a if one in asked and ties.of(one) == ties.of(kind))
        return next((self._broadest(one, asked, ties) for one in same), kind)


def look_at(digest: str, texts: dict[str, str], knowledge: Knowledge, clicked: tuple[Clicked, ...]) -> Look:
    """Nothing is thought twice about the same files on the same day, also once an answer is taken back.

    ``digest``: of the texts.
    """
    # files that change in the middle of a look are texts of one state and knowledge of another: it is kept as neither
    digests = (digest, knowledge.digest, knowledge.version)
    return _kept(_Seen(digests, today_at(knowledge), clicked, texts, knowledge))


def words_waited_for(question: Open, knowledge: Knowledge) -> tuple[str, ...]:
    """The words that must be said before a rule that rests on its sentence counts."""
    rules = (rule for rule in knowledge.policy.rules if rule.id in question.rules)
    return tuple(dict.fromkeys(word for rule in rules for word in sorted(rule.where.get(Slot.WORDS, ()))))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look finds, known by what the files say."""

    digests: tuple[str, str, str]
    today: date
    clicked: tuple[Clicked, ...]
    texts: dict[str, str] = field(compare=False)
    knowledge: Knowledge = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(seen: _Seen) -> Look:
    return Look(seen.texts, seen.knowledge, load_catalog(), seen.clicked)
