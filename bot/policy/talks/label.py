"""What a message wants and its ruling -> the one label by which answers are scored and exported."""

from __future__ import annotations

from collections.abc import Iterable

from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.talks.talk import Intent
from bot.policy.words import Verdict

ALLOW, CONDITIONAL, ASK, NOT_LISTED, DENY, OFF_TOPIC = "allow", "conditional", "ask", "not_listed", "deny", "off_topic"

_STRICTEST_FIRST = (DENY, NOT_LISTED, ASK, CONDITIONAL, ALLOW)
ABOUT_A_RULING = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE, Intent.EXPLAIN})
ASKS = frozenset({Intent.BARE, Intent.PASTED, Intent.TOO_MUCH})
"""Nothing is ruled, and the answer is one question back."""
_SILENCE = frozenset({"default", "unlisted"})
OF_VERDICT = {
    Verdict.ALLOWED: ALLOW,
    Verdict.CONDITIONAL: CONDITIONAL,
    Verdict.REVIEW: CONDITIONAL,
    Verdict.UNCOVERED: NOT_LISTED,
    Verdict.FORBIDDEN: DENY,
}


def label_of(intent: Intent, ruling: Ruling | ToolRuling | None) -> str:
    """allow, conditional, deny, ask, not_listed or off_topic. An incident, and a report of one, is a deny, whatever was ruled."""
    if intent is Intent.INCIDENT or (intent is Intent.REPORT and ruling is not None):
        return DENY
    if intent in ASKS:
        return ASK
    if intent not in ABOUT_A_RULING or ruling is None:
        return OFF_TOPIC
    if ruling.ask_back is not None:
        return ASK
    if ruling.reasons and all(reason.rule in _SILENCE and reason.effect is None for reason in ruling.reasons):
        return NOT_LISTED
    return OF_VERDICT[ruling.verdict]


def strictest_label(labels: Iterable[str]) -> str:
    """The label of several answers together: off_topic only if all are."""
    found = set(labels)
    return next((label for label in _STRICTEST_FIRST if label in found), OFF_TOPIC)
