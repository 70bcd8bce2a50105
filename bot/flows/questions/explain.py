"""An answer that stands goes in; what a model says of its passages is told below it, sentence by sentence, on one page.

All of it may run again after a crash: the message is begun once, and finished as often as it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.policy.talks.talk import WhyLine

Lines = tuple[WhyLine, ...]


class Ending(Protocol):
    """How beginning to say it ended: ``posted`` with its ts, or anything else."""

    @property
    def state(self) -> str: ...
    @property
    def ts(self) -> str: ...


T = TypeVar("T")
"""What is explained, as wiring knows it."""
E = TypeVar("E", bound=Ending)


@dataclass(frozen=True, slots=True)
class Explain(Generic[T, E]):
    """The steps, each a callable that wiring gives."""

    tell: Callable[[T], Iterator[WhyLine]]
    """Sentences that hold, each as soon as it is written."""
    may_stream: Callable[[T], bool]
    is_stopped: Callable[[T], bool]
    begin: Callable[[T, Lines, bool], E]
    """The first sentences, and whether more may follow; begun once, whoever runs."""
    go_on: Callable[[T, WhyLine], None]
    finish: Callable[[T, str, Lines], None]
    """All of it stands in the message."""
    leave: Callable[[T, str], None]
    """No more is said: the asker pressed stop."""
    keep: Callable[[T, Lines], None]

    def __call__(self, told: T) -> E | None:
        """How it ended; None where the model said nothing that holds, or nobody wants it any more."""
        lines: Lines = ()
        begun: E | None = None
        is_streamed = False
        for line in self.tell(told):
            if self.is_stopped(told):
                break
            lines = (*lines, line)
            if begun is not None:
                self.go_on(told, line)
                continue
            is_streamed = is_streamed if len(lines) > 1 else self.may_stream(told)
            if is_streamed:
                begun = self.begin(told, lines, True)
                if begun.state != "posted":
                    return begun
        if begun is None and lines and not self.is_stopped(told):
            begun = self.begin(told, lines, False)
        if begun is None or begun.state != "posted":
            return begun
        if self.is_stopped(told):
            self.leave(told, begun.ts)
            return None
        self.finish(told, begun.ts, lines)
        self.keep(told, lines)
        return begun
