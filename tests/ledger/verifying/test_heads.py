"""Heads of the log: each once, in a file beside it, thinned out by the day; one that cannot be written stops nothing."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.records import Root, moment
from bot.ledger.verifying.heads import Heads, heads_of
from bot.ledger.verifying.verified import read_roots
from bot.ledger.verifying.verify import verify
from bot.settings import read_settings
from tests.databases import ledger_in

KEY = b"a secret for tests only, 32 bytes"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "bot.db"), KEY)
    yield opened
    opened.close()


def asked(ledger: Ledger, key: str) -> None:
    ledger.keep_question(key, at=MONDAY, text="question", label="allow", verdict="allowed")
    ledger.seal()


def test_each_head_is_a_line_once_and_a_restart_repeats_none(ledger: Ledger, tmp_path: Path) -> None:
    file, heads = tmp_path / "heads.jsonl", Heads(tmp_path / "heads.jsonl")
    heads(ledger.head(MONDAY))
    assert not file.exists(), "nothing is sealed yet"
    for key in "ab":
        asked(ledger, key)
        heads(ledger.head(MONDAY))
        heads(ledger.head(MONDAY + timedelta(seconds=5)))
    Heads(file)(ledger.head(MONDAY + timedelta(minutes=1)))
    kept = read_roots(file.read_text())
    assert [head.place for head in kept] == [1, 2]
    found = verify(f"sqlite:///{tmp_path}/bot.db", kept, key=KEY)
    assert (found.ok, found.covered) == (True, 2), found.first_bad


def test_of_earlier_days_the_last_head_stays(ledger: Ledger, tmp_path: Path) -> None:
    heads = Heads(tmp_path / "heads.jsonl")
    for number, key in enumerate("abcd"):
        asked(ledger, key)
        heads(ledger.head(MONDAY + timedelta(days=number // 3, minutes=number)))
    assert [head.place for head in read_roots((tmp_path / "heads.jsonl").read_text())] == [3, 4]


def head(place: int, at: datetime, hash_: str = "") -> Root:
    return Root("", place, hash_ or f"{place:064x}", moment(at), "m" * 64)


def kept(file: Path) -> list[tuple[int, str]]:
    return [(one.place, one.hash[-1]) for one in read_roots(file.read_text())]


def test_a_cut_stays_to_be_seen_the_next_day_and_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    heads = Heads(tmp_path / "heads.jsonl")
    with caplog.at_level(logging.ERROR, "mayi.sealing"):
        for minute, place in enumerate((5, 9, 6, 7)):
            heads(head(place, MONDAY + timedelta(minutes=minute)))
    assert [one.getMessage().startswith("the log ends at place 6") for one in caplog.records] == [True]
    for day in (1, 2):
        heads(head(9 + day, MONDAY + timedelta(days=day)))
    assert [place for place, _ in kept(tmp_path / "heads.jsonl")] == [5, 9, 6, 7, 10, 11]


def test_a_cut_over_night_stays_to_be_seen(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "heads.jsonl")
    for days, place in ((0, 5), (0, 9), (1, 6), (1, 7), (2, 12)):
        heads(head(place, MONDAY + timedelta(days=days)))
    assert [place for place, _ in kept(tmp_path / "heads.jsonl")] == [9, 7, 12]


def test_a_day_in_which_one_place_had_two_hashes_is_not_thinned_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    heads = Heads(tmp_path / "heads.jsonl")
    with caplog.at_level(logging.ERROR, "mayi.sealing"):
        for minute, hash_ in enumerate(("a" * 64, "b" * 64)):
            heads(head(5, MONDAY + timedelta(minutes=minute), hash_))
    assert "another hash" in caplog.text
    heads(head(7, MONDAY + timedelta(days=1)))
    assert kept(tmp_path / "heads.jsonl") == [(5, "a"), (5, "b"), (7, "7")]


@pytest.mark.parametrize(
    "tail", ['{"place": 5, "ha', "", "\n", " ", '{"place": 5, "hash": "5", "at": "2026-11-23 09:00"}'], ids=repr
)
@pytest.mark.parametrize("is_restarted", [False, True], ids=["it runs on", "it is started again"])
def test_a_line_that_was_not_written_to_its_end_stops_no_head(tmp_path: Path, tail: str, is_restarted: bool) -> None:
    file, heads = tmp_path / "heads.jsonl", Heads(tmp_path / "heads.jsonl")
    heads(head(3, MONDAY))
    with file.open("a") as out:
        out.write(tail)
    heads = Heads(file) if is_restarted else heads
    for place in (6, 7):
        heads(head(place, MONDAY))
    heads(head(8, MONDAY + timedelta(days=1)))
    assert kept(file) == [(7, "7"), (8, "8")]


def test_a_broken_line_in_the_file_stops_no_head_and_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    Heads(file)(head(3, MONDAY))
    with file.open("a") as out:
        out.write('{"place": "no head"}\n\n')
    heads = Heads(file)
    heads(head(6, MONDAY))
    heads(head(7, MONDAY + timedelta(days=1)))
    assert [line[:20] for line in file.read_text().splitlines()] == [
        '{"place": 3, "hash":',
        '{"place": "no head"}',
        '{"place": 6, "hash":',
        '{"place": 7, "hash":',
    ]


def test_what_cannot_be_written_is_told_once_and_written_later(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    heads = Heads(tmp_path / "share" / "heads.jsonl")
    asked(ledger, "a")
    with caplog.at_level(logging.ERROR, "mayi.sealing"):
        heads(ledger.head(MONDAY))
        heads(ledger.head(MONDAY))
    assert len(caplog.records) == 1
    (tmp_path / "share").mkdir()
    heads(ledger.head(MONDAY))
    assert [head.place for head in read_roots((tmp_path / "share" / "heads.jsonl").read_text())] == [1]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_systems_log_gets_a_line_that_verify_reads(ledger: Ledger, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(20)
        asked(ledger, "a")
        Heads(tmp_path / "heads.jsonl", f"127.0.0.1:{listening.getsockname()[1]}")(ledger.head(MONDAY))
        said = listening.recv(4096).decode()
    assert [head.place for head in read_roots(said)] == [1]


def test_the_settings_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAYI_DATABASE", "sqlite:////srv/mayi.db")
    assert heads_of(read_settings()).file == Path("/srv/mayi-heads.jsonl")
    monkeypatch.setenv("MAYI_DATABASE", "postgresql://x/y")
    assert heads_of(read_settings()).file == Path("mayi-heads.jsonl")
    monkeypatch.setenv("MAYI_HEADS", str(tmp_path / "h"))
    monkeypatch.setenv("MAYI_HEADS_SYSLOG", "/dev/log")
    assert (heads_of(read_settings()).file, heads_of(read_settings()).syslog) == (tmp_path / "h", "/dev/log")


@pytest.mark.parametrize(
    "later", [timedelta(seconds=5), -timedelta(minutes=30)], ids=["the clock goes on", "the clock is set back"]
)
def test_a_log_that_was_cut_and_grew_again_is_an_error_and_its_head_stays(
    ledger: Ledger, tmp_path: Path, later: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "heads.jsonl"
    heads = Heads(file, hashes=ledger.hashes)
    for key in "abc":
        asked(ledger, key)
    heads(ledger.head(MONDAY))
    with create_engine(f"sqlite:///{tmp_path}/bot.db").begin() as connection:
        for table in ("records", "questions", "receipts"):
            column = "ref" if table == "records" else "key"
            connection.execute(text(f"DELETE FROM {table} WHERE {column} IN ('b', 'c')"))  # noqa: S608
    for key in "defg"[: 4 if later > timedelta(0) else 1]:
        asked(ledger, key)
    with caplog.at_level(logging.ERROR):
        heads(ledger.head(MONDAY + later))
    assert "mayi verify" in caplog.text
    asked(ledger, "h")
    heads(ledger.head(MONDAY + timedelta(days=1)))
    kept = read_roots(file.read_text())
    assert 3 in {head.place for head in kept}
    assert not verify(f"sqlite:///{tmp_path}/bot.db", kept, key=KEY).ok
