"""The ledger is made of shelves that do not know each other: none may hide what another one does."""

from __future__ import annotations

from collections import Counter

from bot.ledger.ledger import Ledger
from bot.ledger.store.base import Shelf


def test_no_two_shelves_have_a_method_of_one_name() -> None:
    shelves = [one for one in Ledger.__mro__ if issubclass(one, Shelf) and one not in (Ledger, Shelf)]
    names = Counter(name for shelf in shelves for name in vars(shelf) if callable(getattr(shelf, name)) and name[:2] != "__")
    assert len(shelves) > 5
    assert [name for name, times in names.items() if times > 1] == []
