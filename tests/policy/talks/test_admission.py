"""Who may be answered -> whether somebody is, and why not."""

from __future__ import annotations

import pytest

from bot.policy.house import Audience
from bot.policy.talks.admission import barred

_GUESTS, _OTHERS, _ALL = Audience(guests=True), Audience(other_organisations=True), Audience(True, True)


@pytest.mark.parametrize(
    ("standing", "audience", "wanted"),
    [
        ("staff", Audience(), ""),
        ("guest", Audience(), "guest"),
        ("guest", _OTHERS, "guest"),
        ("guest", _GUESTS, ""),
        ("stranger", Audience(), "stranger"),
        ("stranger", _GUESTS, "stranger"),
        ("stranger", _OTHERS, ""),
        ("unknown", Audience(), "unknown"),
        ("unknown", _GUESTS, "unknown"),
        ("unknown", _OTHERS, "unknown"),
        ("unknown", _ALL, ""),
    ],
)
def test_whom_nobody_knows_is_answered_only_where_everybody_is(standing: str, audience: Audience, wanted: str) -> None:
    assert barred(audience, standing) == wanted
