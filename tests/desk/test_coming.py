"""Reminders come on working days of the owner's country, at nine where the owner is; what is shown ahead says the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import SlackPeople
from bot.desk.reminders import Coming, hours_in
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.due.tasks import tasks_of
from bot.policy.house import Knowledge
from bot.policy.talks.persons import Known, who_is

DAY = "2027-07-15"
BASTILLE = date(2027, 7, 14)
HERE = """organisation: X
owner: U0ANNE
time_zone: Europe/Amsterdam
assumed: {country: NL}
reminders: {quiet: none, days: [1, 0]}
"""
FILES = {
    "policy.yaml": HERE,
    "data.yaml": "classes: [{id: public, label: Public}]\n",
    "tools/a.yaml": "id: a\nlabel: A\n",
    "vendors/acme.yaml": f"id: acme\nname: Acme\nchanges: [{{id: c, title: New terms, effective: {DAY}}}]\n",
}


def known(folder: Path, people: str) -> Knowledge:
    for name, text in {**FILES, "people.yaml": people}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load(folder, load_catalog()).or_raise()


@pytest.mark.parametrize(
    ("person", "wanted"),
    [
        ("{match: U0ANNE, country: NL}", ["2027-07-14T09:00", "2027-07-15T09:00"]),
        ("{match: U0ANNE, country: FR}", ["2027-07-13T09:00", "2027-07-15T09:00"]),
        ("{match: U0ANNE, time_zone: America/New_York}", ["2027-07-14T15:00", "2027-07-15T15:00"]),
        ("{match: U0OTHER, country: FR, time_zone: America/New_York}", ["2027-07-14T09:00", "2027-07-15T09:00"]),
    ],
    ids=["the organisation's country", "a holiday of another country", "nine in another zone", "somebody else's country"],
)
def test_what_is_shown_ahead_knows_where_the_owner_is(tmp_path: Path, person: str, wanted: list[str]) -> None:
    knowledge = known(tmp_path, f"people: [{person}]\n")
    found = Coming(knowledge).rows(60, datetime(2027, 7, 1, tzinfo=UTC))
    assert [row["at"] for row in found["reminders"]] == wanted


def test_what_is_reminded_is_what_is_shown(tmp_path: Path) -> None:
    knowledge = known(tmp_path, "people: [{match: U0ANNE, country: FR, time_zone: America/New_York}]\n")
    (task,) = tasks_of(knowledge)

    def who(user: str) -> Known:
        return who_is(user, knowledge.people, SlackPeople().of)

    of_owner, of_channel = hours_in(knowledge, task, who), hours_in(knowledge, None, who)
    assert of_owner.is_free(BASTILLE) and of_owner.zone.key == "America/New_York"
    assert not of_channel.is_free(BASTILLE) and of_channel.zone.key == "Europe/Amsterdam"
