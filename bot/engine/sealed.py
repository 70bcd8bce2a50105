"""Work goes into the queue with a seal of the house's key, and each step's result with another; what somebody else wrote into the
engine's database, or changed or moved there, is refused when it is read.

The release before sealed nothing. Its questions are finished all the same, where the log proves that it kept the address of the
answer: whoever seals the work also writes such addresses in another way, so that no row can be passed off as an older one. What
it would have said by itself is refused.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

import structlog
from dbos import DBOS, SetWorkflowID

P = ParamSpec("P")
Plain = dict[str, Any]
SEAL = "seal"
PARTS = 2
"""Of a step's result as it is kept: what it gave, and the seal."""


def nothing_before(_key: str) -> bool:
    """No release before has left anything."""
    return False


@dataclass(frozen=True, slots=True)
class Proof:
    """How work is told that the house itself queued."""

    seal: Callable[..., str]
    """Words -> what only the house can write beside them."""
    is_of_before: Callable[[str], bool] = nothing_before
    """Key of a question -> whether a release kept the address of its answer that did not seal its work."""


class ForeignError(Exception):
    """A row of the engine's database is none that the house wrote."""


log = structlog.get_logger("mayi.engine")
_proof: list[Proof] = []
_began_before: ContextVar[bool] = ContextVar("began_before", default=False)


def use(proof: Proof) -> None:
    """Give the queue its key. It stays after a stop: what is queued then is for the next start."""
    _proof[:] = [proof]


def queue(name: str, work: Any, id_: str, first: Plain, *rest: Any) -> None:
    """Queue work under an id; a second use of the id is a no-op."""
    with SetWorkflowID(id_):
        DBOS.enqueue_workflow(name, work, {**first, SEAL: _seal_of(id_, work.__name__, first, *rest)}, *rest)


def is_ours(id_: str, name: str, first: Any = None, *rest: Any) -> bool:
    """Whether the house queued this work, as it is and under this id."""
    if not isinstance(first, dict):
        return False
    plain = opened(first)
    return _is_seal(first.get(SEAL), id_, name, plain, *rest) or (SEAL not in first and _is_of_before(id_, plain))


def opened(first: Plain) -> Plain:
    """What was queued, without its seal."""
    return {name: value for name, value in first.items() if name != SEAL}


def sealed(work: Callable[..., None]) -> Callable[..., None]:
    """A workflow that only what the house queued can begin."""

    @wraps(work)
    def begun(first: Plain, *rest: Any) -> None:
        id_ = str(DBOS.workflow_id)
        if not is_ours(id_, work.__name__, first, *rest):
            log.error(
                "work is refused that the house did not queue, or not so: somebody wrote into the engine's database", work=id_
            )
            raise ForeignError(id_)
        token = _began_before.set(SEAL not in first)
        try:
            work(opened(first), *rest)
        finally:
            _began_before.reset(token)

    return begun


def proved(step: Callable[P, Any]) -> Callable[P, list[Any]]:
    """A step whose result is kept with a seal of the work that it belongs to."""

    @wraps(step)
    def given(*told: P.args, **named: P.kwargs) -> list[Any]:
        result = step(*told, **named)
        return [result, _seal_of(str(DBOS.workflow_id), step.__name__, result)]

    return given


def given_by(step: Callable[..., Any], kept: Any) -> Any:
    """What a step gave, as it gave it now or before a crash. Raises ``ForeignError``."""
    id_ = str(DBOS.workflow_id)
    if isinstance(kept, list) and len(kept) == PARTS and _is_seal(kept[1], id_, step.__name__, kept[0]):
        return kept[0]
    if _began_before.get():
        return kept
    log.error("work is left as it is: somebody changed in the engine's database what one of its steps gave", work=id_)
    raise ForeignError(id_)


def _is_of_before(id_: str, first: Plain) -> bool:
    """Whether the release before queued this, of which it kept the address."""
    key = first.get("asked", first).get("key", "")
    is_question = "kind" not in first and id_.split(":")[1:2] == [key]
    return is_question and _proof[0].is_of_before(key)


def _is_seal(seal: Any, *parts: Any) -> bool:
    return isinstance(seal, str) and hmac.compare_digest(seal.encode(), _seal_of(*parts).encode())


def _seal_of(*parts: Any) -> str:
    return _proof[0].seal("work", json.dumps(parts, sort_keys=True, separators=(",", ":")))
