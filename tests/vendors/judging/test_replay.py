"""Recorded texts go in; what is posted when, and why the rest is not, comes out."""

from __future__ import annotations

from datetime import date

from bot.policy.vendors.terms import Direction, Judgement, Noise, Severity, Topic
from bot.vendors.judging.replay import Version, next_digest, replay

WORTH = {"alert": Severity.ALERT, "digest": Severity.DIGEST}


def judge(before: str, after: str) -> Judgement:
    """By the first word of the text after; the rest says against what it was judged."""
    word = after.split(maxsplit=1)[0]
    noise = Noise.COLLAPSED if word == "gone" else None
    return Judgement(WORTH.get(word, Severity.IGNORE), (Topic.TRAINING,), Direction.LOOSER, noise=noise, deciding_quote=before)


def replayed(*texts: str) -> list[tuple[str, str, str]]:
    """One text a week from Tuesday, 6 January 2026: posted, why not, judged against."""
    versions = [
        Version(
            date(2026, 1, 6) + (date(2026, 1, 13) - date(2026, 1, 6)) * week,
            text.removeprefix("technical "),
            text.startswith("technical "),
        )
        for week, text in enumerate(texts)
    ]
    return [(str(one.posted or ""), one.why, one.judgement.deciding_quote) for one in replay(versions, judge)]


def test_an_alert_is_posted_at_once_and_a_digest_on_monday() -> None:
    """The first text is where it starts."""
    assert replayed("first", "alert one", "digest two") == [("2026-01-13", "", "first"), ("2026-01-26", "", "alert one")]


def test_what_is_found_on_a_monday_is_in_the_next_digest() -> None:
    """That day's digest is out."""
    assert next_digest(date(2026, 1, 5)) == date(2026, 1, 12)


def test_an_earlier_text_that_comes_back_is_not_posted() -> None:
    """A page that flickers between two texts says nothing new."""
    assert [why for _, why, _ in replayed("digest a", "alert b", "digest a", "alert b")] == ["", "earlier_text", "earlier_text"]


def test_after_a_page_that_was_gone_the_text_before_it_is_compared() -> None:
    """A change that comes with the page's return is not lost."""
    assert replayed("first", "gone", "alert new")[1] == ("2026-01-20", "", "first")


def test_a_technical_upgrade_is_never_posted_and_becomes_the_text_to_compare() -> None:
    """The recorder changed, not the vendor."""
    assert replayed("first", "technical second", "alert third") == [("", "technical", ""), ("2026-01-20", "", "second")]
