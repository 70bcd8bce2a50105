"""The correction form: within Slack's limits whatever the policy's labels are, and what was chosen comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.saying.words import phrase
from bot.slack.click import Click
from bot.slack.doors.all import Pick, Picks
from bot.slack.form import DATA, TOOL, build_form, read_form, search
from bot.slack.marks import Mark
from playground.views import checked_view
from tests.laws import examples

CLICK = Click(Mark("R-1", "m", "nl"), "T1", "C1", "channel", "U1", "11.1", "10.1", "12.1", "x", "tr", "https://hooks.example/1")
LABELS = st.one_of(st.text(max_size=90), st.sampled_from(["", " ", "é" * 200, "@channel", "Claude"]))
PICKS = st.lists(
    st.builds(Pick, st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=160), LABELS, LABELS), max_size=130
)


@examples(80)
@given(PICKS, PICKS, st.sampled_from(["en", "nl", "de", "fr", "es", ""]))
def test_every_form_is_one_that_slack_opens(tools: list[Pick], data: list[Pick], language: str) -> None:
    click = Click(**{**{name: getattr(CLICK, name) for name in CLICK.__slots__}, "mark": Mark("R-1", "m", language)})
    understood = {
        "tool": {"=Gamma": "Gamma", "=": "", **({tools[0].value: "first"} if tools and 0 < len(tools[0].value) <= 150 else {})},
        "data": {pick.value: "any" for pick in data[-3:] if 0 < len(pick.value) <= 150},
    }
    view = build_form(click, understood, Picks(tuple(tools), tuple(data)), phrase)
    if view["blocks"]:
        assert checked_view(view, ("modal",))["type"] == "modal"


def test_what_was_chosen_comes_back_with_what_the_form_remembers() -> None:
    view = build_form(CLICK, {}, Picks((Pick("a", "A"),), (Pick("b", "B"),)), phrase)
    view["state"] = {"values": {TOOL: {TOOL: {"selected_options": []}}, DATA: {DATA: {"selected_options": [{"value": "b"}]}}}}
    remembered, chosen = read_form(view)
    assert chosen == {"tool": (), "data": ("b",)}
    assert (remembered["receipt"], remembered["channel"], remembered["ts"], remembered["thread"]) == ("R-1", "C1", "11.1", "10.1")


def test_all_that_was_understood_is_filled_in_and_what_is_on_no_list_is_an_entry_of_its_own() -> None:
    picks = Picks((Pick("a", "A"), Pick("c", "C")), (Pick("b", "B"),))
    understood = {"tool": {"c": "cee", "=Gamma": "Gamma"}, "data": {"b": "bee"}}
    tool, data = (block["element"] for block in build_form(CLICK, understood, picks, phrase)["blocks"])
    assert (tool["type"], data["type"]) == ("multi_static_select", "multi_static_select")
    assert [(one["value"], one["text"]["text"]) for one in tool["initial_options"]] == [("c", "C"), ("=Gamma", "Gamma")]
    assert [group["label"]["text"] for group in tool["option_groups"]] == [phrase("nl", "slack.form.asked"), "-"]
    assert [one["text"]["text"] for one in data["initial_options"]] == ["B"]


def test_a_search_needs_every_typed_word_in_any_order() -> None:
    picks = (Pick("a", "Customer names"), Pick("b", "Names of staff"), Pick("c", "Invoices", names=("bills",)))
    assert [option["value"] for option in search(picks, "names CUSTOMER")["options"]] == ["a"]
    assert [option["value"] for option in search(picks, "bill")["options"]] == ["c"]
    assert search(picks, "nothing")["options"] == []
