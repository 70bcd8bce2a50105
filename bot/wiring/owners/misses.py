"""A policy's folder goes in; what mends its wrong answers comes out: each name is tried over the files as they would be."""

from __future__ import annotations

from pathlib import Path

from bot.answers.answerer import Answerer
from bot.environment import shipped
from bot.flows.owners.misses import MendMisses, Name
from bot.flows.owners.score import AskLabel
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import names_added, with_edits
from bot.policy.policy import rank_of
from bot.wiring.owners.clicks import left_words


def mend_misses(folder: Path | None, answerer: Answerer) -> MendMisses:
    """``answerer``: over the policy as it is."""
    folder = folder or shipped("knowledge")
    policy = answerer.mind.knowledge.policy
    strictest = sorted(policy.data_classes, key=lambda one: rank_of(policy, one), reverse=True)

    def unread(text: str, turns: list[tuple[str, str]]) -> tuple[str, ...]:
        answered = answerer.ask(text, turns)
        data = [one for ruled in answered.ruled for one in ruled.item.question.data]
        open_ = tuple(dict.fromkeys(one.name for one in data if not one.grounded or len(one.types) != 1))
        left = left_words(answered.reading) if not data else ""
        return open_ or ((left,) if left else ())

    def with_name(name: Name) -> AskLabel | None:
        try:
            edited = with_edits(folder, names_added(folder, name.data, [name.words]))
        except KnowledgeError:
            return None
        return Answerer(edited).label_and_why

    return MendMisses(unread, tuple(strictest), with_name)
