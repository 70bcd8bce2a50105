"""One version of the policy goes in; all that is built from it, ready to answer, comes out. `Minds` keeps the last few."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from bot.answers.vectors import Alike, Embedder
from bot.clock.today import today_at
from bot.knowledge.parse import one_big_breath
from bot.policy.deciding.clauses import TermChange
from bot.policy.deciding.decide import Compiled, careful, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.due.across import across_tools
from bot.policy.due.known_licences import with_licences
from bot.policy.due.known_prices import with_prices
from bot.policy.due.known_terms import known_terms
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Asker, Item, KnownTerm, Reading, Ruled, SafeText, WhyLine
from bot.policy.words import Question
from bot.policy.world import Catalog
from bot.reading.background import Background
from bot.reading.model.hearing import Model
from bot.reading.nearness.near import Vectors
from bot.reading.passages import about, find_passages, passages_of
from bot.reading.reader import Reader
from bot.saying.say import say
from bot.text.tokens import STEMMERS

WARM_WORDS = 12
KEPT_VERSIONS = 3
"""A question that is under way during a reload is finished by the version that read it."""


@dataclass(frozen=True, slots=True)
class Mind:
    """A policy version with its compiled rules and its reader: what an answer is made with."""

    knowledge: Knowledge
    compiled: Compiled
    reader: Reader
    alike: Alike | None = None
    """Finds passages by what they mean; none without an embedding model."""
    background: Background | None = None
    """Tells what a model makes of passages, while an answer waits for it; None where they speak for themselves."""
    text_days: int = 0
    """As ``Ruled`` has it."""
    changed_terms: Callable[[], tuple[TermChange, ...]] = tuple
    """Changes of terms that are still to be looked at; answers that rest on them mention them."""

    def build(self) -> None:
        """Make the indexes of vectors and wait for them; without an embedding model there are none."""
        self.reader.near.build()
        if self.alike:
            self.alike.build()

    def begin(self) -> None:
        """Make them, and have a model learn what all messages share, while the house goes on."""
        if self.reader.hearing is not None:
            self.reader.hearing.begin()
        self.reader.near.begin()
        if self.alike:
            self.alike.begin()

    def warm(self) -> None:
        """Read a few of the catalog's words in each language, so that the first asker does not wait for what is loaded then."""
        _warm(self.reader)

    def heard_by(self, model: Model, *, explains: bool = True) -> Mind:
        """The same mind, index and all, with a model that reads along.

        ``explains``: an answer waits for the model's background; the running house tells it afterwards.
        """
        reader = copy(self.reader)
        reader.hear(model, lambda question: self.decide(question, today_at(self.knowledge)))
        return replace(self, reader=reader, background=Background(model.ask) if explains else None)

    def decide(self, question: Question, today: date) -> Ruling:
        """How a question is ruled on a day."""
        return careful(question, decide(self.compiled, question, today))

    def say(self, reading: Reading, ruled: tuple[Ruled, ...], receipt: str, today: date) -> Answer:
        """What was ruled, in words. The verdict is what it was, whatever terms have changed."""
        changed = self.changed_terms()
        knowledge = replace(self.knowledge, changed_terms=changed) if changed else self.knowledge
        return say(reading, ruled, knowledge, receipt, today)

    def passages(self, text: str, item: Item) -> tuple[WhyLine, ...]:
        """What the policy says of a message and of what its talk is about."""
        return find_passages(text, self.knowledge, about(item, self.knowledge), self.alike(text) if self.alike else ())

    def terms(self, item: Item, today: date) -> tuple[KnownTerm, ...]:
        """What the files record of the points that were asked about, then what the catalog knows of them."""
        knowledge, catalog, tools, points = self.knowledge, self.reader.catalog, item.question.tools, item.points
        if points and not tools:
            return across_tools(knowledge, points, today)
        found = known_terms(knowledge, catalog.terms, tools, points, today)
        return with_prices(with_licences(found, knowledge, catalog, tools, points), knowledge, catalog, tools, points)

    @property
    def is_helped(self) -> bool:
        """Whether a model or its vectors help to read."""
        return self.reader.hearing is not None or self.reader.near.vectors is not None

    @property
    def version(self) -> str:
        return self.knowledge.version


def make_mind(
    knowledge: Knowledge,
    catalog: Catalog,
    model: Model | None = None,
    embedder: Embedder | None = None,
    *,
    explains: bool = True,
    text_days: int = 0,
) -> Mind:
    """Compile the rules and index the words; takes a part of a second. The vectors are left to ``Mind.build``.

    ``explains``: as ``Mind.heard_by`` has it; ``text_days``: as ``Ruled`` has it.
    """
    compiled = compile_policy(knowledge.policy)
    alike = embedder.alike(tuple(line.quote for line in passages_of(knowledge))) if embedder else None
    vectors = embedder.vectors if embedder else None
    is_known = knowledge.digest and catalog.digest and vectors is None
    made_of = _MadeOf((knowledge.digest, knowledge.version, catalog.digest), knowledge, catalog)
    reader = _reader(made_of) if is_known else _new_reader(knowledge, catalog, vectors)
    mind = Mind(knowledge, compiled, reader, alike, text_days=text_days)
    return mind.heard_by(model, explains=explains) if model else mind


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """What a reader is made of, known by the digests of the files."""

    digests: tuple[str, str, str]
    knowledge: Knowledge = field(compare=False)
    catalog: Catalog = field(compare=False)


@lru_cache(maxsize=KEPT_VERSIONS)
def _reader(made_of: _MadeOf) -> Reader:
    """An owner who saves what they have just looked at does not wait for its words to be indexed once more."""
    return _new_reader(made_of.knowledge, made_of.catalog, None)


@lru_cache(maxsize=KEPT_VERSIONS)
def _warm(reader: Reader) -> None:
    """Once for each."""
    for language in STEMMERS:
        spoken = [kind.words[language][0] for kind in reader.catalog.kinds.values() if kind.words.get(language)]
        reader.read_words(SafeText(" ".join(spoken[:WARM_WORDS])), None, Asker())


def _new_reader(knowledge: Knowledge, catalog: Catalog, vectors: Vectors | None) -> Reader:
    with one_big_breath():
        return Reader(knowledge, catalog, vectors)


def label_of(knowledge: Knowledge, id_: str, language: str = "") -> str:
    """How people call an offering, a data type or a data class: in the language, else in the policy's first, else its id."""
    labels = knowledge.labels.get(id_, {})
    return labels.get(language) or labels.get(knowledge.vocabulary.languages[0]) or next(iter(labels.values()), id_)


def nothing_else() -> None:
    """That was all."""


class Minds:
    """The minds of the last few versions; today's is made when it is first asked for."""

    def __init__(self, current: Callable[[], Knowledge], make: Callable[[Knowledge], Mind]) -> None:
        self._current = current
        self._make = make
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._made: OrderedDict[str, Mind] = OrderedDict()
        self.made_one: Callable[[], None] = nothing_else
        """Called once a new version's mind is ready."""

    def today(self) -> Mind:
        """The mind of the knowledge as it is now."""
        return self.prepare(self._current())

    def prepare(self, knowledge: Knowledge) -> Mind:
        """Make the mind of a version, perhaps before it is the one that answers. Those of others are not kept waiting."""
        mind = self.of(knowledge.version)
        if mind is not None:
            return mind
        with self._making:
            mind = self.of(knowledge.version)
            if mind is None:
                mind = self._make(knowledge)
                mind.warm()
                mind.begin()
                with self._lock:
                    self._made[knowledge.version] = mind
                    while len(self._made) > KEPT_VERSIONS:
                        self._made.popitem(last=False)
                self.made_one()
        return mind

    def of(self, version: str) -> Mind | None:
        """The mind of an earlier version, if it is still kept."""
        with self._lock:
            return self._made.get(version)
