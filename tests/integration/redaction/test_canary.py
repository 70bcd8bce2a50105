"""Every file that a run of the whole bot wrote is looked through, whatever it is written in: nothing that must go is there."""

from __future__ import annotations

import base64
import gzip
import random
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.policy.talks.talk import SafeText
from bot.traces import Traces, collected_by
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, Talk
from tests.integration.redaction.canaries import leaks, made_up

THOUSAND = 1000
SECRETS = ("4111 1111 1111 1111", "NL91ABNA0417164300", "canary.person@example.org", "Wint3rCanary!77", "9876543210")
QUESTION = (
    f"@may-i May I put card {SECRETS[0]}, {SECRETS[1]}, mail {SECRETS[2]}, the password is {SECRETS[3]} and patient number "
    f"{SECRETS[4]} into ChatGPT Free?"
)


@pytest.mark.parametrize(
    "hide",
    [
        lambda words: words,
        base64.b64encode,
        base64.urlsafe_b64encode,
        zlib.compress,
        gzip.compress,
        lambda words: words.decode().encode("utf-16"),
        lambda words: base64.b64encode(zlib.compress(words)),
    ],
    ids=["plain", "base64", "base64 for addresses", "zlib", "gzip", "UTF-16", "base64 of zlib"],
)
def test_the_search_finds_what_is_hidden(tmp_path: Path, hide: Callable[[bytes], bytes]) -> None:
    (tmp_path / "some.db").write_bytes(b"head " + hide(f"well {SECRETS[2]} there".encode()) + b" tail")
    assert leaks(tmp_path, SECRETS) == {SECRETS[2]}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("at 2026-11-26 10:27:50.750832 ", False),
        ("ts 1795239440.750832,", False),
        ("a" * 34 + "750832", False),
        ('"turn": 1795239440.4750832}', False),
        ('"time": 1795239750832,', False),
        ('"trace_id": "0xe63871850f5e86a0750832', False),
        ("aaaa750832", True),
        ("jan.750832@example.org", True),
        ("PIN: 750832", True),
        ("4.750832", True),
    ],
)
def test_a_few_digits_of_a_moment_or_a_hash_are_nobodys(tmp_path: Path, words: str, is_found: bool) -> None:
    (tmp_path / "some.db").write_text(words)
    assert bool(leaks(tmp_path, ["750832"])) is is_found


@pytest.mark.parametrize("said", ["750832", "PIN 750832", "jan.750832@example.org"])
def test_a_few_digits_in_a_cell_are_found_and_none_of_a_moment_glued_to_a_hash(tmp_path: Path, said: str) -> None:
    with closing(sqlite3.connect(tmp_path / "some.db")) as database:
        database.execute("CREATE TABLE rows (at TEXT, hash TEXT, said TEXT, next TEXT)")
        database.execute("INSERT INTO rows VALUES ('2026-11-26 18:27:40.750832', ?, '', ?)", ("ab" * 20, "cd" * 32))
        database.commit()
        assert b"750832abab" in (tmp_path / "some.db").read_bytes() and leaks(tmp_path, ["750832"]) == set()
        database.execute("INSERT INTO rows VALUES ('2026-11-26 18:27:40.000001', ?, ?, ?)", ("ab" * 20, said, "cd" * 32))
        database.commit()
    assert leaks(tmp_path, ["750832"]) == {"750832"}


def run(make_house: Callable[..., House], folder: Path) -> set[str]:
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack)
        talk = Talk(house, slack, house.settings.knowledge)
        talk.ask("lieke", QUESTION)
        slack.wait_until(lambda: len(house.ledger.questions()) == 1)
        found = leaks(folder, SECRETS)  # while it runs: what stands in the write-ahead logs counts as well
        house.stop()
        return found | leaks(folder, SECRETS)


def test_nothing_that_must_go_is_in_any_file(make_house: Callable[..., House], tmp_path: Path) -> None:
    assert run(make_house, tmp_path) == set()


def test_a_thousand_values_of_sixty_shapes_are_in_no_file_whichever_door_they_came_by(
    make_house: Callable[..., House], tmp_path: Path
) -> None:
    seed = random.Random(60)
    secrets: list[str] = []

    def paste() -> str:
        lines, values = made_up(seed)
        secrets.extend(values)
        return f"May I put this into ChatGPT Free?\n{lines}"

    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack)
        talk = Talk(house, slack, house.settings.knowledge)

        def through(count: int, enter: Callable[[], object]) -> None:
            """Something is said, and it is answered and kept."""
            enter()
            slack.wait_until(lambda: len(house.ledger.questions()) >= count, timeout=60)

        for turn in range(0, 12, 4):
            through(turn + 1, lambda: talk.ask("lieke", f"@may-i {paste()}"))
            through(turn + 2, lambda: slack.say("maya", "dm", paste()))
            through(turn + 3, lambda: slack.command("sanne", ASK, f"/mayi {paste()}"))
            root, _ = talk.ask("joost", f"@may-i {paste()}")
            through(turn + 4, lambda root=root: slack.edit("joost", ASK, root, f"@may-i And Claude? {paste()}"))  # type: ignore[misc]
        root, answer = talk.ask("pieter", "@may-i May I put customer names into ChatGPT Free?")
        talk.ask("pieter", f"@may-i {paste()}", thread_ts=root)
        slack.press("pieter", ASK, answer["ts"], "mayi_not_useful")
        slack.wait_until(lambda: slack.modal("pieter"), timeout=60)
        slack.submit("pieter", {"mayi_why_reason": "misread", "mayi_why_words": paste()})
        slack.wait_until(
            lambda: [row for one in house.ledger.questions() for row in house.ledger.feedback(one.receipt)], timeout=60
        )
        found = leaks(tmp_path, secrets)
        house.stop()
        assert len(secrets) >= THOUSAND
        assert found | leaks(tmp_path, secrets) == set()


def traced(make_house: Callable[..., House]) -> list[ReadableSpan]:
    """All spans of one question with the canaries in it."""
    spans = InMemorySpanExporter()
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack, traces=Traces(collected_by(SimpleSpanProcessor(spans))))
        Talk(house, slack, house.settings.knowledge).ask("lieke", QUESTION)
        slack.wait_until(lambda: len(house.ledger.questions()) == 1)
        row = house.ledger.questions()[0]
        kept = house.ledger.address(row.key) or {}
        house.stop()
    own = (row.key, row.asker, row.receipt, row.thread, *(str(kept[name]) for name in ("team", "channel", "user")))
    found = list(spans.get_finished_spans())
    said = "\n".join(span.to_json() for span in found)
    assert [one for one in (*SECRETS, "lieke", "ChatGPT", *own) if one and one in said] == []
    return found


def test_a_trace_has_every_step_and_nothing_of_anybodys(make_house: Callable[..., House]) -> None:
    found = traced(make_house)
    assert {"door", "read", "decide", "say", "log"} <= {span.name for span in found}
    assert len({span.context.trace_id for span in found if span.context}) == 1
    closed = {"mayi.trigger", "mayi.channel", "mayi.posted"}
    assert {name for span in found for name in span.attributes or {}} == closed


def test_a_trace_that_said_who_asked_would_be_noticed(make_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(traces: Traces, door: Callable[..., None], identity_of: Callable[..., str]) -> Callable[..., None]:
        return traces.of("door", door, identity_of, lambda incoming: {"who": incoming.user})

    monkeypatch.setattr("bot.wiring.doors.traced_door", telling)
    with pytest.raises(AssertionError):
        traced(make_house)


def test_without_redaction_it_would_be_there(
    make_house: Callable[..., House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.take_in.make_safe", SafeText)
    assert run(make_house, tmp_path) == set(SECRETS)
