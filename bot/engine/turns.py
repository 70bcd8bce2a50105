"""A question goes in; whether something that was asked before it in the same talk is still being answered comes out.

One person's questions in one thread are answered in their order: a follow-up rests on what those before it have settled. One that
comes too early goes back into the queue, so that no worker waits with it. What is cancelled, erased or failed is in nobody's way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from dbos import DBOS, DBOSContextSetAuth, SetEnqueueOptions, SetWorkflowAttributes

Plain = dict[str, Any]

UNFINISHED = ["ENQUEUED", "PENDING", "DELAYED"]
LONGEST = timedelta(minutes=10)
"""Work that was queued longer ago holds nobody up any more: a chat may refuse an answer for a day."""
AT_ONCE, THEN_SECONDS = 10, 1.0
"""So often it looks again as fast as the queue goes round, after that with a pause."""


def placed(asked: Plain) -> Plain:
    """The same, with its place in its talk; by when it came in where the door knows no better."""
    return {**asked, "turn": time.time()} if asked.get("thread") and not asked.get("turn") else asked


@contextmanager
def of_talk(asked: Plain, tries: int = 0) -> Iterator[None]:
    """What is enqueued inside is found by its talk. ``tries``: how often it was too early."""
    pause = SetEnqueueOptions(delay_seconds=THEN_SECONDS if tries > AT_ONCE else None)
    with DBOSContextSetAuth(asked.get("thread") or None, None), SetWorkflowAttributes({"turn": asked.get("turn", 0.0)}), pause:
        yield


def is_overtaken(asked: Plain) -> bool:
    """Whether anything that its asker said or clicked later in the same talk has come in, whatever became of it."""
    found = DBOS.list_workflows(user=asked["thread"], workflow_id_prefix="answer:", load_input=False, load_output=False)
    return any((one.attributes or {}).get("turn", 0.0) > asked["turn"] for one in found)


def is_too_early(asked: Plain) -> bool:
    """Whether an earlier turn of the same talk is not finished. Another wording of the same message is no earlier turn."""
    talk, turn = asked.get("thread"), asked.get("turn")
    if not talk or not turn:
        return False
    found = DBOS.list_workflows(
        user=talk,
        workflow_id_prefix="answer:",
        status=UNFINISHED,
        start_time=(datetime.now(UTC) - LONGEST).isoformat(),
        load_input=False,
        load_output=False,
    )
    return any(0 < (one.attributes or {}).get("turn", 0.0) < turn for one in found)
