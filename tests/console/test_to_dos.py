"""What owners and admins look after: their own gaps and what closes one, the queue and the backup, erasures, changed words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from bot.console import auditing
from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.desk.gaps import gaps_of, gaps_of_owner, id_of
from bot.ledger.store.records import BACKUP
from bot.policy.changes.gaps import Gap, Lack
from bot.policy.house import Contact
from bot.policy.vendors.terms import ChangedClause, Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import PageChange
from bot.policy.words import Verdict
from bot.saying.findings import worded
from bot.wiring.console.health import health
from tests.console.conftest import ask
from tests.console.place import Place, answerer, place_in

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
UNSERVED = ("May I use Grok for a press release?", "May I put invoices into Perplexity Enterprise?")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("todos")) as made:
        for text in UNSERVED:
            ask(made, Role.EMPLOYEE, text)
        yield made


def gap(tool: str, number: int = 1, lack: Lack = Lack.RULE) -> Gap:
    return Gap(number, lack, tool, tool, "invoices", "Invoices", 1, 1, {}, (), ("R-1",), NOW, Verdict.UNCOVERED)


def forms(page: str) -> dict[str, tuple[str, list[str]]]:
    """What can be proposed: its name -> what it is about, and the choices."""
    found = {}
    for form in re.findall(r'action="/console/todos">(.*?)</form>', page):
        choices = re.findall(r'(?:option|name="choice") value="([^"]*)"', form)
        found[re.findall(r'Show the edit: ([^"]*)"', form)[0]] = (re.findall(r'"about" value="(\w+)"', form)[0], choices)
    return found


def test_what_was_asked_of_another_policy_is_nothing_to_do(place: Place) -> None:
    known = place.rooms.minds.today().knowledge
    assert "invoices" in {one.data for one in gaps_of(place.ledger, known, datetime.now(UTC))}
    kept = {id_: one for id_, one in known.policy.data_types.items() if id_ != "invoices"}
    found = gaps_of(place.ledger, replace(known, policy=replace(known.policy, data_types=kept)), datetime.now(UTC))
    assert [one.lack for one in found] == [Lack.TOOL], "a name that no policy knew stays"


def send(client: TestClient, about: str, choice: str, seen: str = "") -> tuple[int, str]:
    csrf = client.get("/console/todos").text.split('name="csrf" value="')[1].split('"')[0]
    answer = client.post("/console/todos", data={"about": about, "choice": choice, "seen": seen, "csrf": csrf})
    return answer.status_code, answer.text


# --- whose gaps ----------------------------------------------------------------------------------------------------

GAPS = (gap("deepl/pro", 1), gap("Grok", 2, Lack.TOOL), gap("chatgpt/free", 3))
"""In the sample company the service desk answers for the tools."""
TRANSLATORS = Contact("translators", "Translators", "translate@meander-care.example")


@pytest.mark.parametrize(
    ("own", "numbers"),
    [
        (("U1", "translators"), [1]),
        (("U1", "Translators"), [1]),
        (("U1", "somewhere"), [2, 3]),
        (("U1", ""), [2, 3]),
        (("U1", "owner"), [2, 3]),
        (("U2", "somewhere"), [3]),
    ],
    ids=[
        "the team of a contact sees the gaps of its tools",
        "however it is written",
        "whoever no contact stands for answers for what nobody else does",
        "so does whoever has no team",
        "and the policy's own team",
        "a tool may name its owner by Slack id",
    ],
)
def test_an_owner_sees_the_gaps_of_their_own_tools(own: tuple[str, ...], numbers: list[int]) -> None:
    knowledge = answerer().mind.knowledge
    organisation = replace(
        knowledge.organisation, contacts=(*knowledge.organisation.contacts, replace(TRANSLATORS, channel="C1"))
    )
    owners = {"deepl": TRANSLATORS.how, "chatgpt": "U2"}
    offerings = {
        id_: replace(one, facts={**one.facts, "owner": owners[one.tool]}) if one.tool in owners else one
        for id_, one in knowledge.policy.offerings.items()
    }
    known = replace(knowledge, organisation=organisation, policy=replace(knowledge.policy, offerings=offerings))
    assert [one.number for one in gaps_of_owner(GAPS, known, own)] == numbers


def test_an_owner_reads_how_many_others_there_are(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = client.get("/console/todos").text
    own, others = map(int, re.findall(r"(\d+) things that people .* Others answer for (\d+) more", page)[0])
    with place.client(Role.ADMIN) as client:
        assert f"{own + others} things that people asked for" in client.get("/console/todos").text


# --- the patch of one ----------------------------------------------------------------------------------------------


def test_the_edit_that_closes_a_gap_is_shown_first_then_written_and_can_be_taken_back(place: Place) -> None:
    rules = place.settings.knowledge / "rules.yaml"
    before = rules.read_bytes()
    with place.client(Role.ADMIN) as client:
        about, choices = forms(client.get("/console/todos").text)["Perplexity Enterprise × Invoices"]
        assert choices == ["effect:review", "effect:forbid"], "nothing that allows is offered"
        status, page = send(client, about, "effect:forbid")
        assert status == 200
        assert "<ins>+  effect: forbid</ins>" in page and "Answers that get stricter: 1" in page
        assert rules.read_bytes() == before and "Take the last edit back" not in page
        seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
        status, page = send(client, about, "effect:forbid", seen)
        assert status == 200 and "Written into rules.yaml. It holds from now on." in page
        assert b"effect: forbid" in rules.read_bytes().removeprefix(before)
        deed = place.ledger.console_deeds(1)[0]
        assert (deed.deed, deed.about) == ("mended", "Perplexity Enterprise × Invoices")
        csrf, undo = (re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("csrf", "about"))
        client.post("/console/confirm", data={"csrf": csrf, "about": undo, "choice": "undo", "meant": "yes"})
    assert rules.read_bytes() == before


def test_an_edit_that_would_be_another_one_by_now_is_shown_again(place: Place) -> None:
    rules = place.settings.knowledge / "rules.yaml"
    before = rules.read_text()
    about = id_of(gap("perplexity/enterprise"))
    with place.client(Role.ADMIN) as client:
        seen = re.findall(r'name="seen" value="(\w+)"', send(client, about, "effect:forbid")[1])[0]
        rules.write_text(before + "\n# mine\n", encoding="utf-8")
        status, page = send(client, about, "effect:forbid", seen)
    assert status == 200 and 'name="seen"' in page and rules.read_text() == before + "\n# mine\n"
    rules.write_text(before, encoding="utf-8")


def test_where_the_policy_comes_from_a_repository_the_edit_is_proposed(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        made.settings = made.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
        ask(made, Role.EMPLOYEE, UNSERVED[1])
        about, before = id_of(gap("perplexity/enterprise")), (made.settings.knowledge / "rules.yaml").read_bytes()
        with made.client(Role.ADMIN) as client:
            seen = re.findall(r'name="seen" value="(\w+)"', send(client, about, "effect:forbid")[1])[0]
            _, page = send(client, about, "effect:forbid", seen)
        (patch,) = made.settings.proposals.glob("*.patch")
        assert "Proposed: Perplexity Enterprise × Invoices" in page and patch.name in page
        assert (made.settings.knowledge / "rules.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("about", "choice", "status", "words"),
    [
        ("", "effect:forbid", 404, "no such gap"),
        ("x" * 9000, "", 404, "no such gap"),
        ("known", "effect:allow", 400, "not one of this gap"),
        ("known", "as:no/such", 400, "not one of this gap"),
        ("known", "", 400, "not one of this gap"),
    ],
)
def test_a_form_that_no_page_gave_writes_nothing(place: Place, about: str, choice: str, status: int, words: str) -> None:
    known = id_of(gap("perplexity/enterprise"))
    rules = (place.settings.knowledge / "rules.yaml").read_bytes()
    with place.client(Role.ADMIN) as client:
        found, page = send(client, known if about == "known" else about, choice, "x")
    assert found == status and words in page
    assert (place.settings.knowledge / "rules.yaml").read_bytes() == rules


def test_an_edit_needs_the_form_and_the_role(place: Place) -> None:
    data = {"about": id_of(gap("perplexity/enterprise")), "choice": "effect:forbid", "csrf": "x"}
    for role in (Role.ADMIN, Role.OWNER, Role.EMPLOYEE):
        with place.client(role) as client:
            assert client.post("/console/todos", data=data).status_code == 403


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        made.settings = made.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
        (tmp_path / "proposals").write_text("a file in its place")
        ask(made, Role.EMPLOYEE, UNSERVED[1])
        about = id_of(gap("perplexity/enterprise"))
        with made.client(Role.ADMIN) as client:
            seen = re.findall(r'name="seen" value="(\w+)"', send(client, about, "effect:review")[1])[0]
            status, page = send(client, about, "effect:review", seen)
    assert status == 400 and "No edit could be written" in page and "Traceback" not in page


# --- health --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "state", "words"),
    [
        (None, "note", "by the bot's own process"),
        ((3, 0, 0), "ok", "3 under way"),
        ((21, 0, 0), "note", "21 under way"),
        ((0, 1, 0), "fault", "1 failed for good"),
        ((2, 0, 2), "fault", "2 wait because the log cannot be written"),
    ],
)
def test_the_queue_is_told_with_what_to_do(place: Place, work: tuple[int, int, int] | None, state: str, words: str) -> None:
    found = {one.about: worded(one) for one in health(place.rooms, (lambda: work) if work else None)}
    assert found["queue"].state.value == state and words in found["queue"].says


def test_the_last_backup_and_the_seal_are_told(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        ask(made, Role.EMPLOYEE)

        def found(about: str) -> tuple[str, str]:
            one = next(worded(one) for one in health(made.rooms, None) if one.about == about)
            return one.state.value, one.says

        assert found("last backup") == ("note", "this log was never backed up")
        assert found("seal")[0] == "note" and "records wait: 2" in found("seal")[1]
        now = datetime.now(UTC)
        made.ledger.note(BACKUP, "old.gz", now - timedelta(days=8), {"rows": 7})
        assert found("last backup")[0] == "note"
        made.ledger.note(BACKUP, "new.gz", now, {"rows": 1234})
        made.ledger.seal()
        assert found("last backup")[0] == "ok" and "1,234 rows" in found("last backup")[1]
        assert found("seal")[0] == "ok" and "records is sealed" in found("seal")[1]


def test_health_is_told_in_the_readers_language(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.delete("mayi_language")
        client.cookies.set(LANGUAGE_COOKIE, "de", path="/console")
        page = client.get("/console/health").text
    assert "dieses Protokoll wurde nie gesichert" in page and "Warteschlange" in page
    assert "never backed up" not in page


# --- the ledger and vendors ----------------------------------------------------------------------------------------


def test_erasures_and_holds_that_were_lifted_are_listed(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        row = made.ledger.question(ask(made, Role.EMPLOYEE))
        assert row is not None
        now = datetime.now(UTC)
        hold = made.ledger.add_hold("receipt", row.receipt, reason="a claim", by="legal", at=now)
        made.ledger.lift_hold(hold.id, reason="it is settled", by="Joost", at=now)
        made.ledger.erase([row.key], now)
        with made.client(Role.ADMIN) as client:
            page = client.get("/console/ledger").text
    holds, erasures = page.split("<h2>Legal holds</h2>")[1].split("<h2>Erasures</h2>")
    assert f"answer {row.receipt}" in holds and "a claim" in holds and "lifted" in holds and "by Joost" in holds
    assert "somebody took a question back" in erasures.split("<h2>")[0]


def test_a_log_that_was_changed_is_said_to_be_with_its_receipt_and_in_words(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        receipt = ask(made, Role.EMPLOYEE)
        made.ledger.seal()
        with create_engine(made.settings.database).begin() as connection:
            connection.execute(text("UPDATE questions SET verdict = 'allowed'"))
        with made.client(Role.ADMIN) as client:
            page = client.get("/console/ledger").text
    assert f"No: a record was changed after it was written ({receipt}, place 2)." in page
    assert "Bad(" not in page


def test_a_big_log_is_compared_where_an_admin_asks_for_it_also_with_the_roots_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "MOST_VERIFIED", 0)
    roots = tmp_path / "roots.jsonl"
    with place_in(tmp_path) as made:
        made.settings = made.settings.model_copy(update={"roots": roots})
        receipt = ask(made, Role.EMPLOYEE)
        made.ledger.seal()
        with made.client(Role.ADMIN) as client:
            assert "compared when you ask for it" in client.get("/console/ledger").text
            assert "Yes: 1 questions" in compared(client)
            roots.write_text('{"day": "2026-11-20", "place": 99, "hash": "00"}\n')
            assert "No: the end was cut off" in compared(client)
            roots.write_text("no root at all")
            assert "holds no root" in compared(client)
            roots.unlink()
            with create_engine(made.settings.database).begin() as connection:
                connection.execute(text("UPDATE questions SET verdict = 'allowed'"))
            page = compared(client)
        assert f"({receipt}, place 2)" in page
        assert page.count("compared the log") == 4 and "Name of U0JOOST001" in page, "who did it stands there by name"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
def test_the_log_is_compared_for_nobody_else_and_by_no_other_page(place: Place, role: Role) -> None:
    with place.client(role) as client:
        csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
        assert client.post("/console/ledger", data={"csrf": csrf if role is Role.OWNER else "guess"}).status_code == 403


def compared(client: TestClient) -> str:
    """The ledger's page once the log has been compared."""
    csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
    page = client.post("/console/ledger", data={"csrf": csrf}).text
    while "Being compared" in page:
        assert 'hx-get="/console/ledger"' in page
        page = client.get("/console/ledger").text
    return page


def test_what_is_due_is_told_in_the_readers_language_and_days_cannot_be_taken_for_months(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        page = client.get("/console/reminders").text
        client.cookies.delete("mayi_language")
        client.cookies.set(LANGUAGE_COOKIE, "de", path="/console")
        german = client.get("/console/reminders").text
    due, title = re.findall(r"<tr><td[^>]*><time[^>]*>([^<]*)</time></td><td[^>]*>([^<]*)", page)[0]
    assert re.match(r"[A-Z][a-z]{2} \d", due)
    assert title not in german


def test_a_matter_that_people_are_reminded_of_several_times_stands_once(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        page = client.get("/console/reminders").text.partition("<h2>Coming")[2]
    titles = [
        title.partition("; again on ")[0]
        for title in re.findall(r"<tr><td[^>]*><time[^>]*>[^<]*</time></td><td[^>]*>([^<]*)", page)
    ]
    assert len(titles) == len(set(titles)) > 1
    assert "; again on " in page


def test_a_change_of_terms_is_shown_word_by_word(tmp_path: Path) -> None:
    clause = ChangedClause("We do not train.", "We do <b>train</b>.", "Your data", (Topic.TRAINING,), Direction.LOOSER, 1.5)
    judged = Judgement(Severity.ALERT, (Topic.TRAINING,), Direction.LOOSER, None, None, clause.after, (clause,))
    with place_in(tmp_path) as made:
        made.ledger.keep_change(PageChange("c1", "acme/terms", "a", "b", datetime.now(UTC), judged, "https://acme.example/t"))
        with made.client(Role.OWNER) as client:
            page = client.get("/console/vendors").text
    assert "<del>not train.</del>" in page and "<ins>&lt;b&gt;train&lt;/b&gt;.</ins>" in page
