"""The demo's made-up looks: the bot's first look of its own confirms the change of an invented vendor's terms, and tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.app import App
from bot.commands.run.demo import WATCHED, look_back
from bot.desk.terms import Watching, Ways
from bot.environment import shipped
from bot.exam.terms_belief import judging
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import open_ledger
from bot.policy.due.register import watched_pages
from bot.policy.vendors.facts import TermsPage
from bot.policy.vendors.terms import Direction, Severity
from bot.policy.vendors.watching import Look, Unread, Watched
from bot.settings import read_settings
from bot.vendors.guard import Guard
from tests.databases import ledger_in

SAMPLE = load(shipped("knowledge"), load_catalog()).or_raise()
SECRET = b"a secret for tests only, 32 bytes"


def test_the_sample_watches_its_vendors_and_what_it_reads_from_a_file_is_invented() -> None:
    pages = watched_pages(SAMPLE.vendors, load_catalog().terms)
    assert {page.vendor for page in pages} == {vendor.id for vendor in SAMPLE.vendors}
    texts = [page for page in pages if page.file]
    assert {page.id for page in texts} == set(yaml.safe_load(WATCHED.read_text(encoding="utf-8")))
    assert all(".example/" in page.url for page in texts)


def test_a_machine_that_is_told_to_ask_nobody_reads_texts_alone(tmp_path: Path) -> None:
    def everywhere(page: TermsPage, _known: Watched) -> Unread:
        asked.append(page.vendor)
        return Unread(Look.BROKEN, "")

    for watch, wanted in ((False, {"larkfield"}), (True, {vendor.id for vendor in SAMPLE.vendors})):
        asked: list[str] = []
        ledger = open_ledger(ledger_in(tmp_path / f"{watch}.db"), SECRET)
        settings = read_settings(knowledge=shipped("knowledge"), watch=watch)
        watching = Watching(App(settings, load_catalog(), ledger, lambda: SAMPLE), judging)
        watching._read = everywhere  # type: ignore[method-assign]
        watching.round()
        assert set(asked) == wanted


def test_the_first_look_of_the_bot_confirms_the_change(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    ledger = open_ledger(ledger_in(tmp_path / "mayi.db"), SECRET)
    before = yaml.safe_load(WATCHED.read_text(encoding="utf-8"))
    look_back(ledger, SAMPLE, shipped("knowledge"), before, now)
    assert [seen.look for seen in ledger.page_looks("", 10)] == [Look.SEEN, Look.FIRST]
    settings = read_settings(knowledge=shipped("knowledge"), watch=False)
    (seen,) = Watching(App(settings, load_catalog(), ledger, lambda: SAMPLE), judging, Ways(Guard())).round()
    assert seen.look is Look.CHANGED
    (change,) = ledger.page_changes(severity=Severity.ALERT, told="")
    assert change.judgement.direction is Direction.UNCLEAR


def test_pages_that_are_read_from_anywhere_else_are_left_alone(tmp_path: Path) -> None:
    ledger = open_ledger(ledger_in(tmp_path / "mayi.db"), SECRET)
    look_back(ledger, SAMPLE, shipped("knowledge"), {"openai/privacy": "Old words."}, datetime.now(UTC))
    assert not ledger.page_looks("", 10)
