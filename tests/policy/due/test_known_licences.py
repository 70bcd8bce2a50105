"""What the catalog knows of licences stands beside what the files record, with its source, never as the policy's word."""

from __future__ import annotations

from datetime import date

import pytest

from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.due.known_licences import BY_VERSION, LICENCE, commercial_use, licences_of, with_licences
from bot.policy.due.known_terms import WEIGHTS, known_terms
from bot.policy.talks.talk import KnownTerm
from bot.policy.words import ToolAsk
from bot.policy.world import CatalogLicence

CATALOG = load_catalog()
SAMPLE = load(shipped("knowledge"), CATALOG).or_raise()
OPEN = ("llama", "mistral-models", "gemma", "phi", "falcon")
"""The open models that people name most."""


def told(ask: ToolAsk, *points: str) -> tuple[KnownTerm, ...]:
    known = known_terms(SAMPLE, CATALOG.terms, (ask,), points, date(2026, 11, 27))
    return with_licences(known, SAMPLE, CATALOG, (ask,), points)


def listed(tool: str) -> ToolAsk:
    return ToolAsk(tool, tuple(id_ for id_ in SAMPLE.policy.offerings if id_.startswith(f"{tool}/")))


@pytest.mark.parametrize("tool", OPEN)
def test_each_licence_of_a_well_known_open_model_is_told_with_its_source_and_day(tool: str) -> None:
    licences = [term for term in told(listed(tool), WEIGHTS) if term.point == LICENCE]
    assert licences and all(term.seen and term.licence and term.seen == term.licence.seen for term in licences)


def test_what_the_policy_says_stands_first_and_the_catalog_says_nothing_of_the_weights_again() -> None:
    found = [(term.point, term.fact, bool(term.seen)) for term in told(listed("phi"), WEIGHTS)]
    assert found[0] == (WEIGHTS, "weights", False) and (WEIGHTS, "weights", True) not in found


def test_of_a_tool_that_nobody_listed_the_catalog_tells_the_weights() -> None:
    found = told(ToolAsk("Qwen"), WEIGHTS)
    assert [(term.value, term.point) for term in found] == [("open", WEIGHTS), ("Apache-2.0", LICENCE)]


def test_of_an_app_the_open_models_of_its_brand_are_told_and_the_app_itself_is_called_open_by_nobody() -> None:
    found = told(listed("deepseek-app"), WEIGHTS)
    assert {term.point for term in found} == {LICENCE}


@pytest.mark.parametrize("tool", ["chatgpt", "claude", "m365-copilot", "gemini-app"])
def test_a_closed_tool_has_no_licence_of_weights(tool: str) -> None:
    assert [term.value for term in told(listed(tool), WEIGHTS)] == ["closed"]


def test_whoever_asks_about_another_point_hears_of_no_licence() -> None:
    assert not any(term.point == LICENCE for term in told(listed("llama"), "retention"))


def test_what_nobody_knows_stays_unknown() -> None:
    assert [term.value for term in told(ToolAsk("Nobody's model"), WEIGHTS)] == [""]


def licence(use: str) -> CatalogLicence:
    return CatalogLicence("L", use, "there, 2026-11-27")


@pytest.mark.parametrize(
    ("uses", "wanted"),
    [
        (["yes"], "yes"),
        (["limited", "limited"], "limited"),
        (["no"], "no"),
        (["yes", "no"], BY_VERSION),
        (["yes", "limited"], BY_VERSION),
    ],
)
def test_commercial_use_is_what_all_versions_allow(uses: list[str], wanted: str) -> None:
    assert commercial_use([licence(one) for one in uses]) == wanted


def test_only_tools_of_the_policy_are_told() -> None:
    assert set(licences_of(SAMPLE, CATALOG)) == set(OPEN)
