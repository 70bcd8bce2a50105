"""A row that somebody wrote, changed or swapped in the database signs nobody in, sends no answer and is no memory."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.ledger.ledger import Ledger
from bot.ledger.store.proved import selected
from bot.ledger.store.witness import witness_of
from tests.ledger.conftest import NOW
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "forged.yaml").read_text(encoding="utf-8"))
LATER = NOW + timedelta(hours=1)
PLAIN = {"{plain mine}": sha256(b"mine").hexdigest()}


def opened(ledger: Ledger, what: str) -> Any:
    kind, _, name = what.partition(" ")
    if kind == "link":
        return ledger.use_link(name, NOW)
    if kind == "address":
        return ledger.address(name)
    return ledger.session(name, NOW) if kind == "session" else ledger.thread(name, NOW)


def filled(ledger: Ledger) -> None:
    for token, number, person, role in (("t", "n1", "U1", "employee"), ("a", "n9", "U9", "admin")):
        ledger.keep_link(token, person, role, LATER)
        ledger.keep_session(number, (person, role), family=f"f{number[-1]}", now=NOW, expires_at=LATER)
    for key in ("k1", "k2"):
        ledger.keep_address(key, {"channel": key}, expires_at=LATER, person="p")
        ledger.keep_thread(key, {"settled": key, "share": 0.1}, expires_at=LATER, place="p", receipt=key)


def test_what_the_house_wrote_itself_opens(ledger: Ledger) -> None:
    filled(ledger)
    ledger.keep_thread("k2", {"settled": "more"}, expires_at=LATER)
    assert opened(ledger, "link t") == ("U1", "employee")
    assert opened(ledger, "session n9")[1] == "U9"
    assert opened(ledger, "address k1") == {"channel": "k1"}
    assert (opened(ledger, "thread k1"), opened(ledger, "thread k2")) == ({"settled": "k1", "share": 0.1}, {"settled": "more"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_somebody_else_wrote_opens_nothing(ledger: Ledger, database_url: str, case: dict[str, Any]) -> None:
    filled(ledger)
    with create_engine(database_url).begin() as connection:
        for statement in case["do"]:
            for name, value in PLAIN.items():
                statement = statement.replace(name, value)  # noqa: PLW2901
            assert connection.execute(text(statement.replace(":", "\\:"))).rowcount
    what = case["opens"]
    for name, value in PLAIN.items():
        what = what.replace(name, value)
    assert opened(ledger, what) is None


def test_an_address_of_a_release_before_opens_while_its_witness_proves_it(ledger: Ledger, database_url: str) -> None:
    filled(ledger)
    ledger.keep_address("old", {}, expires_at=LATER)
    with create_engine(database_url).begin() as connection:
        sealed = ledger._seal.close({"channel": "old"})
        connection.execute(text("UPDATE addresses SET sealed = :sealed WHERE key IN ('old', 'k1')"), {"sealed": sealed})
    assert ledger.address("old") is None
    with ledger._session() as session:
        ledger._forget_salts(session, "addresses", ["old"])
        ledger._record(session, _witness(ledger, session))
    assert ledger.address("old") == {"channel": "old"}
    assert ledger.is_address_of_before("old") and not ledger.is_address_of_before("k2")
    assert ledger.address("k1") is None
    ledger.seal()
    assert ledger.address("old") == {"channel": "old"}


def _witness(ledger: Ledger, session: Any) -> dict[str, Any]:
    wanted = f"SELECT {selected('addresses')} FROM addresses t WHERE t.key = 'old'"  # noqa: S608
    return witness_of("addresses", session.connection().execute(text(wanted)).one(), "2026-11-20 09:00:00.000000")
