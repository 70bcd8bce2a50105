"""What every user of the ledger must know of its faults; nothing is imported for it."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be used. ``what`` is the fault, with the database named; ``do`` is the remedy."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what}; {do}")
        self.what = what
        self.do = do
