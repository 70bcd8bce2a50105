"""What can be wrong with the database behind the ledger, said as what is wrong and what to do."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be used. ``what`` is the fault, with the database named; ``do`` is the remedy."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what}; {do}")
        self.what = what
        self.do = do
