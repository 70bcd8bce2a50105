"""Edits of the policy that are proposed from the chat: a stricter effect for a rule, and the notice to its owners of any edit."""

from __future__ import annotations

import logging
from collections.abc import Collection
from hashlib import sha256

from bot.app import App
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import effect_of
from bot.policy.policy import Policy
from bot.policy.words import GIVES, STRICTNESS, Effect, Verdict

log = logging.getLogger("mayi.reminders")
EFFECTS = {"review": "review", "forbid": "forbidden"}
"""Effect that a rule may be given by a click -> the verdict that it leads to."""


def tell_owners(app: App, kept: Kept, because: str = "") -> None:
    """An edit that an owner has confirmed is told in their channel, once. Whoever confirmed it answers for it; it can be taken
    back. ``because``: redacted words of whoever wishes it."""
    notice = {"kind": "proposal", "patch": str(kept.path or ""), "file": kept.file, "because": because}
    app.engine.notify(f"propose:{digest_of(kept.patch)}", notice)


def digest_of(patch: str) -> str:
    """What tells an edit from others."""
    return sha256(patch.encode()).hexdigest()[:16]


def stricter_ways(rules: Collection[str], policy: Policy) -> tuple[tuple[str, ...], dict[str, str]]:
    """Of these rules the ones that a file holds and that can be stricter; and the effects that are stricter than each of them."""
    held = (one for one in policy.rules if one.id in rules and one.at.file.startswith("rules"))
    open_ = [one for one in held if one.effect is not Effect.FORBID]
    strictest = max((STRICTNESS[GIVES[one.effect]] for one in open_), default=0)
    effects = {effect: verdict for effect, verdict in EFFECTS.items() if STRICTNESS[Verdict(verdict)] > strictest}
    return tuple(one.id for one in open_), effects


def propose_effect(app: App, rule: str, effect: str, because: str) -> bool:
    """Write a stricter effect of a rule and tell the owners, once for each; False where none can be written."""
    if effect not in EFFECTS:
        return False
    folder = app.settings.knowledge
    try:
        kept = keep(app.settings, f"{rule}: {effect}", lambda: effect_of(folder, rule, effect), once=True)
    except (KnowledgeError, OSError) as problem:
        log.warning("no edit of the rule %s could be proposed: %s", rule, problem)
        return False
    tell_owners(app, kept, because)
    return True
