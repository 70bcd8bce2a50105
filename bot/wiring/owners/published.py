"""The policy as it is goes in, and is kept; what today's changes of an earlier one for somebody comes out."""

from __future__ import annotations

import base64
import json
import re
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.ledger.ledger import Ledger
from bot.policy.changes.change import Flip, flips
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.decide import compile_policy
from bot.policy.policy import Policy
from bot.policy.words import Question, Texts
from bot.wiring.answers.mind import Minds
from bot.wiring.today import today_at

POLICY = TypeAdapter(Policy)
LABELS = TypeAdapter(dict[str, Texts])
MOST_COMPARED, MOST_UNPACKED = 64, 4
Publication = tuple[Policy, dict[str, Texts]]
PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
"""The id of a single person; what is kept of an old policy names groups and roles only."""


@dataclass(frozen=True, slots=True)
class Published:
    """Publications, and the few comparisons that are asked for again and again."""

    minds: Minds
    ledger: Ledger
    _compared: OrderedDict[tuple[object, ...], tuple[Flip, ...]] = field(default_factory=OrderedDict)
    _unpacked: OrderedDict[str, Publication] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def publish(self) -> None:
        """Keep the policy as it is now, if it is not the one that was published last."""
        knowledge = self.minds.today().knowledge
        if self.ledger.published() == knowledge.version:
            return
        publication = {"policy": POLICY.dump_python(unnamed(knowledge.policy), mode="json"), "labels": knowledge.labels}
        packed = base64.b85encode(zlib.compress(json.dumps(publication, ensure_ascii=False).encode())).decode()
        self.ledger.keep_publication(knowledge.version, {"packed": packed}, datetime.now(UTC))

    def differ(self, known: str, asker: Question) -> tuple[Flip, ...]:
        """What differs since that version. Compared once for all who have the same role, country and exceptions on one day."""
        mind = self.minds.today()
        today = today_at(mind.knowledge)
        named = frozenset(who for waiver in mind.compiled.policy.waivers for who in waiver.who)
        place = (known, mind.version, today, tuple(sorted(asker.context.items())), asker.who & named)
        with self._lock:
            if place in self._compared:
                return self._compared[place]
        before = self._publication(known)
        found = flips(compile_policy(before[0]), _without_persons(mind.compiled), asker, today) if before else ()
        self._remember(self._compared, place, found, MOST_COMPARED)
        return found

    def labels_of(self, version: str) -> dict[str, Texts]:
        """What things were called in that version."""
        publication = self._publication(version)
        return publication[1] if publication else {}

    def is_published(self, version: str) -> bool:
        """Whether it stood here once, and can be compared with."""
        return self._publication(version) is not None

    def _publication(self, version: str) -> Publication | None:
        with self._lock:
            if version in self._unpacked:
                return self._unpacked[version]
        kept = self.ledger.publication(version)
        if kept is None:
            return None
        publication = unpacked(kept)
        self._remember(self._unpacked, version, publication, MOST_UNPACKED)
        return publication

    def _remember(self, memory: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
        with self._lock:
            memory[key] = value
            while len(memory) > most:
                memory.popitem(last=False)


def unpacked(kept: dict[str, Any]) -> Publication:
    """A policy and its labels as they were published."""
    packed = json.loads(zlib.decompress(base64.b85decode(kept["packed"])))
    return POLICY.validate_python(packed["policy"]), LABELS.validate_python(packed["labels"])


def unnamed(policy: Policy) -> Policy:
    """Without exceptions for single persons: an old policy is kept for long, and they hear of their own by a correction."""
    general = tuple(waiver for waiver in policy.waivers if not any(PERSON.fullmatch(who) for who in waiver.who))
    return replace(policy, waivers=general)


def _without_persons(compiled: Compiled) -> Compiled:
    policy = unnamed(compiled.policy)
    return compiled if policy == compiled.policy else compile_policy(policy)
