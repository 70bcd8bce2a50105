"""`mayi vendors`, `vendors announce`, `terms watch` and `terms status`: what they print, what they write, what they refuse."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock.today import today_at
from bot.desk.clauses import changes_of
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import open_ledger
from bot.policy.vendors.watching import Look, PageLook
from tests.commands.running import KEY, Ran, run_in
from tests.databases import ledger_in

LOOPBACK = "id: acme\nname: Acme\nwatch: yes\nterms: {privacy: http://127.0.0.1:9/privacy}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample, as it were if it watched nobody."""
    shutil.copytree(shipped("knowledge"), tmp_path / "knowledge")
    policy = tmp_path / "knowledge" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("watch: yes ", "watch: no "), encoding="utf-8")
    return tmp_path


def test_where_no_vendor_is_asked_the_sample_has_an_invented_page_to_watch(tmp_path: Path) -> None:
    shutil.copytree(shipped("knowledge"), tmp_path / "knowledge")
    assert run(tmp_path, "terms", "watch", "--once").out == "larkfield/data-processing: first, read for the first time\n"


def run(folder: Path, *words: str, **more: str) -> Ran:
    database = f"sqlite:///{folder / 'mayi.db'}"
    return run_in(folder, *words, MAYI_KEY=KEY, MAYI_DATABASE=database, MAYI_KNOWLEDGE=str(folder / "knowledge"), **more)


def test_the_register_is_listed_for_people_and_for_scripts(folder: Path) -> None:
    page = run(folder, "vendors")
    assert page.code == 0
    assert "Anthropic" in page.out and "last day to give notice" in page.out
    rows = {row["id"]: row for row in json.loads(run(folder, "vendors", "--json").out)}
    assert rows["anthropic"]["contracts"][0]["notice_by"] == "2027-08-01"
    assert rows["anthropic"]["migration"] == {
        "to": "chatgpt/team",
        "steps": [
            "The service desk tells the teams in the channel for IT news, and pauses the connectors of Claude.",
            "Teams that wait for an answer use ChatGPT Team; the same rules hold there.",
            "IT loads the last export of prompts and projects into ChatGPT Team.",
            "Claude Code users switch to GitHub Copilot.",
        ],
        "rehearsed": "2026-04-10",
        "due": "2027-04-01",
        "owner": "it@meander-care.example",
        "note": "Projects and prompts are exported each quarter.",
    }
    assert {page["page"] for page in rows["openai"]["pages"]} >= {"openai/commercial-terms", "openai/privacy"}


def test_an_announced_change_stands_in_the_vendors_file_at_once_and_can_be_taken_back(folder: Path) -> None:
    notice = folder / "notice.txt"
    notice.write_text(
        "Betreff: Geänderte Richtlinien\n\nDie neuen Richtlinien treten am 15. Januar 2027 in Kraft.\n", encoding="cp1252"
    )
    made = run(folder, "vendors", "announce", "openai", "--notice", str(notice), "--tool", "chatgpt", "--json")
    found = json.loads(made.out)
    assert (found["effective"], found["title"], found["file"]) == ("2027-01-15", "Geänderte Richtlinien", "vendors/openai.yaml")
    rows = {row["id"]: row for row in json.loads(run(folder, "vendors", "--json").out)}
    assert rows["openai"]["changes"][-1]["id"] == "openai-2027-01-15"
    again = json.loads(run(folder, "vendors", "announce", "openai", "More", "--effective", "2027-01-15", "--json").out)
    assert "openai-2027-01-15-2" in again["patch"] and again["proposal"] == ""
    assert "openai, 2027-01-15: More" in run(folder, "confirm", "--undo").out
    rows = {row["id"]: row for row in json.loads(run(folder, "vendors", "--json").out)}
    assert [one["id"] for one in rows["openai"]["changes"]][-1] == "openai-2027-01-15"


@pytest.mark.parametrize("about", [("--touches", "commercial-terms"), ("--tool", "claude")], ids=["its page", "its tool alone"])
def test_what_a_typed_in_change_touches_is_under_review_as_soon_as_it_is_written(folder: Path, about: tuple[str, ...]) -> None:
    run(folder, "vendors", "announce", "anthropic", "New", "--effective", "2027-03-01", *about, "--json")
    knowledge = load(folder / "knowledge", load_catalog()).or_raise()
    (change,) = changes_of(knowledge, None)
    assert change.page == "anthropic/commercial-terms" and change.on <= today_at(knowledge)


def test_a_day_that_is_past_is_said_to_be_and_reminds_nobody(folder: Path) -> None:
    made = run(folder, "vendors", "announce", "openai", "Old", "--effective", "2024-01-31")
    assert made.code == 0 and "nobody is reminded" in made.out


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_is_past_where_the_organisation_is(folder: Path, zone: str) -> None:
    """At any hour it is another day than in UTC in one of the two."""
    policy = folder / "knowledge" / "policy.yaml"
    policy.write_text(re.sub("time_zone: .*", f"time_zone: {zone}", policy.read_text(encoding="utf-8")), encoding="utf-8")
    now = datetime.now(UTC)
    here = now.astimezone(ZoneInfo(zone)).date()
    day = min(here, now.date())
    made = run(folder, "vendors", "announce", "openai", "Soon", "--effective", day.isoformat())
    assert ("That day is past" in made.out) is (day < here)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("opnai", "X", "--effective", "2027-01-15"), 2, "did you mean"),
        (("openai", "--effective", "2027-01-15"), 2, "say what changes"),
        (("openai", "X"), 2, "give the day"),
        (("openai", "X", "--effective", "2027-02-31"), 2, "2027-02-31"),
        (("openai", "X", "--notice", "nowhere.txt"), 2, "cannot be read"),
        (("openai", "X", "--effective", "2027-01-15", "--tool", "chatgtp"), 3, "unknown tool `chatgtp`"),
        (("openai", "X", "--effective", "2027-01-15", "--touches", "privcy"), 2, "no page of terms `privcy`; did you mean"),
    ],
)
def test_what_cannot_be_proposed_says_why(folder: Path, words: tuple[str, ...], code: int, says: str) -> None:
    made = run(folder, "vendors", "announce", *words)
    assert made.code == code
    assert says in " ".join(made.err.replace("│", " ").split())
    assert not list(folder.glob("proposals/*"))


def test_nothing_is_watched_until_a_file_says_so(folder: Path) -> None:
    assert run(folder, "terms", "watch", "--once").out == ""
    assert "watch: yes" in run(folder, "terms", "status").out


def test_one_line_has_all_vendors_watched_but_those_that_say_no(folder: Path) -> None:
    policy, openai = folder / "knowledge" / "policy.yaml", folder / "knowledge" / "vendors" / "openai.yaml"
    policy.write_text(policy.read_text("utf-8").replace("watch: no ", "watch: yes "), encoding="utf-8")
    openai.write_text(openai.read_text("utf-8").replace("terms:\n", "watch: no\nterms:\n"), encoding="utf-8")
    pages = {row["page"] for row in json.loads(run(folder, "terms", "status", "--json").out)}
    assert {"anthropic/privacy", "anthropic/commercial-terms", "deepl/pro"} <= pages, "its own, and those that the catalog knows"
    assert not any(page.startswith("openai/") for page in pages)


def test_a_page_of_a_vendor_that_is_not_watched_may_be(folder: Path) -> None:
    page = "id: acme\nname: Acme\nterms:\n  privacy: {url: https://acme.example/privacy, watch: yes}\n  terms: https://acme.example/terms\n"
    (folder / "knowledge" / "vendors" / "acme.yaml").write_text(page, encoding="utf-8")
    assert [row["page"] for row in json.loads(run(folder, "terms", "status", "--json").out)] == ["acme/privacy"]


def test_a_look_is_printed_and_kept_and_this_machine_is_never_asked(folder: Path) -> None:
    (folder / "knowledge" / "vendors" / "acme.yaml").write_text(LOOPBACK, encoding="utf-8")
    seen = json.loads(run(folder, "terms", "watch", "--once", "--json", MAYI_WATCH="yes").out)
    assert (seen["page"], seen["look"]) == ("acme/privacy", "broken")
    assert "only public addresses are read" in seen["why"]
    assert run(folder, "terms", "watch", "--once", MAYI_WATCH="yes").out == "", "it is looked at again in an hour"
    (row,) = json.loads(run(folder, "terms", "status", "--json").out)
    assert (row["state"], row["tries"], row["watched"]) == ("broken", 1, True)
    assert "broken (1×)" in run(folder, "terms", "status").out


def test_what_was_fetched_is_listed_and_a_text_can_be_read(folder: Path) -> None:
    assert "Nobody has looked yet" in run(folder, "terms", "captures").out
    ledger = open_ledger(ledger_in(folder / "mayi.db"), KEY.encode())
    now = datetime.now(UTC)
    capture = ledger.keep_capture("We keep your data for thirty days.", now)
    ledger.keep_page_look(
        PageLook("acme/privacy", now, Look.FIRST, "read for the first time", "https://acme.example/p", 200, capture)
    )
    ledger.close()
    assert capture[:12] in run(folder, "terms", "captures", "acme/privacy").out
    (row,) = json.loads(run(folder, "terms", "captures", "--json").out)
    assert (row["look"], row["capture"], row["url"]) == ("first", capture, "https://acme.example/p")
    assert run(folder, "terms", "captures", "--text", capture[:8]).out == "We keep your data for thirty days.\n"
    assert run(folder, "terms", "captures", "--text", "%").code == 2
