"""One version of the policy goes in; everything that is built from it, ready to answer, comes out."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from bot.flows.answer import AnswerFlow
from bot.flows.settle import Settle
from bot.llm.embeddings import OllamaVectors
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.decide import Compiled, alternatives, choose, compile_policy, decide, each_of, which_tools
from bot.policy.house import Knowledge
from bot.policy.talk import AlternativeLine
from bot.policy.words import Alternative
from bot.policy.world import Catalog
from bot.reading.model import AskModel
from bot.reading.near import Vectors
from bot.reading.passages import find_passages
from bot.reading.reader import Reader
from bot.saying.say import say

KEPT_VERSIONS = 3
"""A question that is under way during a reload is finished by the version that read it."""

REST_SECONDS = 30
"""So long after a failure no question waits for an embedding."""

log = logging.getLogger("mayi.model")


@dataclass(frozen=True, slots=True)
class Mind:
    """A policy version with its compiled rules, its reader and the answer flow over them."""

    knowledge: Knowledge
    compiled: Compiled
    reader: Reader
    flow: AnswerFlow
    settle: Settle

    @property
    def version(self) -> str:
        return self.knowledge.version


def make_mind(
    knowledge: Knowledge,
    catalog: Catalog,
    ask_model: AskModel | None = None,
    model_name: str = "",
    vectors: Vectors | None = None,
) -> Mind:
    """Compile the rules and index the words; takes a part of a second. The index of vectors is left to ``Near.build``."""
    compiled = compile_policy(knowledge.policy)
    reader = Reader(knowledge, catalog, ask_model, model_name, vectors)
    flow = AnswerFlow(
        read=reader.read,
        decide=lambda question, today: decide(compiled, question, today),
        which_tools=lambda question, today: which_tools(compiled, question, today),
        each_of=lambda question, ask_back: each_of(question, ask_back, lambda id_: label_of(knowledge, id_)),
        alternatives=lambda question, today: alternatives(compiled, question, today),
        line_of=lambda way, language: line_of(knowledge, way, language),
        passages=lambda text: find_passages(text, knowledge),
        say=lambda reading, ruled, receipt, today: say(reading, ruled, knowledge, receipt, today),
    )
    settle = Settle(
        choose=choose,
        read_as=reader.builder.read_as,
        label_of=lambda id_: label_of(knowledge, id_),
        language=knowledge.vocabulary.languages[0],
    )
    return Mind(knowledge, compiled, reader, flow, settle)


def label_of(knowledge: Knowledge, id_: str, language: str = "") -> str:
    """How people call an offering, a data type or a data class: in the language, else in the policy's first, else its id."""
    labels = knowledge.labels.get(id_, {})
    return labels.get(language) or labels.get(knowledge.vocabulary.languages[0]) or next(iter(labels.values()), id_)


def line_of(knowledge: Knowledge, way: Alternative, language: str) -> AlternativeLine:
    """One way out as people see it."""
    get_it = knowledge.vocabulary.offerings[way.offering].get_it
    how = get_it.get(language) or get_it.get(knowledge.vocabulary.languages[0], "")
    label = label_of(knowledge, way.offering, language)
    return AlternativeLine(way.offering, label, way.verdict, way.conditions, way.transformation, how)


def quiet_model(model: OllamaModel) -> AskModel:
    """The model as reading wants it: one that cannot be asked is none, and the log says why."""

    def ask(prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        try:
            return model.ask(prompt, schema)
        except ModelError as problem:
            log.warning("%s", problem)
            return None

    return ask


def quiet_vectors(source: OllamaVectors) -> Vectors:
    """Vectors as reading wants them. While Ollama is away nobody waits for it: after a failure it is left alone for a while."""
    resting_until = 0.0

    def asked(phrases: list[str]) -> list[list[float]] | None:
        nonlocal resting_until
        if monotonic() < resting_until:
            return None
        found = _or_none(source.of_asked, phrases)
        resting_until = 0.0 if found is not None else monotonic() + REST_SECONDS
        return found

    return Vectors(lambda phrases: _or_none(source.of_policy, phrases), asked)


def _or_none(ask: Callable[[list[str]], list[list[float]]], phrases: list[str]) -> list[list[float]] | None:
    try:
        return ask(phrases)
    except ModelError as problem:
        log.warning("%s", problem)
        return None


class Minds:
    """The minds of the last few versions; today's is made when it is first asked for."""

    def __init__(self, current: Callable[[], Knowledge], make: Callable[[Knowledge], Mind]) -> None:
        self._current = current
        self._make = make
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Mind] = OrderedDict()

    def today(self) -> Mind:
        """The mind of the knowledge as it is now."""
        knowledge = self._current()
        with self._lock:
            mind = self._made.get(knowledge.version)
            if mind is None:
                mind = self._made[knowledge.version] = self._make(knowledge)
                while len(self._made) > KEPT_VERSIONS:
                    self._made.popitem(last=False)
            return mind

    def of(self, version: str) -> Mind | None:
        """The mind of an earlier version, if it is still kept."""
        with self._lock:
            return self._made.get(version)
