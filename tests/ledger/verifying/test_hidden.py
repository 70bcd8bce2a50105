"""Every row of the log is accounted for: nothing hides where no record of the house can stand."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.proved import TABLES
from bot.ledger.verifying.verify import verify
from tests.ledger.conftest import NOW, SECRET
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "hidden.yaml").read_text(encoding="utf-8"))
OWN = {"records": ("id", "ref", "public", "place"), "questions": ("key", "receipt")}


def done(url: str, statements: list[str]) -> None:
    """Do it, in words that may name all columns of a table but those that each row has for itself."""
    others = {
        f"{{others of {table}}}": ", ".join(c.name for c in SQLModel.metadata.tables[table].columns if c.name not in own)
        for table, own in OWN.items()
    }
    with create_engine(url).begin() as connection:
        for statement in statements:
            told = reduce(lambda said, other: said.replace(*other), others.items(), statement)
            connection.execute(text(told.replace(":", "\\:")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_hidden_is_found(full_ledger: Ledger, database_url: str, case: dict[str, Any]) -> None:
    if any(case.get(kind) and not database_url.startswith(kind) for kind in ("sqlite", "postgresql")):
        return
    head = full_ledger.head(NOW)
    assert verify(database_url, (head,), key=SECRET).ok
    done(database_url, case["do"])
    found = verify(database_url, (head,), key=SECRET)
    assert found.first_bad is not None
    assert found.first_bad.what == case["says"], found.first_bad


def test_a_trigger_of_somebody_else_is_told_at_start(ledger: Ledger, database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    open_ledger(database_url, SECRET).close()
    assert "none of the house's" not in caplog.text
    if database_url.startswith("sqlite"):
        done(database_url, ["CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM receipts WHERE key = NEW.ref; END"])
    else:
        done(database_url, ["CREATE RULE r AS ON INSERT TO receipts DO INSTEAD NOTHING"])
    open_ledger(database_url, SECRET).close()
    assert "none of the house's" in caplog.text


@pytest.mark.parametrize("table", [name for name in TABLES if name != "questions"])
def test_a_row_whose_witness_is_out_of_the_way_is_found(full_ledger: Ledger, database_url: str, table: str) -> None:
    key = TABLES[table].key
    done(
        database_url,
        [
            f"UPDATE records SET id = -id WHERE kind = 'row' AND ref LIKE '{table}:%'",  # noqa: S608
            f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})",  # noqa: S608
        ],
    )
    assert not verify(database_url, key=SECRET).ok


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the other one has types
def test_a_place_that_is_no_number_stops_no_sealing(full_ledger: Ledger, database_url: str) -> None:
    done(database_url, ["UPDATE records SET place = 'abc' WHERE place = 3"])
    full_ledger.keep_question("later", at=NOW, text="later", label="allow", verdict="allowed")
    assert full_ledger.seal() == 1
    found = verify(database_url, key=SECRET).first_bad
    assert found is not None and (found.what, found.place) == ("changed", 0)


def test_a_lost_answer_does_not_hide_behind_many_that_are_under_way(ledger: Ledger, database_url: str) -> None:
    with create_engine(database_url).begin() as connection:
        for number in range(1_100):
            at = "CURRENT_TIMESTAMP" if number else "'2026-01-01 09:00:00.000000'"
            receipt = f"INSERT INTO receipts (receipt, key, at) VALUES ('R-{9999 - number}', 'k{number}', {at})"  # noqa: S608
            connection.execute(text(receipt))
    found = verify(database_url, key=SECRET)
    assert found.first_bad is not None and (found.first_bad.what, found.first_bad.key) == ("lost", "k0")
