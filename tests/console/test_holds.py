"""Answers of others are held, let go and erased on the page Ledger: what it would change is seen first, and the proof last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app import SlackPeople
from bot.console.doors import Role
from bot.ledger.asked.mine import digest_of
from bot.policy.talks.home import LOOKED_ALL
from tests.console.conftest import ask
from tests.console.place import PEOPLE, TEAM, Place, place_in

WHY = "They left and the works council asked for it"
TEXTS = ("May I put invoices into Claude Team?", "May I use Grok for a press release?")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in(tmp_path) as made:
        for text in TEXTS:
            ask(made, Role.EMPLOYEE, text)
        ask(made, Role.OWNER)
        yield made


@pytest.fixture
def admin(place: Place) -> Iterator[TestClient]:
    with place.client(Role.ADMIN) as client:
        yield client


def receipts(place: Place, role: Role = Role.EMPLOYEE) -> list[str]:
    return [row.receipt for row in place.ledger.asked_by(place.pseudonym(role), 9)]


def csrf_of(client: TestClient) -> str:
    return re.findall(r'name="csrf" value="([^"]+)"', client.get("/console/matrix").text)[0]


def send(client: TestClient, **said: str) -> str:
    return client.post("/console/ledger/deed", data={"reason": WHY, "csrf": csrf_of(client), **said}).text


def deed_of(page: str) -> dict[str, str]:
    """What the second look would send."""
    form = page.split('id="deed"')[1].split("</section>", maxsplit=1)[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def done(client: TestClient, **said: str) -> str:
    """Looked at, then done."""
    return client.post("/console/ledger/deed", data=deed_of(send(client, **said))).text


def told_in(page: str) -> str:
    return page.split('id="deed"')[1].split("</section>", maxsplit=1)[0]


def test_an_erasure_says_first_what_goes_and_what_a_hold_keeps_and_then_its_proof(place: Place, admin: TestClient) -> None:
    kept, goes = receipts(place)
    done(admin, choice="receipt", about=kept)
    page = send(admin, choice="erase", about=goes)
    assert "1 questions of this person go" in told_in(page) and "1 questions stay for now: a legal hold" in told_in(page)
    assert set(receipts(place)) == {kept, goes}, "nothing is done yet"
    page = admin.post("/console/ledger/deed", data=deed_of(page)).text
    proof = digest_of([goes])
    assert "Erased: 1 questions" in told_in(page) and proof in told_in(page)
    assert receipts(place) == [kept] and len(receipts(place, Role.OWNER)) == 1
    row = page.split("<h2>Erasures</h2>")[1].split("</table>")[0]
    assert proof in row and proof[:16] in row, "the number of the row is the one that was told"
    deed = place.ledger.console_deeds(1)[0]
    assert (deed.deed, deed.about) == ("erased", WHY)


def test_a_person_who_is_held_loses_nothing_until_the_hold_is_lifted(place: Place, admin: TestClient) -> None:
    page = done(admin, choice="person", about=PEOPLE[Role.EMPLOYEE].lower())
    hold = place.ledger.holds(standing=True)[0]
    assert f"The hold {hold.id} stands" in told_in(page) and hold.reason == WHY and hold.subject == place.pseudonym(Role.EMPLOYEE)
    assert "Name of U0JOOST001" in hold.by, "who did it stands there by name"
    page = done(admin, choice="erase", about=PEOPLE[Role.EMPLOYEE])
    assert "Erased: 0 questions" in told_in(page) and len(receipts(place)) == 2
    form = page.split("<h2>Legal holds</h2>")[1].split("</table>")[0]
    assert f'name="about" value="{hold.id}"' in form and "Lift the hold" in form
    page = send(admin, choice="lift", about=hold.id)
    assert "works council" in told_in(page) and place.ledger.holds(standing=True)
    assert "is lifted" in told_in(admin.post("/console/ledger/deed", data=deed_of(page)).text)
    assert not place.ledger.holds(standing=True)
    assert "lifted already" in send(admin, choice="lift", about=hold.id)
    assert [one.deed for one in place.ledger.console_deeds()][:3] == ["lifted", "erased", "held"]


def test_what_was_seen_and_is_another_by_now_is_shown_again(place: Place, admin: TestClient) -> None:
    seen = deed_of(send(admin, choice="erase", about=receipts(place)[0]))
    ask(place, Role.EMPLOYEE, "May I put press releases into DeepL Pro?")
    page = admin.post("/console/ledger/deed", data=seen).text
    assert "3 questions of this person go" in told_in(page) and len(receipts(place)) == 3


def test_the_whole_log_is_held_too(place: Place, admin: TestClient) -> None:
    assert "All 3 questions stay" in told_in(send(admin, choice="all"))
    done(admin, choice="all")
    assert place.ledger.holds(standing=True)[0].about == "all"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"choice": "erase", "about": "nobody"}, "Nobody is found by this"),
        ({"choice": "receipt", "about": "R-NONE"}, "There is no"),
        ({"choice": "erase", "about": PEOPLE[Role.EMPLOYEE], "reason": "curious"}, "at least 10 characters"),
    ],
)
def test_what_cannot_be_done_is_told_where_it_was_typed(place: Place, admin: TestClient, said: dict[str, str], told: str) -> None:
    page = send(admin, **said)
    assert 'id="deed"' not in page and told in page.split('role="alert">')[1]
    assert not place.ledger.console_deeds()


@pytest.mark.parametrize("role", [Role.OWNER, Role.EMPLOYEE])
def test_nobody_but_admins_holds_or_erases_and_no_form_of_somebody_else_counts(place: Place, role: Role) -> None:
    with place.client(role) as client:
        sent = {"choice": "all", "reason": WHY, "csrf": csrf_of(client)}
        assert client.post("/console/ledger/deed", data=sent).status_code == 403
    with place.client(Role.ADMIN) as client:
        assert client.post("/console/ledger/deed", data={"choice": "all", "reason": WHY, "csrf": "x"}).status_code == 403
    assert not place.ledger.holds()


def test_one_person_s_questions_are_found_by_whatever_who_asked_showed(place: Place, admin: TestClient) -> None:
    receipt, csrf = receipts(place)[0], csrf_of(admin)

    def of(said: str) -> str:
        return admin.post("/console/questions/person", data={"of": said, "reason": WHY, "csrf": csrf}).text

    name = f"Name of {PEOPLE[Role.EMPLOYEE]}"
    page = admin.post(f"/console/questions/{receipt}/who", data={"reason": WHY, "csrf": csrf}).text
    shown = re.findall(r"<strong>([^<]*)</strong>", page.split('id="who"')[1])[0]
    assert shown == f"{name} · {TEAM}/{PEOPLE[Role.EMPLOYEE]}"
    for said in (shown, f"{TEAM}/{PEOPLE[Role.EMPLOYEE]}", PEOPLE[Role.EMPLOYEE], receipt):
        page = of(said)
        assert f"Only what {name} asked" in page and "2 questions" in page, said
        assert "/console/ledger?of=" in page, "from there to the hold and the erasure"
    looks = place.ledger.looks(receipt=LOOKED_ALL)
    assert len(looks) == 4 and {one.person for one in looks} == {place.pseudonym(Role.EMPLOYEE)}


def test_a_bare_name_is_found_only_where_it_was_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Place, "known", property(lambda _: SlackPeople(name=lambda _user: "sanne", barred=lambda _: "", team=lambda: TEAM))
    )
    with place_in(tmp_path) as made, made.client(Role.ADMIN) as client:
        receipt, csrf = ask(made, Role.EMPLOYEE), csrf_of(client)
        sent = {"of": " Sanne", "reason": WHY, "csrf": csrf}
        assert "Nobody is found by this" in client.post("/console/questions/person", data=sent).text, "it was not shown yet"
        client.post(f"/console/questions/{receipt}/who", data={"reason": WHY, "csrf": csrf})
        assert "Only what sanne asked" in client.post("/console/questions/person", data=sent).text
        other = ask(made, Role.OWNER)
        client.post(f"/console/questions/{other}/who", data={"reason": WHY, "csrf": csrf})
        assert "Nobody is found by this" in client.post("/console/questions/person", data=sent).text, "two are called so"
