"""A rule and the effect that it should have go in; the policy's file says it, or a proposal waits. Only stricter effects are
written here."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection
from typing import Protocol

from bot.engine.engine import Engine
from bot.flows.owners.propose import Propose
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import effect_of
from bot.policy.policy import Policy
from bot.policy.words import GIVES, STRICTNESS, Effect, Verdict
from bot.settings import Settings

log = logging.getLogger("mayi.reminders")
EFFECTS = {"review": "review", "forbid": "forbidden"}
"""Effect that a rule may be given by a click -> the verdict that it leads to."""


def stricter_ways(rules: Collection[str], policy: Policy) -> tuple[tuple[str, ...], dict[str, str]]:
    """Of these rules the ones that a file holds and that can be stricter; and the effects that are stricter than each of them."""
    held = (one for one in policy.rules if one.id in rules and one.at.file.startswith("rules"))
    open_ = [one for one in held if one.effect is not Effect.FORBID]
    strictest = max((STRICTNESS[GIVES[one.effect]] for one in open_), default=0)
    effects = {effect: verdict for effect, verdict in EFFECTS.items() if STRICTNESS[Verdict(verdict)] > strictest}
    return tuple(one.id for one in open_), effects


class Rooms(Protocol):
    """What of the house is needed to propose an edit."""

    settings: Settings
    engine: Engine


def propose_effect(rooms: Rooms, rule: str, effect: str, because: str) -> bool:
    """Write the edit and tell the owner, once for each; False where none can be written."""
    if effect not in EFFECTS:
        return False
    settings = rooms.settings
    flow: Propose[str, Kept] = Propose(
        write=lambda wanted: keep(
            settings, f"{wanted}: {effect}", lambda: effect_of(settings.knowledge, wanted, effect), once=True
        ),
        digest=lambda text: hashlib.sha256(text.encode()).hexdigest()[:16],
        enqueue=rooms.engine.notify,
    )
    try:
        flow(rule, because)
    except (KnowledgeError, OSError) as problem:
        log.warning("no edit of the rule %s could be proposed: %s", rule, problem)
        return False
    return True
