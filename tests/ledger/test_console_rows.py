"""Links, sessions, views and deeds: once, and for whom they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.ledger import Ledger
from bot.ledger.console import MOST_VIEWS
from tests.ledger.conftest import NOW

SOON = NOW + timedelta(minutes=10)


def test_a_link_signs_in_once_however_many_follow_it_at_the_same_moment(ledger: Ledger) -> None:
    ledger.keep_link("t", "U1", "admin", SOON)
    with ThreadPoolExecutor(4) as pool:
        used = list(pool.map(lambda _: ledger.use_link("t", NOW), range(8)))
    assert sorted(used, key=str) == [("U1", "admin"), *[None] * 7]


def test_a_link_that_is_too_old_or_unknown_signs_nobody_in(ledger: Ledger) -> None:
    ledger.keep_link("t", "U1", "admin", NOW)
    assert ledger.use_link("t", NOW) is None
    assert ledger.use_link("other", NOW) is None


def test_a_session_is_found_by_its_number_until_it_ends(ledger: Ledger) -> None:
    ledger.keep_session("n1", ("U1", "owner"), family="f", now=NOW, expires_at=SOON)
    found = ledger.session("n1", NOW)
    assert found is not None and (found[1], found[0].role) == ("U1", "owner")
    assert ledger.session("n1", SOON) is None
    assert ledger.session("n2", NOW) is None


def test_an_older_number_that_comes_back_late_ends_the_whole_sign_in(ledger: Ledger) -> None:
    ledger.keep_session("n1", ("U1", "owner"), family="f", now=NOW, expires_at=SOON)
    assert [ledger.replace_session("n1", NOW), ledger.replace_session("n1", NOW)] == [True, False]
    ledger.keep_session("n2", ("U1", "owner"), family="f", now=NOW, expires_at=SOON)
    assert ledger.session("n1", NOW + timedelta(seconds=20)) is not None
    assert ledger.session("n1", NOW + timedelta(seconds=40)) is None
    assert ledger.session("n2", NOW + timedelta(seconds=40)) is None


def test_who_signed_in_is_not_readable_in_the_table(ledger: Ledger) -> None:
    ledger.keep_session("n1", ("U0SECRET01", "owner"), family="f", now=NOW, expires_at=SOON)
    found = ledger.session("n1", NOW)
    assert found is not None and "U0SECRET01" not in found[0].sealed


def test_a_view_is_its_owners_and_two_of_one_name_at_once_are_one(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda n: ledger.keep_view("p1", "Refusals", f"q={n}", NOW), range(4)))
    assert sorted(kept) == [False, False, False, True]
    view = ledger.views("p1")[0]
    assert ledger.views("p2") == []
    assert ledger.drop_view("p2", view.id) is False
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: ledger.drop_view("p1", view.id), range(4))) == [False, False, False, True]


def test_views_are_not_kept_without_end(ledger: Ledger) -> None:
    assert [ledger.keep_view("p1", str(n), "", NOW) for n in range(MOST_VIEWS + 1)].count(True) == MOST_VIEWS


def test_deeds_come_out_newest_first(ledger: Ledger) -> None:
    for deed in ("export", "looked"):
        ledger.keep_console_deed("p1", "admin", deed, "R-7F3K", NOW)
    assert [one.deed for one in ledger.console_deeds()] == ["looked", "export"]
