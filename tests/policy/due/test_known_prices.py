"""What the catalog knows of prices stands beside what the files record, with source and day; a company's own price wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.due.known_prices import PRICE_LIST, prices_by_offering, prices_of, prices_of_name, with_prices
from bot.policy.due.known_terms import PRICE, known_terms
from bot.policy.talks.talk import KnownTerm
from bot.policy.words import ToolAsk
from bot.policy.world import CatalogPrice

CATALOG = load_catalog()
SAMPLE = load(shipped("knowledge"), CATALOG).or_raise()
OPEN = ("llama", "mistral-models", "gemma", "phi", "falcon")
CLOSED = ("chatgpt", "openai-api", "claude", "gemini-workspace", "m365-copilot", "github-copilot")
CLOUDS = ("aws-bedrock", "vertex-ai", "azure-ai")
"""The systems that people name most."""
SEEN_LENGTH = len("2026-11-22")


def is_dated(seen: str) -> bool:
    """Whether a source is named and a day behind it."""
    return len(seen) > SEEN_LENGTH and bool(date.fromisoformat(seen[-SEEN_LENGTH:]))


@pytest.mark.parametrize("id_", OPEN + CLOSED + CLOUDS)
def test_each_well_known_system_has_licence_hosting_data_terms_and_price_with_source_and_day(id_: str) -> None:
    tool = CATALOG.tools[id_]
    assert tool.hosting and is_dated(tool.seen)
    prices = [one for one in CATALOG.prices if one.tool == id_]
    assert prices and all(is_dated(one.seen) for one in prices)
    assert any(one.amount is not None and one.currency and one.per for one in prices)
    if id_ in OPEN:
        assert tool.licences and all(is_dated(one.seen) for one in tool.licences)
        assert {"self_hosted", "device"} & set(tool.hosting)  # no vendor has terms on data that stays in the house
    else:
        assert tool.weights == "closed" or id_ in CLOUDS  # a cloud has models of both sorts
        assert tool.terms.get("business")


def told(ask: ToolAsk, *points: str) -> tuple[KnownTerm, ...]:
    return with_prices(known_terms(SAMPLE, CATALOG.terms, (ask,), points, date(2026, 11, 28)), SAMPLE, CATALOG, (ask,), points)


def of(*offerings: str) -> tuple[tuple[Decimal | None, str, str], ...]:
    found = prices_of(ToolAsk(offerings[0], offerings), SAMPLE, CATALOG)
    return tuple((one.amount, one.per, one.billed) for one in found)


def test_an_offering_has_the_prices_of_its_plan() -> None:
    assert of("claude/team") == ((Decimal(25), "seat-month", "monthly"), (Decimal(20), "seat-month", "yearly"))
    assert of("claude/enterprise") == ((Decimal(20), "seat-month", "yearly"),)


def test_a_model_is_free_on_our_own_machines_and_costs_tokens_in_a_cloud() -> None:
    assert of("llama/self-hosted") == ((Decimal(0), "download", ""),)
    assert [per for _, per, _ in of("llama/bedrock")] == ["million-tokens-in", "million-tokens-out"]


def test_amounts_are_exact() -> None:
    (hour,) = (one for one in CATALOG.prices if one.tool == "vertex-ai")
    assert hour.amount == Decimal("9.79655057")


def test_an_app_in_a_cloud_has_not_the_price_of_its_vendor() -> None:
    assert of("claude/bedrock") == ()


def test_a_price_of_the_company_takes_the_place_of_the_vendors() -> None:
    assert [(term.point, term.value) for term in told(ToolAsk("ChatGPT Team", ("chatgpt/team",)), PRICE)] == [
        (PRICE, "29 eur a month")
    ]
    offering = SAMPLE.policy.offerings["chatgpt/team"]
    without = replace(offering, facts={name: value for name, value in offering.facts.items() if name != PRICE})
    policy = replace(SAMPLE.policy, offerings={**SAMPLE.policy.offerings, offering.id: without})
    found = prices_of(ToolAsk("ChatGPT Team", (offering.id,)), replace(SAMPLE, policy=policy), CATALOG)
    assert [one.amount for one in found] == [Decimal(25), Decimal(20)]


def test_what_no_vendor_publishes_is_told_as_that_and_not_as_unknown() -> None:
    (term,) = told(ToolAsk("ChatGPT Enterprise", ("chatgpt/enterprise",)), PRICE)
    assert (term.point, term.value) == (PRICE_LIST, "unpublished")


def test_of_a_model_that_an_app_and_an_api_share_its_own_price_is_told() -> None:
    asked = tuple(id_ for id_ in SAMPLE.policy.offerings if id_.startswith(("chatgpt/", "openai-api/")))
    assert {one.of for one in prices_of(ToolAsk("GPT-5", asked), SAMPLE, CATALOG)} == {"GPT-5"}


@pytest.mark.parametrize(
    ("name", "tools"),
    [
        ("ChatGPT Business", {"chatgpt"}),
        ("Azure OpenAI", {"azure-openai"}),
        ("azure-ai", {"azure-ai"}),
        ("Copilot", {"m365-copilot", "copilot-chat", "copilot-consumer", "github-copilot"}),
        ("GPT-4o", {"openai-api"}),
        ("Nobody's model", set()),
    ],
)
def test_of_a_tool_that_nobody_listed_the_catalog_tells_the_price_by_its_name(name: str, tools: set[str]) -> None:
    assert {one.tool for one in prices_of_name(name, CATALOG)} == tools


def test_a_plan_by_its_name_has_its_own_prices_alone() -> None:
    assert {one.plans for one in prices_of_name("ChatGPT Business", CATALOG)} == {("team", "business")}


def test_whoever_asks_about_another_point_hears_of_no_price() -> None:
    assert not any(term.point == PRICE_LIST for term in told(ToolAsk("Llama 3", ("llama/self-hosted",)), "retention"))


def test_what_nobody_knows_stays_unknown() -> None:
    assert [(term.point, term.value) for term in told(ToolAsk("Nobody's model"), PRICE)] == [(PRICE, "")]


def test_only_offerings_whose_price_the_policy_does_not_say_are_listed() -> None:
    found = prices_by_offering(SAMPLE, CATALOG)
    assert {"claude/team", "chatgpt/enterprise", "llama/self-hosted"} <= set(found)
    assert not {id_ for id_ in found if PRICE in SAMPLE.policy.offerings[id_].facts}


def test_a_price_for_any_plan_is_told_of_each() -> None:
    plain = CatalogPrice("claude", "x.org, 2026-11-22", Decimal(1), "EUR", "month")
    catalog = replace(CATALOG, prices=(plain,))
    assert prices_of(ToolAsk("Claude Team", ("claude/team",)), SAMPLE, catalog) == (plain,)
