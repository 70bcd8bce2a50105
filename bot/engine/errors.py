"""What can keep the engine from running, said as what is wrong and what to do."""

from __future__ import annotations


class EngineError(Exception):
    """The engine cannot start. ``what`` is the fault, ``do`` the remedy."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what}; {do}")
        self.what = what
        self.do = do
