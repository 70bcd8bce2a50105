"""Who has read which version: figures by version and team for owners and admins; names for a reason that those named see."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.console.doors import Role
from bot.desk.acknowledgements import Acknowledgements, Listed
from bot.ledger.verifying.verify import verify
from bot.policy.house import Knowledge
from bot.policy.talks.home import LOOKED_READ
from bot.policy.words import Effect
from bot.saying.notices.home import looked_lines
from bot.saying.words import words_for
from tests.commands.running import KEY, run_in
from tests.console.place import PEOPLE, SECRET, Place, place_in

NOW = datetime.now(UTC)
OLD = "0123abcd"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in(tmp_path) as made:
        yield made


def knowledge(place: Place) -> Knowledge:
    return place.rooms.minds.today().knowledge


def post(place: Place, role: Role, reason: str) -> tuple[int, str]:
    with place.client(role) as client:
        csrf = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
        answer = client.post("/console/governance/who", data={"reason": reason, "csrf": csrf})
        return answer.status_code, html.unescape(answer.text)


@pytest.fixture
def edited(place: Place) -> str:
    """An edit made nearly everything milder; gives the version before it."""
    now = knowledge(place)
    rules = tuple(replace(one, effect=Effect.FORBID) for one in now.policy.rules)
    earlier = replace(now, policy=replace(now.policy, rules=rules, version=OLD), version=OLD)
    publish(place, earlier, now)
    return OLD


def publish(place: Place, *versions: Knowledge) -> None:
    """They come into force one after the other."""
    for known in versions:
        place.may_i.publications.publish(known)


@pytest.mark.parametrize(
    ("effect", "counts"),
    [(None, ["U1", "U2"]), (Effect.FORBID, ["U0", "U1", "U2"])],
    ids=["a new comma asks nobody to read again", "what turns a cell has to be read anew"],
)
def test_who_read_the_version_before_an_edit(place: Place, effect: Effect | None, counts: list[str]) -> None:
    now = knowledge(place)
    rules = tuple(replace(one, effect=effect or one.effect) for one in now.policy.rules)
    earliest = replace(now, policy=replace(now.policy, rules=now.policy.rules[:1], version="first"), version="first")
    before = replace(now, policy=replace(now.policy, rules=rules, version=OLD), version=OLD)
    publish(place, earliest, before, now)
    people = {f"p{n}": Listed(f"U{n}") for n in range(3)}
    place.ledger.keep_known("p0", OLD, "read", NOW)
    place.ledger.keep_known("p1", "first", "read", NOW)
    found = Acknowledgements(place.may_i, people)
    assert [one.user for _, one in found.missing()] == counts
    assert sum(one.read for one in found.by_team()) == 3 - len(counts) == found.by_version()[0][2]


@pytest.mark.parametrize("role", list(PEOPLE))
def test_whoever_signs_in_reads_what_an_edit_changes_for_them_and_says_so_once(place: Place, edited: str, role: Role) -> None:
    me, today = place.pseudonym(role), knowledge(place).version
    place.ledger.keep_known(me, edited, "read", NOW)
    with place.client(role) as client:
        page = client.get("/console/matrix").text
        assert "New in the policy" in page and "was “not allowed”, now “allowed”" in page
        assert f"Version {today} of the policy; the one you know is {edited}." in page
        csrf = page.split('name="csrf" value="')[1].split('"')[0]
        assert client.post("/console/read", data={"version": today, "csrf": "none"}).status_code == 403
        assert client.post("/console/read", data={"version": "never-published", "csrf": csrf}).status_code == 200
        assert place.ledger.last_known(me) == edited, "what was never published here is read by nobody"
        told = client.post("/console/read", data={"version": today, "csrf": csrf})
        assert told.status_code == 200 and "New in the policy" not in told.text
    assert (me, today, "read") in place.ledger.all_known()


def test_somebody_at_the_machine_is_asked_nothing(place: Place, edited: str) -> None:
    with place.client() as client:
        client.post("/console/link", data={"token": place.rooms.make_link("", "admin")})
        page = client.get("/console/matrix")
    assert edited and page.status_code == 200 and "New in the policy" not in page.text
    assert place.ledger.all_known() == []


def test_readers_are_counted_by_version_and_by_team(place: Place) -> None:
    today, ledger = knowledge(place).version, place.ledger
    for version in (OLD, today):
        ledger.keep_publication(version, {}, NOW)
    people = {f"p{n}": Listed(f"U{n}", "wards") for n in range(5)}
    people |= {"q": Listed("U7", "boston"), "r": Listed("U8")}
    kept = [("p0", OLD, "read"), ("p0", today, "read"), ("p1", OLD, "read"), ("p2", today, "met")]
    kept += [("q", today, "read"), ("stranger", today, "read")]
    for person, version, how in kept:
        ledger.keep_known(person, version, how, NOW)
    found = Acknowledgements(place.may_i, people)
    assert [(version, count) for version, _, count in found.by_version()] == [(today, 3), (OLD, 2)]
    assert [(one.name, one.kind, one.read, one.not_read) for one in found.by_team()] == [
        ("wards", "team", 1, 4),
        ("", "small", 1, 0),
        ("", "no_team", 0, 1),
        ("", "unlisted", 1, 0),
    ], "a small team is not shown by itself, and who has no team is told as such"
    assert [one.user for _, one in found.missing()] == ["U8", "U1", "U2", "U3", "U4"]


def test_nobody_is_looked_up_where_the_policy_asks_nobody_to_acknowledge_it(place: Place) -> None:
    now = knowledge(place)
    quiet = replace(now, organisation=replace(now.organisation, acknowledge=False))
    found = Acknowledgements(replace(place.may_i, current=lambda: quiet), {"p": Listed("U1", "wards")})
    assert found.look(by="me", reason="Audit of the works council") == [] and place.ledger.looks() == []


def test_names_are_shown_for_a_reason_that_is_kept_for_each_who_is_named(place: Place) -> None:
    me = place.pseudonym(Role.EMPLOYEE)
    place.ledger.keep_known(me, knowledge(place).version, "read", NOW)
    status, page = post(place, Role.OWNER, "short")
    assert status == 200 and 'role="alert"' in page and place.ledger.looks() == []
    status, page = post(place, Role.OWNER, "Audit of the works council, item 4")
    assert status == 200 and "Name of U0JOOST001" in page and "Name of U0SANNE001" not in page
    (look,) = place.ledger.looks(person=place.pseudonym(Role.ADMIN))
    assert look.receipt.startswith(LOOKED_READ) and look.reason == "Audit of the works council, item 4"
    assert place.ledger.looks(person=me) == []
    with place.client(Role.ADMIN) as client:
        page = html.unescape(client.get("/console/ledger").text)
    assert "looked at who has not read the policy" in page and f"/console/questions/{LOOKED_READ}" not in page
    place.ledger.seal()
    assert verify(place.settings.database, key=SECRET).ok


def test_who_was_looked_up_reads_what_it_was_about(place: Place) -> None:
    words = words_for("en", ("en",))
    told = looked_lines([(f"{LOOKED_READ}0123abcd", NOW), ("R-7F3K", NOW)], "UTC", words)
    assert told[0].startswith("Whether you have read version 0123abcd") and told[1].startswith("Who asked R-7F3K")


def test_employees_see_neither(place: Place) -> None:
    assert post(place, Role.EMPLOYEE, "because I want to know")[0] == 403
    assert place.ledger.looks() == []


def test_the_page_has_figures_and_no_name(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = html.unescape(client.get("/console/governance").text)
    assert "Teams of fewer than 5 people, together" in page
    assert "Name of U0SANNE001" not in page


def test_the_command_line_says_the_same(tmp_path: Path) -> None:
    found = {"MAYI_KEY": KEY, "MAYI_DATABASE": f"sqlite:///{tmp_path / 'mayi.db'}"}
    told = json.loads(run_in(tmp_path, "acknowledgements", "--json", **found).out)
    assert told["wanted"] and told["versions"][0] == {"version": told["version"], "published": None, "read": 0}
    assert [(one["kind"], one["read"], one["not_read"]) for one in told["teams"]] == [("small", 0, 6)]
    assert run_in(tmp_path, "acknowledgements", "--who", **found).code == 2, "no names without a reason"
    named = json.loads(
        run_in(tmp_path, "acknowledgements", "--who", "--reason", "Audit, item 4 of the list", "--json", **found).out
    )
    assert "U0SANNE001" in named["not_read_by"]
