"""A reply of a model and a kind of slip go in; the reply of a weaker model comes out. Both passes slip in the same messages.

That is the worst case: two passes of one model that err independently would seldom err in the same place.
"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot.policy.house import Knowledge
from bot.reading.model.glossary import glossary_of

Data = dict[str, Any]
KINDS = ("a mention dropped", "one class milder", "a sibling tool", "a broken quote", "a wrong intent", "a lost negation")
SHARES = (0.01, 0.02, 0.05, 0.10, 0.20)
"""Of all messages, in which a slip happens."""


def slips(question: str, kind: str, share: float) -> bool:
    """Whether a model slips in this question: the same ones each time, and all of a smaller share's in a greater one's too."""
    digest = hashlib.sha256(f"{kind}\0{question}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < share


@dataclass(frozen=True)
class Damage:
    """Slips of one kind in one policy's ids."""

    kind: str
    order: tuple[str, ...]
    """Ids of data, the strictest first."""
    classes: tuple[str, ...]
    class_of: dict[str, str]
    siblings: dict[str, str]
    """Offering -> another one, of the same tool where there is one."""

    def __call__(self, reply: Data) -> Data:
        """The reply with the slip, where there is anything to slip on."""
        told = deepcopy(reply)
        for ask in told.get("asks", [told]):
            self._slip(ask)
        return told

    def _slip(self, ask: Data) -> None:
        pieces = [one for one in ask.get("data", []) if one.get("part", "used") == "used"]
        strictest = min(pieces, key=self._rank, default=None)
        if self.kind == "a mention dropped" and strictest is not None:
            ask["data"].remove(strictest)
        elif self.kind == "one class milder" and strictest is not None:
            self._milder(strictest)
        elif self.kind == "a sibling tool":
            for tool in ask.get("tools", []):
                tool["ids"] = [self.siblings.get(id_, id_) for id_ in tool.get("ids", [])]
        elif self.kind == "a broken quote" and strictest is not None:
            strictest["quote"] = f"{strictest.get('quote', '')} hm"
        elif self.kind == "a wrong intent":
            ask["intent"] = "which_tool" if ask.get("intent") == "may_i" else "may_i"
        elif self.kind == "a lost negation":
            ask["met"] = [*ask.get("met", []), *ask.pop("unmet", [])]
            ask.pop("doubts", None)

    def _rank(self, piece: Data) -> int:
        return min((self.order.index(id_) for id_ in _ids(piece) if id_ in self.order), default=len(self.order))

    def _milder(self, piece: Data) -> None:
        held = self.class_of.get(next(iter(_ids(piece)), ""), "")
        below = self.classes[self.classes.index(held) + 1 :] if held in self.classes else ()
        if below and "id" in piece:
            piece["id"] = below[0]
        elif below:
            piece["ids"] = [below[0]]


def _ids(piece: Data) -> list[str]:
    return [piece["id"]] if "id" in piece else list(piece.get("ids", []))


def damage_of(knowledge: Knowledge, kind: str) -> Damage:
    """A kind of slip in the ids of a policy."""
    policy, known = knowledge.policy, glossary_of(knowledge)
    classes = known.data[: len(policy.data_classes)]
    class_of = {id_: id_ for id_ in classes}
    class_of |= {one.id: next((id_ for id_ in one.classes if id_ in classes), "") for one in policy.data_types.values()}
    order = sorted(known.data, key=lambda id_: classes.index(class_of[id_]) if class_of.get(id_) in classes else 0)
    offerings = list(policy.offerings.values())
    siblings = {}
    for at, one in enumerate(offerings):
        same = [
            other.id for other in offerings if other.id != one.id and (other.tool == one.tool or other.vendor == one.vendor != "")
        ]
        others = [*same, offerings[(at + 1) % len(offerings)].id]
        siblings[one.id] = others[0]
    return Damage(kind, tuple(order), tuple(classes), class_of, siblings)
