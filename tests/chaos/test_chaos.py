"""Storms in short form: kills and troubles while people ask through Slack's door. Nothing is lost, said twice or otherwise, no
row is missing, the chain of the log is whole. ``make chaos`` is the long form; ``docs/reliability.md`` has its figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import scenes
from tests.chaos.storm import Plan, Report, storm
from tests.databases import house_in, new_database

pytestmark = pytest.mark.slow
KILLS = 4


def assert_whole(report: Report) -> None:
    assert report.faults == {}
    assert report.told.asked and report.rows


def test_one_process_on_sqlite_behind_signed_http_is_killed(tmp_path: Path) -> None:
    assert_whole(storm(Plan(kills=KILLS, door="http"), tmp_path, house_in(tmp_path / "mayi.db")))


@pytest.mark.needs("postgres")
def test_three_processes_on_postgresql_with_sockets_are_killed(tmp_path: Path, postgres_url: str) -> None:
    with new_database(postgres_url) as url:
        assert_whole(storm(Plan(processes=3, kills=KILLS, seed=2), tmp_path, url))


@pytest.mark.needs("postgres")
def test_the_database_server_dies_and_comes_back_under_three_processes(tmp_path: Path) -> None:
    assert_whole(scenes.database_restarted(tmp_path, times=1))


@pytest.mark.needs("cc")
def test_the_disk_is_full_for_a_while(tmp_path: Path) -> None:
    assert_whole(scenes.full_disk(tmp_path))


@pytest.mark.needs("cc")
def test_the_clock_goes_back_an_hour_and_nobody_waits_for_it(tmp_path: Path) -> None:
    report = scenes.clock_set_back(tmp_path)
    assert_whole(report)
    assert report.seconds < scenes.HOUR / 10


@pytest.mark.needs("cc")
def test_the_power_fails_and_what_was_promised_is_on_the_disk(tmp_path: Path) -> None:
    assert_whole(scenes.power_lost(tmp_path))


def test_a_model_that_hangs_while_the_house_is_killed_keeps_nobody_without_an_answer(tmp_path: Path) -> None:
    assert_whole(scenes.hanging_model(tmp_path))


@pytest.mark.needs("cc", "postgres")
def test_processes_are_replaced_one_after_another_while_they_answer(tmp_path: Path, postgres_url: str) -> None:
    assert_whole(scenes.rolling_upgrade(tmp_path, postgres_url))
