"""What is harmless and only named in passing is not what a question points at."""

from __future__ import annotations

import pytest

from bot.wiring import Answerer
from tests.reading.conftest import SAMPLE, named_label


@pytest.mark.parametrize(
    "asked",
    [
        "can I put this spreadsheet in Claude Team? PS: loved the joke you posted last week",
        "can I put this spreadsheet in Claude Team? The weather joke was great.",
        "mag dit bestand in Claude Team? PS: wat een prachtweer vandaag",
        "¿puedo subir este archivo a Claude Team? PD: buen chiste el de ayer",
    ],
)
def test_an_afterthought_is_not_what_is_asked_about(asked: str, sample: Answerer) -> None:
    assert sample.label_and_why(asked, [])[0] == "ask"


@pytest.mark.parametrize(
    "asked",
    [
        "can I put this spreadsheet in Claude Team? It's the brochure.",
        "can I put this file in Claude Team? The brochure",
        "Can I use Claude Team? I want to polish the brochure",
        "may the brochure go into Claude Team? PS: loved the joke",
    ],
)
def test_what_the_thing_is_is_heard(asked: str) -> None:
    assert named_label(SAMPLE, asked) == "allow"


def test_what_is_added_makes_it_stricter() -> None:
    assert named_label(SAMPLE, "may the brochure go into Claude Team? PS: and the payroll") != "allow"
