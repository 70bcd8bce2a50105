"""Faults that a test orders in, what goes wrong and how often out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from playground.refusal import Json

KINDS = ("rate_limited", "error", "fail_after", "slow", "lost_ack")


@dataclass
class Fault:
    """One fault to inject.

    kind: `rate_limited` (HTTP 429 with Retry-After of `seconds`), `error` (Slack error `code`, nothing is done), `fail_after`
    (HTTP 500 after the deed was done), `slow` (waits `seconds` of real time first), `lost_ack` (an acknowledgement is dropped).
    method: a Web API method, or `*` for all. times: how often, None for ever.
    """

    kind: str
    method: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    code: str = "internal_error"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault `{self.kind}`; use one of: {', '.join(KINDS)}")


@dataclass
class Faults:
    """The faults that are still to come, in the order they were given."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def take(self, kind: str, method: str) -> Fault | None:
        """The first fault of this kind for this method, used up by one."""
        for fault in self.waiting:
            if fault.kind == kind and fault.method in ("*", method):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                return fault
        return None

    def loses_ack(self) -> bool:
        """Whether this acknowledgement is to be lost."""
        return self.take("lost_ack", "*") is not None

    def clear(self) -> None:
        self.waiting.clear()

    def as_json(self) -> list[Json]:
        return [asdict(fault) for fault in self.waiting]
