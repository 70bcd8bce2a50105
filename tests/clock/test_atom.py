"""What happened in, a feed out: all that RFC 4287 asks for, the same ids each time, moments in UTC, whatever the words hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as some

from bot.clock.atom import Happening, to_feed
from bot.vendors.feed import entries

ATOM = "{http://www.w3.org/2005/Atom}"
MORNING = datetime(2026, 11, 3, 9, 30, tzinfo=timezone(timedelta(hours=1)))
ADDRESS = "https://console.example/console/feed/x.atom"
UTC_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

words = some.text(max_size=40)
happenings = some.builds(
    Happening,
    some.text(min_size=1, max_size=8),
    some.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001
    words,
    words,
    some.sampled_from(["", "https://vendor.example/terms?a=1&b=2"]),
)


@given(some.lists(happenings, max_size=6, unique_by=lambda one: one.id), words)
def test_each_feed_has_what_the_standard_asks_for(found: list[Happening], title: str) -> None:
    body = to_feed("feed", title, ADDRESS, found)
    root = ElementTree.fromstring(body)
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert UUID(str(one.findtext(f"{ATOM}id")).removeprefix("urn:uuid:"))
        assert UTC_MOMENT.fullmatch(str(one.findtext(f"{ATOM}updated")))
    assert root.find(f"{ATOM}author/{ATOM}name") is not None, "an author of the feed is one of each entry"
    assert [link.attrib["href"] for link in root.findall(f"{ATOM}link") if link.attrib["rel"] == "self"] == [ADDRESS]
    assert all(len(one.findall(f"{ATOM}content")) == 1 for one in root.findall(f"{ATOM}entry"))
    moments = [str(one.findtext(f"{ATOM}updated")) for one in root.findall(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    assert len(entries(body)) == len(found), "our own reader of feeds reads it, and no two entries share an id"
    assert to_feed("feed", title, ADDRESS, found[::-1]) == body


def test_moments_are_in_utc_and_the_feed_s_is_that_of_the_newest() -> None:
    later = Happening("b", MORNING + timedelta(days=1), "Later", "")
    root = ElementTree.fromstring(to_feed("feed", "Feed", ADDRESS, [Happening("a", MORNING, "Sooner", ""), later]))
    assert root.findtext(f"{ATOM}updated") == "2026-11-04T08:30:00Z"
    assert [one.findtext(f"{ATOM}title") for one in root.findall(f"{ATOM}entry")] == ["Later", "Sooner"]


def test_an_entry_keeps_its_id_whatever_is_said_of_it() -> None:
    one, other = (entries(to_feed("feed", title, ADDRESS, [Happening("a", MORNING, title, title)])) for title in ("One", "Other"))
    assert one == other
    assert one != entries(to_feed("another feed", "One", ADDRESS, [Happening("a", MORNING, "One", "")]))
