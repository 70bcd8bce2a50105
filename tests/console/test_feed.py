"""What vendors and the policy changed, as a feed at an address of one's own; nothing of what staff ask is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from defusedxml import ElementTree
from fastapi.testclient import TestClient

from bot.console.access import ADDRESS_DAYS
from bot.console.doors import Role
from bot.console.feed import Happened
from bot.console.report import RevisedPage
from bot.desk.versions import Revised, versions_of_ledger
from bot.environment import shipped
from bot.knowledge.history.propose import with_edits
from bot.ledger.publications import Publications
from bot.policy.changes.compare import Side, compare_sides
from bot.policy.vendors.terms import Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import PageChange
from bot.policy.words import Effect
from tests.console.conftest import MINE, ask
from tests.console.place import PEOPLE, Place, answerer, place_in

ATOM = "{http://www.w3.org/2005/Atom}"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("feed")) as made:
        ask(made, Role.EMPLOYEE)
        judged = Judgement(Severity.ALERT, (Topic.TRAINING,), Direction.LOOSER)
        made.ledger.keep_change(
            PageChange("c1", "openai/business-privacy", "a", "b", YESTERDAY, judged, "https://vendor.example/t")
        )
        knowledge = answerer().mind.knowledge
        rules = tuple(replace(one, effect=Effect.FORBID) for one in knowledge.policy.rules)
        earlier = replace(knowledge, policy=replace(knowledge.policy, rules=rules, version="stricter-1"), version="stricter-1")
        for known in (earlier, knowledge):
            Publications(made.ledger).publish(known)
        yield made


def address(client: TestClient) -> str:
    found = re.search(r'value="(http[^"]+/console/feed/[^"]+\.atom)"', client.get("/console/vendors").text)
    return found[1] if found else ""


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_a_program_reads_what_changed_without_signing_in(place: Place, role: Role) -> None:
    with place.client(role) as client:
        own = address(client)
    with place.client() as program:
        found, again = program.get(own), program.get(own)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    assert found.content == again.content
    entries = ElementTree.fromstring(found.content).findall(f"{ATOM}entry")
    said = {str(one.findtext(f"{ATOM}title")): str(one.findtext(f"{ATOM}content")) for one in entries}
    assert "Terms changed: openai/business-privacy" in said
    assert "Anthropic announced: Shorter retention in commercial terms" in said
    version = answerer().mind.version
    assert "Not allowed → Allowed (looser)" in said[f"Version {version} of the policy"]
    assert said["Version stricter-1 of the policy"] == "the first that is known"


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_each_entry_has_a_link_and_those_of_ours_open_at_what_it_tells(place: Place, role: Role) -> None:
    with place.client(role) as client:
        entries = ElementTree.fromstring(client.get(address(client)).content).findall(f"{ATOM}entry")
        links = {str(one.findtext(f"{ATOM}title")): one.find(f"{ATOM}link") for one in entries}
        assert all(link is not None and link.attrib["rel"] == "alternate" for link in links.values())
        version = answerer().mind.version
        told = client.get(links[f"Version {version} of the policy"].attrib["href"])
    assert told.status_code == 200
    assert version in told.text and "Not allowed → Allowed" in told.text


def test_nothing_that_staff_ask_is_in_it(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        body = client.get(address(client)).text
    assert MINE not in body and "invoices into" not in body
    assert not any(one in body for one in PEOPLE.values())


WAIVERS = """
  - id: noor-may-use-claude
    who: [U0NOOR0001, U0JOOST001]
    tools: [claude/team]
    data: [confidential]
    effect: allow
    sets_aside: [confidential-data-on-contract]
    since: 2020-01-01
    until: 2099-12-31
    approved_by: Ann Other
    because: Noor asked for it.
"""


@pytest.mark.parametrize("is_new", [True, False])
def test_who_holds_a_waiver_is_told_to_owners_and_in_no_feed(place: Place, is_new: bool) -> None:
    folder = shipped("knowledge")
    file = (folder / "waivers.yaml").read_text(encoding="utf-8") if (folder / "waivers.yaml").exists() else ""
    sides = [with_edits(folder, {"waivers.yaml": text}) for text in (file, file + WAIVERS)]
    old, new = (Side("", one.policy, one.labels) for one in (sides if is_new else sides[::-1]))
    found = [Revised("v2", YESTERDAY, "v1", compare_sides(old, new, date(2026, 11, 25)))]
    versions = versions_of_ledger(place.ledger)
    page = RevisedPage.of(sides[1], "en", versions, found)
    said = "\n".join(page.lines(found[0]))
    assert "U0NOOR0001" in said and "noor-may-use-claude" in said
    feed = Happened.of(sides[1], "en", place.ledger, found).feed("https://console.example/feed").decode()
    assert not [one for one in ("U0NOOR0001", "U0JOOST001", "noor", "Ann Other") if one in feed.casefold() or one in feed]
    assert "exception (waivers.yaml:" in feed and "Claude Team × Business secrets, Confidential (exception)" in feed


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-11-08", []),
        ("2026-11-09", ["Shorter retention in commercial terms"]),
        ("2026-12-15", ["Shorter retention in commercial terms", "New usage policies"]),
    ],
    ids=["nothing is announced yet", "one was announced on this day", "one without a day of its announcement holds now"],
)
def test_an_announced_change_is_told_from_its_day_on_and_stays_the_same_entry(place: Place, today: str, told: list[str]) -> None:
    knowledge = answerer().mind.knowledge
    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        body = Happened.of(knowledge, "en", place.ledger, []).feed("https://console.example/console/feed/x.atom")
    found = ElementTree.fromstring(body).findall(f"{ATOM}entry")
    titles = [str(one.findtext(f"{ATOM}title")) for one in found if " announced: " in str(one.findtext(f"{ATOM}title"))]
    assert sorted(title.partition(": ")[2] for title in titles) == sorted(told)


def test_an_address_is_ones_own_holds_for_half_a_year_and_ends_with_the_role(place: Place) -> None:
    with place.client(Role.OWNER) as owner, place.client(Role.ADMIN) as admin:
        own, other = address(owner), address(admin)
        calendar = re.search(r'value="http[^"]+/console/calendar/([^"]+)\.ics"', owner.get("/console/reminders").text)
    assert own != other
    assert calendar
    with place.client() as program:
        for wrong in (own.replace(".atom", "x.atom"), own.rpartition("/")[0] + f"/{calendar[1]}.atom"):
            found = program.get(wrong)
            assert (found.status_code, b"Anthropic" in found.content) == (403, False)
        with time_machine.travel(datetime.now(UTC) + timedelta(days=ADDRESS_DAYS + 1), tick=False):
            assert program.get(own).status_code == 403
        place.barred.add(PEOPLE[Role.OWNER])
        assert program.get(own).status_code == 403
    place.barred.clear()


def test_somebody_at_the_machine_has_no_address(place: Place) -> None:
    with place.client() as client:
        token = place.rooms.make_link("", "admin")
        client.post("/console/link", data={"token": token})
        assert client.get("/console/vendors").status_code == 200
        assert address(client) == ""
