"""The report of ``mayi governance --report``: a folder of the policy, and perhaps a ledger, go in; a page comes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.answers.mind import make_mind
from bot.app import App
from bot.console.doors import MatrixWish
from bot.console.matrix import sheet_of
from bot.console.report import Log, ReportPage, paper_of
from bot.desk.versions import versions_of_git, versions_of_ledger
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger
from bot.settings import read_settings
from bot.wiring.console.gate import slack_people


def report_file(folder: Path, *, since: date | None, language: str, ledger: Ledger | None) -> str:
    """The report as one file. Without a ledger, versions are those of git, and what only a log knows is not in it.

    Raises ``KnowledgeError``.
    """
    catalog = load_catalog()
    store = KnowledgeStore(folder, catalog)
    knowledge = store.current()
    versions = versions_of_ledger(ledger) if ledger else versions_of_git(folder)
    if not versions.known:
        versions = versions_of_git(folder)
    settings = read_settings()
    slack = slack_people(settings, lambda: knowledge.organisation.audience)
    log = Log(App(settings, catalog, ledger, store.current, slack)) if ledger else None
    matrix = sheet_of(make_mind(knowledge, catalog), language, MatrixWish()).matrix()
    return paper_of(ReportPage.of(knowledge, language, matrix, store, versions, log).report(since), language)
