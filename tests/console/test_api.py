"""Everything that the OpenAPI document names, with whatever a machine thinks of: never a fault of ours."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot.console.doors import Role
from tests.console.place import Place
from tests.laws import examples

QUIET = examples(3, suppress_health_check=list(HealthCheck))


def test_no_way_in_of_the_document_answers_with_a_fault_of_ours(place: Place) -> None:
    schema = schemathesis.openapi.from_dict(place.app.openapi())
    with place.client(Role.ADMIN) as client:
        csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
        seen = set()
        for result in schema.get_all_operations():
            operation = result.ok()
            if operation.path in {"/console/sign-out", "/console/slack"}:
                continue  # they would end the session, or leave the machine

            @given(case=operation.as_strategy())
            @QUIET
            def ask(case: schemathesis.Case) -> None:
                body = case.body if isinstance(case.body, dict) else {}
                form = {**{name: str(value) for name, value in body.items()}, "csrf": csrf} if case.method == "POST" else None
                query = {name: str(value) for name, value in (case.query or {}).items()}
                answer = client.request(case.method, case.formatted_path, params=query, data=form)
                assert answer.status_code < 500 or answer.status_code == 503, (case.method, case.formatted_path, query, form)
                seen.add(case.path)

            ask()
    assert len(seen) > 15


@given(
    query=st.dictionaries(
        st.sampled_from(["words", "since", "until", "below", "tool", "version"]), st.text(max_size=30), max_size=4
    )
)
@examples(10, suppress_health_check=list(HealthCheck))
def test_no_search_is_a_fault_of_ours(place: Place, query: dict[str, str]) -> None:
    with place.client(Role.ADMIN) as client:
        assert client.get("/console/questions", params=query).status_code == 200
