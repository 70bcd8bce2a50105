"""A person's App Home: only owners read how far the model is believed, and only they are asked about the policy."""

from __future__ import annotations

from bot.flows.people.home import Home
from bot.policy.talks.home import MOST_WAITING, AskedLine, Board, Grid, GridLine, HomePage, OpenQuestion, Viewer, Wish
from bot.policy.talks.talk import Asker

ASKED = OpenQuestion("unlisted", "1", "What holds?", "", "", (), "")


def page_for(viewer: Viewer, refusal: str = "") -> HomePage:
    """Somebody's page."""
    home = Home(
        board=Board,
        board_lines=lambda _board, _viewer: (),
        tools=lambda _viewer: (GridLine("", "Claude Team", "✓ Allowed: Internal"),),
        waiting=lambda _viewer: tuple(AskedLine("", str(number), "") for number in range(MOST_WAITING + 2)),
        news=lambda _viewer: None,
        asked=lambda _viewer, _limit: (),
        grid=lambda _viewer, _wish: Grid(""),
        kept=lambda _viewer: (),
        language=lambda _viewer: "en",
        refusal=lambda _viewer: refusal,
        model=lambda _viewer: "level full",
        question=lambda _viewer, _wish: ASKED,
    )
    return home(viewer, Wish())


def line_for(viewer: Viewer, refusal: str = "") -> str:
    """What stands there of the model."""
    return page_for(viewer, refusal).model


def test_an_owner_reads_how_far_the_model_is_believed() -> None:
    assert line_for(Viewer(Asker("noor"), is_owner=True)) == "level full"


def test_nobody_else_does() -> None:
    assert line_for(Viewer(Asker("sanne"))) == line_for(Viewer(Asker("joost"), is_admin=True)) == ""
    assert line_for(Viewer(Asker("noor"), is_owner=True), "guests are not answered") == ""


def test_only_an_owner_is_asked_about_the_policy() -> None:
    assert page_for(Viewer(Asker("noor"), is_owner=True)).question == ASKED
    assert page_for(Viewer(Asker("sanne"))).question is page_for(Viewer(Asker("joost"), is_admin=True)).question is None
    assert page_for(Viewer(Asker("noor"), is_owner=True), "guests are not answered").question is None


def test_what_somebody_may_use_and_what_waits_for_them_stand_there_and_the_rest_is_counted() -> None:
    page = page_for(Viewer(Asker("someone")))
    assert [line.label for line in page.tools] == ["Claude Team"]
    assert [line.about for line in page.waiting] == ["0", "1", "2", "3", "4"] and page.more_waiting == 2


def test_who_gets_no_answers_sees_no_tools() -> None:
    page = page_for(Viewer(Asker("someone"), barred="guest"), "You are here as a guest.")
    assert not page.tools and not page.waiting
