"""The log's commands on a real ledger: why, verify, who, hold, erase, my-data, log export, backup and restore, db status."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import create_engine, text

from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.canonical import canonical, hash_of
from bot.ledger.store.keyed import keyed
from bot.ledger.verifying.verify import verify
from tests.commands.running import KEY, Ran, run_in
from tests.databases import new_database
from tests.ledger.asked.test_questions import VALUES

NOW = datetime.now(UTC)
LIEKE, PERSON = "T0MEANDER1/U0LIEKE001", keyed(KEY.encode(), "person", "T0MEANDER1", "U0LIEKE001")
BROCHURE = "May I use ChatGPT Team for a press release?"
FORMULA = '=HYPERLINK("http://x","y")'


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'mayi.db'}"


def run(folder: Path, *words: str) -> Ran:
    return run_in(folder, *words, MAYI_KEY=KEY, MAYI_DATABASE=url(folder))


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    ledger = open_ledger(url(folder), KEY.encode())
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with one answer of `mayi ask`."""
    folder = tmp_path_factory.mktemp("asked")
    assert run(folder, "ask", BROCHURE, "--no-model", "--ledger", url(folder), "--json").code == 0
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger with two questions of Lieke and one of somebody else."""
    with opened(tmp_path) as ledger:
        for key, who, words in (("a", PERSON, FORMULA), ("b", PERSON, "zebra-quartz"), ("c", "p2", "another")):
            at = NOW + timedelta(seconds=ord(key))
            values = {**VALUES, "at": at, "asker": who, "text": words, "answer": {"sentence": "No.", "read_as": "x"}}
            ledger.keep_question(key, **values)
            address = {"team": "T0MEANDER1", "channel": "C1", "user": "U0LIEKE001" if who == PERSON else "U0OTHER001"}
            ledger.keep_address(key, address, expires_at=NOW + timedelta(days=1), person=who)
        ledger.keep_feedback(ledger.receipt("a"), "helpful", at=NOW, who=PERSON)
        ledger.seal()
    return tmp_path


def receipt(folder: Path, key: str) -> str:
    with opened(folder) as ledger:
        return ledger.receipt(key)


# --- why, verify ---------------------------------------------------------------------------------------------------


def the_receipt(folder: Path) -> str:
    with opened(folder) as ledger:
        return ledger.questions()[0].receipt


def test_why_quotes_the_rule_of_then_and_decides_again(asked: Path) -> None:
    told = json.loads(run(asked, "why", the_receipt(asked).lower(), "--json").out)
    assert (told["asked"], told["verdict"], told["policy"]["from"]) == (BROCHURE, "allowed", "snapshot")
    assert told["decided_again"] == {"verdict": "allowed", "same": True, "why": ""}
    assert told["rules"][0]["quote"][0].strip().startswith("- rule:")
    assert (told["missing"], told["sealed"]) == ([], 3)
    words = run(asked, "why", the_receipt(asked)).out
    assert "again      the same verdict" in words


def test_why_says_when_it_cannot(asked: Path, tmp_path: Path) -> None:
    (tmp_path / "mayi.db").write_bytes((asked / "mayi.db").read_bytes())
    number = the_receipt(asked)
    with create_engine(url(tmp_path)).begin() as connection:
        connection.execute(text("DELETE FROM snapshots"))
        connection.execute(text("UPDATE questions SET policy_version = 'gone'"))
    told = json.loads(run(tmp_path, "why", number, "--json").out)
    assert told["missing"] == ["the files of the policy version gone"]
    assert told["decided_again"]["same"] is None
    with opened(tmp_path) as ledger:
        ledger.erase([ledger.questions()[0].key], NOW)
    told = json.loads(run(tmp_path, "why", number, "--json").out)
    assert told["asked"] is None and any("erased on" in one for one in told["missing"])
    assert told["rules"], "which rules decided stays"


@pytest.mark.parametrize(
    "name", ["../x/policy.yaml", "tools/../../x/tools.yaml", ".profile", "{home}/.profile", "tools/.git/a.yaml"]
)
def test_why_writes_no_file_that_a_row_names_elsewhere(asked: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "mayi.db").write_bytes((asked / "mayi.db").read_bytes())
    number, home = the_receipt(asked), tmp_path / "home"
    with opened(tmp_path) as ledger:
        version = ledger.questions()[0].policy_version
        files = ledger.files_of(version)
    whole = canonical({**(files or {}), name.format(home=home): "id: a"})
    row = {"content": zlib.compress(whole.encode()), "digest": hash_of(whole)}
    with create_engine(url(tmp_path)).begin() as connection:
        connection.execute(text("UPDATE snapshots SET content = :content, digest = :digest"), row)
    told = json.loads(run(tmp_path, "why", number, "--json").out)
    assert told["decided_again"]["same"] is None and "no policy file" in told["decided_again"]["why"]
    assert not home.exists()


def test_a_receipt_that_nobody_has_is_told(folder: Path) -> None:
    ran = run(folder, "why", "R-NONE")
    assert ran.code == 2 and "no answer in this ledger has the receipt" in ran.err


def test_verify_passes_and_then_names_the_first_row_that_was_changed(folder: Path) -> None:
    good = run(folder, "verify", "--json")
    assert good.code == 0
    assert {"ok": True, "rows": 3, "first_bad": None}.items() <= json.loads(good.out).items()
    with create_engine(url(folder)).begin() as connection:
        connection.execute(text("UPDATE questions SET verdict = 'allowed' WHERE key IN ('b', 'c')"))
    bad = run(folder, "verify", "--json")
    found = json.loads(bad.out)
    assert (bad.code, found["ok"], found["first_bad"]["what"]) == (1, False, "changed")
    assert found["first_bad"]["receipt"] == receipt(folder, "b")
    assert receipt(folder, "b") in run(folder, "verify").out


def test_verify_compares_with_a_root_outside(folder: Path) -> None:
    with opened(folder) as ledger:
        root = ledger.root_of(NOW)
    assert root is not None
    outside = folder / "roots.jsonl"
    outside.write_text(json.dumps({"day": root.day, "place": root.place, "hash": root.hash}) + "\n")
    assert run(folder, "verify", "--root", str(outside)).code == 0
    outside.write_text(json.dumps({"day": root.day, "place": root.place + 5, "hash": root.hash}) + "\n")
    assert json.loads(run(folder, "verify", "--root", str(outside), "--json").out)["first_bad"]["what"] == "cut"
    outside.write_text("no root")
    assert run(folder, "verify", "--root", str(outside)).code == 2


# --- who, hold, erase, my-data ---------------------------------------------------------------------------------------


def test_who_asked_costs_a_reason_and_is_kept_before_it_is_told(folder: Path) -> None:
    number = receipt(folder, "a")
    assert run(folder, "who", number, "--reason", "short").code == 2
    told = run(folder, "who", number, "--reason", "a leak by jan@example.org was reported", "--by", "Joost")
    assert told.out == f"{LIEKE}\n"
    with opened(folder) as ledger:
        (look,) = ledger.looks(person=PERSON)
    assert (look.receipt, look.by, look.reason) == (number, "Joost", "a leak by [email] was reported")
    mine = [json.loads(line) for line in run(folder, "my-data", LIEKE).out.splitlines()]
    assert [line["looked_up"] for line in mine if "looked_up" in line] == [number]
    assert verify(url(folder)).ok


def test_who_asked_cannot_be_told_without_the_key_or_the_address(folder: Path) -> None:
    number = receipt(folder, "a")
    assert "MAYI_KEY" in run_in(folder, "who", number, "--reason", "a leak was reported", MAYI_DATABASE=url(folder)).err
    with opened(folder) as ledger:
        ledger.erase_address("a")
    gone = run(folder, "who", number, "--reason", "a leak was reported")
    assert gone.code == 2 and "not kept any more" in gone.err


def test_erasing_a_person_leaves_nothing_of_them_and_tells_a_proof(folder: Path) -> None:
    receipts = sorted([receipt(folder, "a"), receipt(folder, "b")])
    assert run(folder, "erase", LIEKE).code == 2, "it was not said that it is meant"
    told = json.loads(run(folder, "erase", LIEKE, "--yes", "--json").out)
    assert told == {"questions": 2, "digest": sha256("\n".join(receipts).encode()).hexdigest(), "held": 0}
    left = b"".join(path.read_bytes() for path in folder.glob("mayi.db*"))
    assert b"zebra-quartz" not in left and PERSON.encode() not in left
    assert b"another" in left
    assert verify(url(folder)).ok
    assert run(folder, "my-data", LIEKE).out == ""


def test_a_hold_keeps_a_person_from_erasure_and_says_so(folder: Path) -> None:
    added = json.loads(run(folder, "hold", "add", "--person", LIEKE, "--reason", "a court asked", "--json").out)
    told = run(folder, "erase", LIEKE, "--yes")
    assert told.code == 0 and "2 stay: a legal hold keeps them" in told.out
    with opened(folder) as ledger:
        assert ledger.count_of(PERSON) == 2
    assert "a court asked" in run(folder, "hold", "list").out
    assert run(folder, "hold", "lift", added["id"], "--reason", "closed").code == 0
    assert run(folder, "hold", "lift", added["id"], "--reason", "closed").code == 2
    assert json.loads(run(folder, "erase", LIEKE, "--yes", "--json").out)["questions"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("hold", "add", "--reason", "x"),
        ("hold", "add", "--reason", "x", "--all", "--receipt", "R-AAAA"),
        ("hold", "add", "--reason", "x", "--receipt", "R-NONE"),
        ("hold", "add", "--reason", "x", "--person", "lieke"),
        ("erase", "lieke@example.org", "--yes"),
        ("my-data", "nobody"),
        ("log", "export", "--format", "pdf"),
        ("log", "export", "--format", "xlsx"),
        ("log", "export", "--since", "2026-02-30"),
        ("restore", "no-such-file.gz", "--ledger", "sqlite:///new.db"),
        ("backup", "/proc/nowhere/b.gz"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_without_a_stack_trace(folder: Path, words: tuple[str, ...]) -> None:
    ran = run(folder, *words)
    assert ran.code == 2, ran
    assert ran.err and "Traceback" not in ran.err


# --- log export, backup, restore, db status -----------------------------------------------------------------------------


def test_the_log_as_csv_holds_no_formula(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "log", "export").out)))
    assert [row["text"] for row in rows] == [f"'{FORMULA}", "zebra-quartz", "another"]
    assert rows[0]["asker"] == PERSON
    assert run(folder, "log", "export", "--verdict", "allowed").out.count("\n") == 1
    assert run(folder, "log", "export", "--since", "2999-01-01").out.count("\n") == 1


def test_the_log_as_a_workbook_holds_no_formula(folder: Path) -> None:
    out = folder / "log.xlsx"
    assert run(folder, "log", "export", "--format", "xlsx", "--out", str(out)).code == 0
    cells = [cell for row in openpyxl.load_workbook(out)["log 1"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{FORMULA}" in [cell.value for cell in cells]


def test_the_log_as_events_has_one_a_line(folder: Path) -> None:
    events = [json.loads(line) for line in run(folder, "log", "export", "--format", "jsonl").out.splitlines()]
    assert {event["class_uid"] for event in events} == {6003}
    assert [event["metadata"]["uid"] for event in events] == [receipt(folder, key) for key in "abc"]
    assert events[1]["unmapped"]["text"] == "zebra-quartz"


def test_a_backup_is_restored_to_the_letter_and_verified(folder: Path) -> None:
    run(folder, "hold", "add", "--all", "--reason", "a court asked")
    made = json.loads(run(folder, "backup", "b.gz", "--json").out)
    new = f"sqlite:///{folder / 'new.db'}"
    told = json.loads(run(folder, "restore", "b.gz", "--ledger", new, "--json").out)
    assert (told["rows"], told["verified"]["ok"], told["verified"]["rows"]) == (made["rows"], True, 3)
    with sqlite3.connect(folder / "mayi.db") as old, sqlite3.connect(folder / "new.db") as restored:
        for table in ("questions", "feedback", "addresses", "holds", "receipts"):
            query = f"SELECT * FROM {table} ORDER BY 1"  # noqa: S608
            assert old.execute(query).fetchall() == restored.execute(query).fetchall()
        assert restored.execute("SELECT count(*) FROM question_search").fetchone() == (3,)
    assert run(folder, "restore", "b.gz", "--ledger", new).code == 2, "that ledger is not empty any more"
    assert json.loads(run(folder, "db", "status", "--json").out)["last_backup"]


@pytest.mark.parametrize("cut", [24, 300], ids=["the last line", "a part"])
def test_a_backup_that_was_cut_off_is_refused_and_nothing_is_put_in(folder: Path, cut: int) -> None:
    run(folder, "backup", "b.gz")
    whole = (folder / "b.gz").read_bytes()
    (folder / "b.gz").write_bytes(whole[:-cut])
    new = f"sqlite:///{folder / 'new.db'}"
    assert run(folder, "restore", "b.gz", "--ledger", new).code == 2
    with sqlite3.connect(folder / "new.db") as connection:
        assert connection.execute("SELECT count(*) FROM questions").fetchone() == (0,)


@pytest.fixture
def own_postgres(postgres_url: str) -> Iterator[str]:
    """An empty database of the test's own."""
    with new_database(postgres_url) as url:
        yield url


@pytest.mark.needs("postgres")
def test_a_backup_of_one_kind_of_database_goes_into_the_other_and_on(folder: Path, own_postgres: str) -> None:
    run(folder, "backup", "b.gz")
    assert run(folder, "restore", "b.gz", "--ledger", own_postgres).code == 0
    ledger = open_ledger(own_postgres, KEY.encode())
    ledger.keep_question("new", **VALUES)
    ledger.add_hold("all", "", reason="numbers go on", by="x", at=NOW)
    ledger.seal()
    ledger.close()
    found = verify(own_postgres)
    assert (found.ok, found.rows) == (True, 4), found.first_bad
