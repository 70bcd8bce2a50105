"""The chain has a key: who rewrites it without the key is seen, also of an older log, and a cut is told from a pause."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger, open_ledger, rekey
from bot.ledger.store.base import read_url
from bot.ledger.store.canonical import link
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import _alone, _config
from bot.ledger.store.records import KEYED, START, Root, record_of_question
from bot.ledger.verifying.verified import Bad, Verified
from bot.ledger.verifying.verify import verify
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW, SECRET
from tests.ledger.store.test_upgraded import fill
from tests.ledger.verifying.test_chain import tamper

OTHER = b"the key of somebody else, 32 byte"


@pytest.fixture
def chain(ledger: Ledger) -> Ledger:
    for number, key in enumerate("abcd"):
        ledger.keep_question(key, **{**VALUES, "at": NOW + timedelta(minutes=number)})
    ledger.seal()
    return ledger


def bad(found: Verified) -> Bad:
    assert found.first_bad is not None
    return found.first_bad


def made_anew(url: str) -> None:
    """Somebody without the key changes a verdict, and all hashes from there on."""
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE questions SET verdict = 'allowed' WHERE key = 'c'"))
        old, new = '"verdict":"conditional"', '"verdict":"allowed"'
        changed = f"UPDATE records SET public = replace(public, '{old}', '{new}') WHERE ref = 'c'"  # noqa: S608
        connection.exec_driver_sql(changed)
        connection.execute(text("UPDATE questions SET told_verdict = 'allowed' WHERE key = 'c'"))
        before = START
        rows = connection.execute(text("SELECT id, place, kind, ref, digest, public FROM records ORDER BY place")).all()
        for id_, place, *core in rows:
            before = link(before, place, (core[0], core[1], core[2], core[3]))
            connection.execute(text("UPDATE records SET hash = :hash WHERE id = :id"), {"hash": before, "id": id_})


def test_a_chain_that_was_made_anew_is_seen_with_the_key_alone(chain: Ledger, database_url: str) -> None:
    made_anew(database_url)
    without = verify(database_url)
    assert (without.ok, without.key) == (True, "not given"), "the words of verify say that this could not be seen"
    found = verify(database_url, key=SECRET)
    assert (bad(found).what, bad(found).key) == ("changed", "c")
    assert verify(database_url, key=OTHER).first_bad is not None


def test_a_log_that_lost_all_its_seals_is_not_whole(chain: Ledger, database_url: str) -> None:
    tamper(database_url, "UPDATE records SET mac = ''")
    assert bad(verify(database_url, key=SECRET)).what == "changed"
    head = Root("", 2, "", "2026-11-20 09:00:00.000000", "x")
    chain.seal()
    found = verify(database_url, key=SECRET)
    assert (found.ok, found.keyed_from) == (True, 5), "the date from which on the key seals is told"
    assert not verify(database_url, (head,), key=SECRET).ok


def test_a_record_that_the_house_did_not_write_is_named_before_and_after_it_is_sealed(chain: Ledger, database_url: str) -> None:
    made = record_of_question({**QuestionRow(key="z", receipt="R-ZZZZ", **VALUES).model_dump()})
    with create_engine(database_url).begin() as connection:
        names = ", ".join(made)
        values = ", ".join(f":{name}" for name in made)
        insert = f"INSERT INTO records ({names}, hash, mac) VALUES ({values}, '', '')"  # noqa: S608
        connection.execute(text(insert), made)
        columns = "receipt, at, asker, thread, channel_kind, trigger, text, kinds, language, intent, reading, ruling, answer"
        more = f"{columns}, label, verdict, rules, policy_version, prompt_hash, model, timings_ms, posted, feedback, told_label"
        rest = f"{more}, told_verdict, corrections, corrected_version, superseded_by"
        copied = rest.replace("receipt", "'R-ZZZZ'", 1)
        connection.execute(text(f"INSERT INTO questions (key, {rest}) SELECT 'z', {copied} FROM questions WHERE key = 'a'"))  # noqa: S608
        connection.execute(text("INSERT INTO receipts (receipt, key) VALUES ('R-ZZZZ', 'z')"))
    assert verify(database_url).ok, "without the key it looks like any other"
    assert (bad(verify(database_url, key=SECRET)).what, bad(verify(database_url, key=SECRET)).key) == ("added", "z")
    chain.seal()
    found = bad(verify(database_url, key=SECRET))
    assert (found.what, found.key, found.place) == ("added", "z", 5)
    chain.keep_question("later", **VALUES)
    chain.seal()
    assert bad(verify(database_url, key=SECRET)).place == 5, "it stays to be seen"


def test_what_the_house_wrote_once_is_not_taken_a_second_time(chain: Ledger, database_url: str) -> None:
    """Whoever saw a record before its seal could put it in again, with the row as it was then."""
    with create_engine(database_url).connect() as connection:
        receipt = connection.execute(text("SELECT receipt FROM questions WHERE key = 'a'")).scalar_one()
    chain.keep_correction(receipt, label="allowed", verdict="allowed", version="v1", at=NOW + timedelta(hours=2))
    with create_engine(database_url).connect() as connection:
        seen = [dict(row) for row in connection.execute(text("SELECT * FROM records WHERE place IS NULL")).mappings()]
    chain.seal()
    witness = next(one for one in seen if one["kind"] == "row")
    names = ("kind", "ref", "public", "salt", "digest", "hash", "mac")
    put = f"INSERT INTO records ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608
    with create_engine(database_url).begin() as connection:
        connection.execute(text("UPDATE records SET salt = NULL WHERE kind = 'row' AND ref = :ref"), {"ref": witness["ref"]})
        connection.execute(text(put), {name: witness[name] for name in names})
    assert bad(verify(database_url, key=SECRET)).what == "added"
    chain.seal()
    assert bad(verify(database_url, key=SECRET)).what == "added", "it stays to be seen"


def test_a_cut_is_told_from_a_pause(chain: Ledger, database_url: str) -> None:
    head = chain.head(NOW)
    paused = verify(database_url, (head,), key=SECRET)
    assert (paused.ok, paused.covered, paused.last_head) == (True, 4, "2026-11-20 09:00:00.000000")
    tamper(
        database_url,
        "DELETE FROM records WHERE place = 4",
        "DELETE FROM questions WHERE key = 'd'",
        "DELETE FROM receipts WHERE key = 'd'",
    )
    assert verify(database_url, key=SECRET).ok, "without a head outside nobody can tell"
    cut = verify(database_url, (head,), key=SECRET)
    assert (bad(cut).what, bad(cut).place) == ("cut", 4)
    assert bad(verify(database_url, (head,))).what == "cut", "this takes no key"


def test_a_head_that_the_house_did_not_give_out_is_named(chain: Ledger, database_url: str) -> None:
    head = chain.head(NOW)
    forged = Root("", head.place, head.hash, "2026-11-21 09:00:00.000000", head.mac)
    assert not verify(database_url, (forged,), key=SECRET).ok


def test_without_the_key_nothing_is_written_or_sealed_in_a_log_that_has_one(chain: Ledger, database_url: str) -> None:
    other = open_ledger(database_url, b"")
    with pytest.raises(LedgerError, match="MAYI_KEY"):
        other.keep_question("z", **VALUES)
    chain.keep_question("new", **VALUES)
    assert other.seal() == 0
    other.close()
    assert chain.seal() == 1
    assert verify(database_url, key=SECRET).ok


def test_a_log_without_a_key_gets_one_and_a_record_says_from_where(database_url: str) -> None:
    first = open_ledger(database_url, b"")
    first.keep_question("a", **VALUES)
    first.seal()
    first.keep_question("b", **VALUES)
    first.close()
    assert (verify(database_url).ok, verify(database_url).key) == (True, "none")
    assert not verify(database_url, key=SECRET).ok
    house = open_ledger(database_url, SECRET)
    house.keep_question("c", **VALUES)
    house.seal()
    (mark,) = house.records(KEYED)
    house.close()
    found = verify(database_url, key=SECRET)
    assert (found.ok, found.keyed_from, found.rows) == (True, mark.place, 3), found.first_bad
    made_anew(database_url)
    assert not verify(database_url, key=SECRET).ok
    tamper(database_url, "UPDATE records SET mac = '' WHERE place <= 3")
    assert not verify(database_url, key=SECRET).ok, "nobody can claim later that more was there before the key"


def test_another_key_is_refused_until_somebody_says_that_it_is_meant(chain: Ledger, database_url: str) -> None:
    with pytest.raises(LedgerError, match="another key"):
        open_ledger(database_url, OTHER)
    assert rekey(database_url, OTHER, NOW) == 5
    assert rekey(database_url, OTHER, NOW) == 0
    later = open_ledger(database_url, OTHER)
    later.keep_question("new", **VALUES)
    later.seal()
    later.close()
    found = verify(database_url, key=OTHER)
    assert (found.ok, found.keyed_from) == (True, 5), found.first_bad


def test_after_a_change_of_the_key_earlier_heads_are_compared_by_their_hash(chain: Ledger, database_url: str) -> None:
    before = chain.head(NOW)
    chain.close()
    assert rekey(database_url, OTHER, NOW) == 5
    later = open_ledger(database_url, OTHER)
    later.keep_question("new", **VALUES)
    later.seal()
    after = later.head(NOW)
    later.close()
    found = verify(database_url, (before, after), key=OTHER)
    assert (found.ok, found.covered) == (True, 6), found.first_bad
    wrong = Root("", 4, "f" * 64, before.at, before.mac)
    assert bad(verify(database_url, (wrong, after), key=OTHER)).what == "changed"
    forged = Root("", after.place, after.hash, after.at, before.mac)
    assert bad(verify(database_url, (forged,), key=OTHER)).what == "changed"


def test_the_key_is_not_changed_while_records_wait_that_the_old_one_alone_proves(chain: Ledger, database_url: str) -> None:
    chain.keep_question("waits", **VALUES)
    with pytest.raises(LedgerError, match=r"1 records have no place.*old key.*mayi db upgrade"):
        rekey(database_url, OTHER, NOW)
    chain.seal()
    assert rekey(database_url, OTHER, NOW) == 6
    assert verify(database_url, key=OTHER).ok


def test_where_the_old_key_is_lost_what_waited_stays_unproved(chain: Ledger, database_url: str) -> None:
    chain.keep_question("waits", **VALUES)
    assert rekey(database_url, OTHER, NOW, is_lost=True) == 5
    assert (bad(verify(database_url, key=OTHER)).what, bad(verify(database_url, key=OTHER)).key) == ("added", "waits")


def test_the_key_of_a_log_without_one_is_not_changed(database_url: str) -> None:
    first = open_ledger(database_url, b"")
    first.keep_question("a", **VALUES)
    first.seal()
    first.close()
    with pytest.raises(LedgerError, match="no key yet"):
        rekey(database_url, SECRET, NOW)


@pytest.mark.parametrize("which", ["place > 1", "place > 0"], ids=["some seals", "all seals"])
def test_a_log_whose_seals_are_others_is_not_made_whole_with_the_same_key(chain: Ledger, database_url: str, which: str) -> None:
    head = chain.head(NOW)
    tamper(database_url, f"UPDATE records SET mac = '{'0' * 64}' WHERE {which}")  # noqa: S608
    assert chain.why_not_sealed() == "another key sealed its last place"
    with pytest.raises(LedgerError, match="no new key makes that whole"):
        rekey(database_url, SECRET, NOW, kept=[head])
    with contextlib.suppress(LedgerError):  # without heads outside nobody can tell the one from the other
        rekey(database_url, SECRET, NOW)
    assert not verify(database_url, (head,), key=SECRET).ok


@pytest.mark.parametrize("is_marked", [False, True], ids=["a new log", "a log that had no key first"])
def test_a_log_without_its_seals_is_not_begun_anew(database_url: str, is_marked: bool) -> None:
    if is_marked:
        first = open_ledger(database_url, b"")
        first.keep_question("old", **VALUES)
        first.seal()
        first.close()
    house = open_ledger(database_url, SECRET)
    house.keep_question("a", **VALUES)
    house.seal()
    head = house.head(NOW)
    tamper(database_url, "UPDATE records SET mac = ''")
    house.keep_question("b", **VALUES)
    assert house.seal(kept=lambda: [head]) == 0
    assert house.why_not_sealed(lambda: [head]) == "its seals were taken away"
    assert house.head(NOW).mac == "", "the house seals no head of such a log"
    if is_marked:
        assert house.seal() == 0, "a record says where the key began"
    house.close()
    assert not verify(database_url, (head,), key=SECRET).ok
    with pytest.raises(LedgerError):
        rekey(database_url, SECRET, NOW, kept=[head])


def test_a_log_that_kept_some_of_its_seals_is_not_begun_anew(chain: Ledger, database_url: str) -> None:
    tamper(database_url, "UPDATE records SET mac = '' WHERE place > 1")
    chain.keep_question("b", **VALUES)
    assert chain.seal() == 0


def test_a_log_of_an_earlier_release_is_proved_by_the_old_rule_up_to_the_mark(database_url: str) -> None:
    config = _config()
    with _alone(read_url(database_url)) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        fill(connection)
        command.upgrade(config, "0013")
        connection.execute(text("INSERT INTO receipts (receipt, key) VALUES ('R-LOST', 'lost long ago')"))
    house = open_ledger(database_url, SECRET)
    house.seal()
    found = verify(database_url, key=SECRET)
    assert (found.ok, found.key) == (True, "compared"), found.first_bad
    (mark,) = house.records(KEYED)
    assert found.keyed_from == mark.place == found.records
    house.keep_feedback("R-FIRST", "helpful", at=NOW, who="p1")
    house.erase(["first", "erased"], NOW)
    house.seal()
    assert verify(database_url, key=SECRET).ok, verify(database_url, key=SECRET).first_bad
    house.close()
    tamper(database_url, "UPDATE questions SET corrections = 1 WHERE key = 'corrected'")
    assert bad(verify(database_url, key=SECRET)).key == "questions:corrected"


def test_an_answer_that_never_came_into_the_log_is_lost_after_a_day(chain: Ledger, database_url: str) -> None:
    number = chain.receipt("on its way")
    assert (verify(database_url).ok, verify(database_url).under_way) == (True, 1)
    old = datetime.now(UTC) - timedelta(days=2)
    with create_engine(database_url).begin() as connection:
        connection.execute(text("UPDATE receipts SET at = :at WHERE key = 'on its way'"), {"at": str(old)})
    assert (bad(verify(database_url)).what, bad(verify(database_url)).receipt) == ("lost", number)
    chain.keep_unsaid("on its way", NOW, "the same was said already")
    chain.keep_unsaid("on its way", NOW, "again")
    chain.keep_unsaid("nobody", NOW, "no receipt")
    assert verify(database_url, key=SECRET).ok
