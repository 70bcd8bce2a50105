"""What the doctor and the console's page of health found, in words: none is missing, in any language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot
from bot.policy.finding import fault, note
from bot.saying.findings import worded
from bot.saying.words import languages, load_catalog_of

MADE = re.compile(r'(?:ok|note|fault|note\)|fault\))\("([a-z ]+)", "([a-z_]+)"(?: if [^,]+ else "([a-z_]+)")?')
WHERE = ("wiring/doctor.py", "wiring/console/health.py", "slack/checkup.py")


def made() -> set[tuple[str, str]]:
    sources = [(Path(bot.__file__).parent / path).read_text(encoding="utf-8") for path in WHERE]
    return {(about, one) for source in sources for about, *says in MADE.findall(source) for one in says if one}


def test_every_finding_has_its_words() -> None:
    catalog = load_catalog_of("en")
    assert len(made()) > 35
    for about, says in made():
        assert f"finding.about.{about.replace(' ', '_')}" in catalog
        assert f"finding.{about.replace(' ', '_')}.{says}" in catalog, (about, says)


def test_no_words_are_left_over() -> None:
    made_up = {f"finding.{about.replace(' ', '_')}.{says}" for about, says in made()}
    made_up |= {f"finding.{about}.{says}" for about in ("model", "embeddings") for says in ("well", "missing")}
    made_up |= {f"finding.engine.{says}" for says in ("well", "to_make", "in_use", "idle")}
    kept = {key.removesuffix(".do") for key in load_catalog_of("en") if key.startswith("finding.")}
    assert {key for key in kept - made_up if not key.startswith("finding.about.")} == set()


@pytest.mark.parametrize("language", languages())
def test_a_finding_says_how_it_is_and_what_to_do(language: str) -> None:
    told = worded(fault("knowledge", "faults", folder="k", count=2, first="a.yaml:1:1 no", command="mayi check k"), language)
    assert "2" in told.says and "a.yaml:1:1 no" in told.says and "`mayi check k`" in told.do
    assert worded(note("usage", "well"), language).do == ""


def test_languages_differ() -> None:
    said = {worded(note("last backup", "never"), language).says for language in languages()}
    assert len(said) == len(languages())
