"""Licences of open models as the catalog knows them: in words, in every language, and never as the policy's own."""

from __future__ import annotations

import pytest

from bot.knowledge.catalog_fields import COMMERCIAL_USE
from bot.policy.due.known_licences import LICENCE
from bot.policy.talks.talk import KnownTerm, Meant, Ruled
from bot.policy.world import CatalogLicence
from bot.saying.answers.licences import licence_said, open_source
from bot.saying.answers.meaning import USES, notes
from bot.saying.words import languages, load_catalog_of, words_for
from tests.saying.answered import NO, TEAM, asked, one
from tests.saying.company import company

OURS = CatalogLicence(
    "Own License", "limited", "acme/model LICENSE, 2026-11-27", "Model 2", {"en": "up to ten users"}, "https://acme.example/l"
)
TERM = KnownTerm(LICENCE, "Claude", "Own License", "commercial_use", ("claude/team",), url=OURS.url, seen=OURS.seen, licence=OURS)


def test_a_licence_is_told_with_its_limits_and_where_it_was_seen() -> None:
    line = one(asked(TEAM), NO, terms=(TERM,)).terms[0]
    assert line.text == "Claude Team – Model 2: Own License, commercial use: limited (up to ten users)"
    assert line.place == "catalog, not the policy; source: acme/model LICENSE, 2026-11-27"
    assert line.link == "https://acme.example/l"


def test_one_for_all_versions_names_the_tool_where_a_list_needs_it() -> None:
    plain = CatalogLicence("MIT", "yes", "there, 2026-11-27")
    words = words_for("en", ("en",))
    assert licence_said(plain, words) == "MIT, commercial use: allowed"
    assert licence_said(plain, words, "Phi") == "Phi: MIT, commercial use: allowed"


@pytest.mark.parametrize("language", languages())
def test_each_word_of_the_catalog_has_words(language: str) -> None:
    known = load_catalog_of(language)
    assert {key for key in known if key.startswith("licence.use.")} == {f"licence.use.{use}" for use in COMMERCIAL_USE}
    assert {key for key in known if key.startswith("licence.uses.")} == {f"licence.uses.{use}" for use in USES}


def test_a_meaning_that_is_akin_to_another_names_the_tools_of_that_one() -> None:
    meant = Meant(
        {"en": "Open source"}, {"en": "All may."}, listed=("claude",), of={"en": "Open weights"}, uses=(("claude", "no"),)
    )
    assert notes(Ruled(asked(TEAM), None, meanings=(meant,)), company(), words_for("en", ("en",))) == (
        "Open weights, on our list: Claude.",
        "What the licences say of commercial use (catalog): not allowed: Claude.",
    )


@pytest.mark.parametrize(
    ("weights", "uses", "begins"),
    [
        ("closed", (), "Open source: no."),
        (
            "open",
            ("yes", "yes"),
            "Open source: yes, as far as weights and licence go. The weights are open, and",
        ),
        ("open", ("limited",), "Open source: only partly. The weights are open, but the licence limits"),
        ("open", ("no",), "Open source: only partly. The weights are open, but the licence allows no commercial use"),
        ("open", ("yes", "no"), "Open source: that depends on the version."),
        ("open", (), ""),
        ("closed", ("yes",), ""),
    ],
)
def test_whether_it_is_open_source_is_said_as_far_as_the_facts_go(weights: str, uses: tuple[str, ...], begins: str) -> None:
    terms = [KnownTerm("weights", "Phi", weights, "weights")]
    terms += [KnownTerm(LICENCE, "Phi", "MIT", licence=CatalogLicence("MIT", use, "there, 2026-11-27")) for use in uses]
    said = open_source(terms, words_for("en", ("en",)))
    assert said.startswith(begins)
    assert bool(said) == bool(begins)


def test_what_is_open_for_one_and_closed_for_another_is_told_line_by_line() -> None:
    terms = [KnownTerm("weights", "Mistral", value, "weights") for value in ("open", "closed")]
    assert open_source(terms, words_for("en", ("en",))) == ""
