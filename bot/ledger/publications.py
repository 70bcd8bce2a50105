"""The policy as it is goes in, and is kept; what today's changes of an earlier one for somebody comes out."""

from __future__ import annotations

import base64
import json
import re
import threading
import zlib
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.ledger.ledger import Ledger
from bot.policy.changes.change import Flip, flips
from bot.policy.deciding.decide import compile_policy
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.words import Question, Texts

POLICY = TypeAdapter(Policy)
LABELS = TypeAdapter(dict[str, Texts])
MOST_COMPARED, MOST_UNPACKED = 64, 4
Publication = tuple[Policy, dict[str, Texts]]
PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
"""The id of a single person; what is kept of an old policy names groups and roles only."""


class Publications:
    """What the ledger keeps of them, and the few comparisons that are asked for again and again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._compared: OrderedDict[tuple[object, ...], tuple[Flip, ...]] = OrderedDict()
        self._unpacked: OrderedDict[str, Publication] = OrderedDict()
        self._lock = threading.Lock()

    def publish(self, knowledge: Knowledge) -> None:
        """Keep the policy as it is now, if it is not the one that was published last."""
        if self._ledger.published() == knowledge.version:
            return
        publication = {"policy": POLICY.dump_python(unnamed(knowledge.policy), mode="json"), "labels": knowledge.labels}
        packed = base64.b85encode(zlib.compress(json.dumps(publication, ensure_ascii=False).encode())).decode()
        self._ledger.keep_publication(knowledge.version, {"packed": packed}, datetime.now(UTC))

    def differ(self, known: str, now: Policy, asker: Question, today: date) -> tuple[Flip, ...]:
        """What ``now`` differs from that version. Compared once for all who have the same role, country and exceptions."""
        named = frozenset(who for waiver in now.waivers for who in waiver.who)
        place = (known, now.version, today, tuple(sorted(asker.context.items())), asker.who & named)
        with self._lock:
            if place in self._compared:
                return self._compared[place]
        before = self._publication(known)
        found = flips(compile_policy(before[0]), compile_policy(unnamed(now)), asker, today) if before else ()
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
        kept = self._ledger.publication(version)
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
