"""The page about the playground names every method with its tier, every event, control and deed, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.routing import Route

from playground.company import ALL_EVENTS
from playground.pages import Pages
from playground.registry import METHODS
from playground.server import Playground

PAGE = (Path(__file__).parents[2] / "docs" / "playground.md").read_text(encoding="utf-8")
TIERS = {"-": -1, "post": 0, "1": 1, "2": 2, "3": 3, "4": 4}


def part(start: str, end: str) -> str:
    """What stands between two headings."""
    return PAGE.split(f"\n{start}\n", 1)[1].split(f"\n{end}", 1)[0]


def documented() -> dict[str, int]:
    """Method -> tier, as the page says."""
    found: dict[str, int] = {}
    for names, tier in re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", part("### Each method", "### "), re.MULTILINE):
        for name in re.findall(r"`([^`]+)`", names):
            assert name not in found, f"{name} stands there twice"
            found[name] = TIERS[tier.strip()]
    return found


def test_every_method_is_in_the_table_and_the_table_names_no_other() -> None:
    assert set(documented()) == set(METHODS)


def test_the_tiers_in_the_table_are_those_of_the_code() -> None:
    assert documented() == {name: method.tier for name, method in METHODS.items()}


def test_every_event_is_named_and_no_other() -> None:
    named = re.findall(r"`([a-z_.]+)`", part("### Events", "### Delivery").split("(docs:", 1)[0])
    assert named == list(ALL_EVENTS)


def routes(slack: Playground, folder: str) -> set[str]:
    pages = Pages(slack.world, slack.deeds).routes()
    paths = [route.path for route in pages if isinstance(route, Route) and "POST" in (route.methods or ())]
    return {path.removeprefix(folder) for path in paths if path.startswith(folder)}


def test_every_control_is_in_the_table_of_controls(slack: Playground) -> None:
    named = set(re.findall(r"^\| `([a-z_]+)` \|", part("## Faults and other controls", "## What it does not do"), re.MULTILINE))
    assert named == routes(slack, "/control/")


def test_every_deed_of_people_is_named(slack: Playground) -> None:
    words = part("## Faults and other controls", "## What it does not do").split("under `/ui/` (", 1)[1].split("; the keys", 1)[0]
    assert set(re.findall(r"`([a-z_]+)`", words)) == routes(slack, "/ui/")
