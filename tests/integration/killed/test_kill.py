"""kill -9, for real and at random moments: no question is lost, nothing is said twice, each reminder has one outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import new_database
from tests.integration.killed.killing import Plan, Report, run


def assert_nothing_lost_and_nothing_twice(report: Report) -> None:
    assert report.acked == report.asked
    assert report.lost == []
    assert report.twice == []
    assert report.unlogged == []
    assert report.reminders_missed == []
    assert report.reminders_doubled == []
    assert report.unfinished == []
    assert report.escalations and report.clicks
    assert report.clicks_lost == []


@pytest.mark.slow
def test_one_process_on_sqlite_killed_again_and_again(tmp_path: Path) -> None:
    report = run(Plan(), tmp_path, f"sqlite:///{tmp_path}/bot.db", f"sqlite:///{tmp_path}/bot-engine.db")
    assert_nothing_lost_and_nothing_twice(report)


@pytest.mark.slow
@pytest.mark.needs("postgres")
def test_three_processes_on_postgresql_killed_again_and_again(tmp_path: Path, postgres_url: str) -> None:
    with new_database(postgres_url) as url:
        report = run(Plan(processes=3, kills=8, seed=2), tmp_path, url, url)
    assert_nothing_lost_and_nothing_twice(report)
