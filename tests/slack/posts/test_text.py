"""Slack's markup in, plain words out, and words that cannot ping anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.posts.text import cut, mentions, plain, safe
from tests.growing import grows_with_the_length
from tests.laws import examples


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@UBOT> may I?", "may I?"),
        ("<@UBOT>: may I?", "may I?"),
        ("hi <@UBOT|may-i> and <@U2>", "hi and"),
        ("<!channel> <!subteam^S1|@nurses> hey", "hey"),
        ("in <#C1|general>?", "in #general?"),
        ("see <https://a.b/c?d=1&amp;e|this page>", "see this page"),
        ("mail <mailto:kim@example.org|kim@example.org>", "mail kim@example.org"),
        ("call <tel:+31205550123>", "call +31205550123"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("a &lt; b &amp;amp; c", "a < b &amp; c"),
        ("1 < 2 is not markup", "1 < 2 is not markup"),
    ],
)
def test_what_people_wrote_is_read_without_markup(written: str, read: str) -> None:
    assert plain(written, "UBOT") == read


def test_only_a_real_mention_counts() -> None:
    assert mentions("hey <@UBOT|x>", "UBOT")
    assert not mentions("hey UBOT <@UBOTX>", "UBOT")


@examples()
@given(st.text() | st.sampled_from(["<!channel>", "<@U1>", "@here", "@Everyone", "&lt;!here&gt;"]))
def test_safe_words_hold_no_markup_and_no_loud_mention(words: str) -> None:
    made = safe(words)
    assert "<" not in made and ">" not in made
    assert not any(loud in made.lower() for loud in ("@channel", "@here", "@everyone"))


@examples()
@given(st.text(alphabet="ab&<> ", max_size=60), st.integers(6, 40))
def test_a_cut_never_leaves_half_an_escape(words: str, limit: int) -> None:
    made = cut(safe(words), limit)
    assert len(made) <= limit
    assert not made.rstrip("…").endswith(("&", "&a", "&am", "&amp", "&l", "&lt", "&g", "&gt"))


@pytest.mark.parametrize("sign", ["<http:", "<https://a", "<@U1|", "<#C1|", "<!date^", "<!date^1|", "<!channel|", "<mailto:a|"])
def test_beginnings_of_marks_are_read_in_time_that_grows_with_their_length(sign: str) -> None:
    assert grows_with_the_length(plain, sign, size=20_000)
