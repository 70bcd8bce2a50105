"""Links, sessions, views and deeds: once, and for whom they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import select

from bot.ledger.asked.console import MOST_VIEWS, LinkRow, SessionRow
from bot.ledger.ledger import Ledger
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


def test_a_person_who_is_erased_leaves_no_view_and_no_deed_of_their_own(ledger: Ledger) -> None:
    for who in ("p1", "p2"):
        ledger.keep_view(who, "Mine", "words=salary", NOW)
        ledger.keep_console_deed(who, "employee", "export", "words=salary", NOW)
    ledger.keep_console_deed("p1", "admin", "who", "R-7F3K", NOW)
    ledger.erase_console_of("p1")
    assert (len(ledger.views("p1")), len(ledger.views("p2"))) == (0, 1)
    left = [(one.who, one.deed, one.about) for one in ledger.console_deeds()]
    assert left == [("p1", "who", "R-7F3K"), ("p2", "export", "words=salary"), ("", "export", "")]


def test_deeds_links_and_sessions_go_when_their_time_is_over_but_for_a_hold(ledger: Ledger) -> None:
    for who in ("p1", "p2"):
        ledger.keep_console_deed(who, "admin", "export", "", NOW - timedelta(days=1096))
        ledger.keep_console_deed(who, "admin", "sign_in", "", NOW)
    ledger.keep_link("t", "U1", "admin", NOW)
    ledger.keep_session("n1", ("U1", "owner"), family="f", now=NOW - timedelta(hours=9), expires_at=NOW)
    ledger.add_hold("person", "p2", reason="a case at court", by="legal", at=NOW)
    assert ledger.purge(NOW)["deeds"] == 1
    assert sorted((one.who, one.deed) for one in ledger.console_deeds()) == [
        ("p1", "sign_in"), ("p2", "export"), ("p2", "sign_in"),
    ]  # fmt: skip
    with ledger._session() as session:
        assert [session.exec(select(table)).all() for table in (LinkRow, SessionRow)] == [[], []]
