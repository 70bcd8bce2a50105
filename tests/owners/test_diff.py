"""A version that a ledger published is compared with the folder as it is now; without the house's secret it stays closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.load import load
from bot.ledger.ledger import open_ledger
from bot.ledger.publications import Publications
from bot.owners.diff import compared as diff
from bot.policy.changes.compare import Compared
from tests.databases import ledger_in
from tests.knowledge.folders import WHOLE, write

SECRET = b"a secret for tests only, 32 bytes"


@pytest.fixture
def published(tmp_path: Path) -> str:
    """The first version, which only the ledger still has; gives its name."""
    ledger = open_ledger(ledger_in(tmp_path / "log.db"), SECRET)
    knowledge = load(write(tmp_path / "policy")).or_raise()
    Publications(ledger).publish(knowledge)
    ledger.close()
    write(tmp_path / "policy", {"rules.yaml": WHOLE["rules.yaml"].replace("condition\n", "forbid\n", 1)})
    return knowledge.version


def diff_with_now(version: str, tmp_path: Path, secret: bytes = SECRET) -> Compared:
    return diff(version, str(tmp_path / "policy"), tmp_path / "policy", open_ledger(ledger_in(tmp_path / "log.db"), secret))


def test_a_version_of_the_ledger_is_one_of_the_sides(tmp_path: Path, published: str) -> None:
    compared = diff_with_now(published, tmp_path)
    (one,) = compared.change.stricter
    assert (one.offering, one.data, one.old, one.new) == ("chatgpt/team", "customer-names", "conditional", "forbidden")
    assert (compared.old.version, one.causes[0].rule) == (published, "names-on-contract")


def test_without_the_secret_it_is_not_known(tmp_path: Path, published: str) -> None:
    with pytest.raises(KnowledgeError, match="no version of the ledger"):
        diff_with_now(published, tmp_path, b"another secret, also of 32 bytes..")
