"""Bills of materials: valid by the official schema, the same for the same, and whatever the names are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.materials import KINDS, Licence, Material, bill_of
from tests.laws import examples

DAY = date(2026, 11, 25)
OURS = Material("application", "organisation", "Somebody")
LLAMA = Material("model", "model:llama", "Llama", by="Meta", licences=(Licence("MIT"),), sha256="0" * 64)
CHAT = Material("service", "service:chat/work", "Our chat", data=("Internal",), leaves=False, uses=("model:llama",))
WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=("C",)), min_size=1, max_size=12)
MATERIALS = st.lists(
    st.builds(
        Material,
        st.sampled_from(["service", *KINDS]),
        WORDS,
        WORDS,
        version=WORDS,
        by=st.one_of(st.just(""), WORDS),
        licences=st.lists(st.builds(Licence, st.one_of(WORDS, st.just("MIT"), st.just("MIT OR Apache-2.0"))), max_size=2).map(
            tuple
        ),
        facts=st.dictionaries(WORDS, WORDS, max_size=2),
        data=st.lists(WORDS, max_size=2).map(tuple),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)


def why_invalid(bill: str) -> str:
    """What the schema of CycloneDX 1.7 says against it; empty where it is valid."""
    found = JsonStrictValidator(SchemaVersion.V1_7).validate_str(bill)
    return str(found) if found else ""


def test_what_a_service_runs_is_what_it_depends_on() -> None:
    told = json.loads(bill_of(OURS, (CHAT, LLAMA), DAY))
    uses: Mapping[str, Any] = {one["ref"]: one.get("dependsOn", []) for one in told["dependencies"]}
    assert uses["service:chat/work"] == ["model:llama"]
    assert set(uses["organisation"]) == {"service:chat/work", "model:llama"}
    (service,) = told["services"]
    assert service["data"] == [{"flow": "bi-directional", "classification": "Internal"}]
    assert service["x-trust-boundary"] is False
    assert told["metadata"]["timestamp"] == "2026-11-25T00:00:00+00:00"


def test_a_serial_number_is_a_name_for_the_content() -> None:
    first, again = (bill_of(OURS, parts, DAY) for parts in ((CHAT, LLAMA), (LLAMA, CHAT)))
    assert first == again
    others = (bill_of(OURS, (CHAT,), DAY), bill_of(OURS, (replace(CHAT, leaves=True), LLAMA), DAY))
    assert len({json.loads(one)["serialNumber"] for one in (first, *others)}) == 3


@examples(60)
@given(MATERIALS)
def test_every_bill_is_valid(materials: list[Material]) -> None:
    parts = [replace(one, id=f"{number}:{one.id}") for number, one in enumerate(materials)]
    assert not why_invalid(bill_of(OURS, parts, DAY))
