"""The house on PostgreSQL: the same answers, the same row, the same reminder once, also after a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.databases import new_database
from tests.integration.conftest import Talk

pytestmark = pytest.mark.needs("postgres")

FREE = "@may-i May I paste a health record into ChatGPT Free?"


@pytest.fixture
def database(postgres_url: str) -> Iterator[str]:
    """An empty database of the test's own."""
    with new_database(postgres_url) as url:
        yield url


@pytest.fixture
def on_postgres(database: str, make_house: Callable[..., House]) -> Iterator[Callable[[Playground], Talk]]:
    """Builds houses on that database; they are stopped before it is dropped."""
    built: list[House] = []

    def make(slack: Playground) -> Talk:
        house = make_house(slack, database=database)
        built.append(house)
        slack.wait_for_app()
        return Talk(house, slack, house.settings.knowledge)

    yield make
    for house in built:
        house.stop()


def test_a_mention_is_answered_logged_and_found_again_after_a_restart(on_postgres: Callable[[Playground], Talk]) -> None:
    with Playground(load_company(SAMPLE)) as slack:
        first = on_postgres(slack)
        root, answer = first.ask("sanne", FREE)
        assert answer["text"].startswith("Not allowed")
        slack.wait_until(first.house.ledger.questions)
        row = first.house.ledger.questions()[0]
        assert (row.label, row.posted) == ("deny", "posted")
        assert row.receipt in repr(answer["blocks"])
        assert row.rules and row.rules[0]["file"]
        slack.wait_until(lambda: not first.house.engine.under_way())
        first.house.stop()

        again = on_postgres(slack)
        _, second = again.ask("sanne", "and published texts in ChatGPT Team?", thread_ts=root)
        assert second["text"].startswith("Allowed")
        assert len(again.answers(root)) == 2
        slack.wait_until(lambda: len(again.house.ledger.questions()) == 2)
        assert row.receipt in {kept.receipt for kept in again.house.ledger.questions()}


def test_a_question_back_is_settled_by_a_click_in_the_same_message(on_postgres: Callable[[Playground], Talk]) -> None:
    with Playground(load_company(SAMPLE)) as slack:
        talk = on_postgres(slack)
        root, asked = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
        assert asked["text"].startswith("One thing")
        slack.wait_until(talk.house.ledger.questions)
        choice = next(
            element
            for block in asked["blocks"]
            for element in block.get("elements", [])
            if str(element.get("action_id", "")).startswith("mayi_choose")
        )
        value = choice["options"][0]["value"] if "options" in choice else choice["value"]
        slack.press("noor", "ask-ai", asked["ts"], choice["action_id"], value)
        slack.wait_for("ask-ai", lambda m: m["ts"] == asked["ts"] and not m["text"].startswith("One thing"), thread_ts=root)
        assert len(talk.answers(root)) == 1


def test_a_reminder_is_posted_once_also_after_a_restart(on_postgres: Callable[[Playground], Talk]) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    with Playground(load_company(SAMPLE)) as slack:
        talk = on_postgres(slack)
        (talk.knowledge / "vendors" / "soon.yaml").write_text(
            "id: soon\nname: Soon Inc\nchanges:\n  - id: soon-terms\n    title: New terms of Soon\n"
            f"    effective: {tomorrow}\n    needed: Read them.\n"
        )
        slack.wait_for("ai-policy", "New terms of Soon", user="noor", timeout=20)
        talk.house.stop()
        again = on_postgres(slack).house
        slack.wait_until(lambda: again.ledger.reminder("change:soon-terms").cursor)
        slack.wait_until(lambda: not again.engine.under_way())
        posted = [m for m in slack.messages("ai-policy", user="noor") if "New terms of Soon" in m["text"]]
        assert len(posted) == 1
        outcomes = [row.outcome for row in again.ledger.outcomes("change:soon-terms")]
        assert outcomes.count("posted") == 1
        assert set(outcomes) <= {"posted", "covered"}


def test_an_owners_word_reaches_the_asker_once_also_after_a_restart(on_postgres: Callable[[Playground], Talk]) -> None:
    with Playground(load_company(SAMPLE)) as slack:
        first = on_postgres(slack)
        root, answer = first.ask("sanne", FREE)
        slack.wait_until(first.house.ledger.questions)
        slack.press("sanne", "ask-ai", answer["ts"], "mayi_owner")
        slack.wait_until(lambda: slack.modal("sanne"))
        slack.submit("sanne", {})
        card = slack.wait_for("ai-policy", "mayi_desk_answer", user="noor")
        slack.wait_until(lambda: not first.house.engine.under_way())
        first.house.stop()
        again = on_postgres(slack)
        slack.press("noor", "ai-policy", card["ts"], "mayi_desk_answer")
        slack.wait_until(lambda: slack.modal("noor"))
        slack.submit("noor", {"mayi_desk_verdict": "forbidden", "mayi_desk_words": "Never."})
        slack.wait_for("ask-ai", "Never.", thread_ts=root)
        slack.wait_until(lambda: not again.house.engine.under_way())
        assert sum("Never." in m["text"] for m in again.answers(root)) == 1
