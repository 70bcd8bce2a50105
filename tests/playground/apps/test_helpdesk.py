"""Modals of several steps, on an AsyncApp by socket and by signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.refusal import Refused
from playground.server import Playground
from tests.playground.apps import helpdesk
from tests.playground.apps.conftest import Json, by_asyncio, by_http, company


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture(params=[by_asyncio, by_http])
def desk(request: pytest.FixtureRequest, seen: list[Json]) -> Iterator[Playground]:
    with request.param(helpdesk.build(seen), company()) as slack:
        slack.shortcut("anna", "new_poll")
        slack.wait_until(lambda: slack.modal("anna"))
        yield slack


def test_a_searched_list_has_groups_and_gives_its_option(desk: Playground, seen: list[Json]) -> None:
    assert [one["value"] for one in desk.options("anna", "place", "l")] == ["lounge", "library", "lab"]
    desk.options("anna", "helpers", "a")
    errors = desk.submit("anna", {"place": "Library", "helpers": ["Ada", "Alan"], "what": "A page is missing"})
    assert errors == {}
    assert seen[-1]["place"]["place"]["selected_option"]["text"]["text"] == "Library"
    assert [one["value"] for one in seen[-1]["helpers"]["helpers"]["selected_options"]] == ["ada", "alan"]


def test_what_is_typed_is_told_while_typing_and_stays_in_the_changed_view(desk: Playground) -> None:
    payload = desk.use("anna", "what", "no light")
    assert payload is not None
    assert payload["actions"][0]["value"] == "no light"
    view = desk.wait_until(lambda: (view := desk.modal("anna")) and "8 of 40" in str(view["blocks"][3]) and view)
    assert view["state"]["values"]["what"]["what"]["value"] == "no light"


def test_errors_of_the_app_stand_at_their_block(desk: Playground) -> None:
    desk.options("anna", "place", "lab")
    assert desk.submit("anna", {"place": "Lab", "what": "x"}) == {"errors": {"place": "Nobody may enter the lab."}}
    assert desk.modal("anna")["callback_id"] == "first"  # type: ignore[index]


def test_too_many_choices_and_too_long_texts_are_refused_before_the_app_hears(desk: Playground, seen: list[Json]) -> None:
    desk.options("anna", "helpers", "a")
    desk.options("anna", "place", "lounge")
    before = len(seen)
    many = desk.submit("anna", {"place": "Lounge", "what": "x" * 41, "helpers": ["Ada", "Alan", "Grace"]})
    assert many == {"errors": {"what": "Please write at most 40 characters", "helpers": "Please choose at most 2"}}
    assert len(seen) == before


def test_a_pushed_view_goes_back_and_a_submission_pushes_updates_and_clears(desk: Playground) -> None:
    desk.use("anna", "rules")
    rules = desk.wait_until(lambda: (view := desk.modal("anna")) and view["title"]["text"] == "House rules" and view)
    assert rules["previous_view_id"] == rules["root_view_id"]
    desk.close_view("anna")
    assert desk.modal("anna")["callback_id"] == "first"  # type: ignore[index]
    desk.options("anna", "place", "lounge")
    assert desk.submit("anna", {"place": "Lounge", "what": "no light"}) == {}
    assert desk.modal("anna")["private_metadata"] == "no light"  # type: ignore[index]
    assert desk.submit("anna", {"urgent": ["yes"]}) == {}
    assert desk.modal("anna")["callback_id"] == "really"  # type: ignore[index]


def test_clear_closes_the_whole_stack(desk: Playground) -> None:
    desk.options("anna", "place", "lounge")
    desk.submit("anna", {"place": "Lounge", "what": "no light"})
    assert desk.submit("anna", {}) == {}
    assert desk.modal("anna") is None
    assert desk.wait_for("lounge", "Ticket: no light")["bot_profile"]["name"] == "pollster"


@pytest.mark.parametrize("everything", [False, True])
def test_closing_is_told_with_whether_all_was_cleared(desk: Playground, seen: list[Json], everything: bool) -> None:
    desk.close_view("anna", everything)
    assert seen[-1] == {"closed": everything}


def test_an_external_id_is_used_once_at_a_time(desk: Playground, seen: list[Json]) -> None:
    desk.shortcut("ben", "new_poll")
    desk.wait_until(lambda: seen[-1:] == [{"refused": "duplicate_external_id"}])
    assert desk.modal("ben") is None


def test_an_error_for_a_block_that_is_no_input_is_told_to_the_person(desk: Playground) -> None:
    with pytest.raises(Refused, match="invalid_response_action"):
        desk._do(
            lambda: desk.deeds._after_submit(
                "U0ANNA0001", desk.world.views.top("U0ANNA0001") or {}, {"response_action": "errors", "errors": {"count": "no"}}
            )
        )


def test_options_that_are_too_long_are_refused(desk: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(helpdesk.PLACES, "Ground floor", ["x" * 76])
    with pytest.raises(Refused, match="less than 76 characters"):
        desk.options("anna", "place", "x")
