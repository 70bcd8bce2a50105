"""The page of a grid: an owner fills in what no table of the document says, and takes the draft made of it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.saying.words import languages, phrase
from tests.console.edits.confirming import csrf_of, files
from tests.console.edits.test_import_page import DOCUMENT, draft_in, matrix, policy_of, send
from tests.console.place import Place

PROSE = """# AI at the mill

- Public
  - our leaflets and price lists
- Internal
  - minutes and rotas

We have bought Claude Team. DeepL Pro is there as well. Nobody pastes rotas into DeepL Pro.
"""


def begin(client: TestClient, of: str = "") -> str:
    """The address of a new grid."""
    return str(client.post("/console/grid/new", data={"csrf": csrf_of(client), "of": of}).url)


def grid_of(client: TestClient, content: str = PROSE) -> str:
    """The address of a grid of what was read of a document."""
    return begin(client, draft_in(send(client, content=content).text))


def click(client: TestClient, where: str, do: str, **fields: str) -> Any:
    """A button of the page, as a browser without scripts sends it."""
    return client.post("/console/grid", data={"csrf": csrf_of(client), "id": where.partition("id=")[2], "do": do, **fields})


def shown(page: Any) -> dict[str, str]:
    """Name of a tool × name of a class -> verdict and conditions, as a reader of the page hears them."""
    cells = re.findall(
        r'<td class="cell mark-(\w+)[^>]*><button[^>]*><span class="unseen">(.*?): </span>(.*?)</button>', page.text
    )
    return {html.unescape(name): f"{mark} {''.join(re.findall(r'asks.>(.*?)<', said))}".strip() for mark, name, said in cells}


def key(page: Any, name: str) -> str:
    """By which the page calls a row or a column."""
    return re.findall(rf'<option value="(\w+)">{re.escape(html.escape(name))}</option>', page.text)[0]


def test_a_document_without_a_table_becomes_a_policy_by_clicks(place: Place) -> None:
    before = files(place)
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        page = client.get(where)
        assert shown(page) == dict.fromkeys(
            ("Claude Team × Public", "Claude Team × Internal", "DeepL Pro × Public", "DeepL Pro × Internal"), "uncovered"
        )
        assert "0 of 4 cells are filled in" in page.text and "<mark>We have bought Claude Team." in page.text
        team, deepl, public = (key(page, name) for name in ("Claude Team", "DeepL Pro", "Public"))
        click(client, where, f"row {team}", sign="allow")
        click(client, where, f"column {public}", sign="conditional", condition="the leaflet is printed")
        page = click(client, where, f"cell {deepl} {key(page, 'Internal')}", sign="deny")
        assert shown(page) == {
            "Claude Team × Public": "conditional the leaflet is printed",
            "Claude Team × Internal": "allowed",
            "DeepL Pro × Public": "conditional the leaflet is printed",
            "DeepL Pro × Internal": "forbidden",
        }
        assert '<option value="the leaflet is printed">' in page.text, "a condition is written once"
        assert files(place) == before
        draft = click(client, where, "draft", owner="Ida Holm")
        assert "2 tools and 2 classes" in draft.text and f'href="{where.removeprefix("http://testserver")}"' in draft.text
        done = send(client, "take", draft=draft_in(draft.text))
    assert "It is the policy now" in done.text and policy_of(place).organisation.owner == "Ida Holm"
    assert "Claude Team,conditional,allow" in matrix(place) and "DeepL Pro,conditional,deny" in matrix(place)
    assert "minutes" in {kind.label for kind in policy_of(place).vocabulary.data.values()}, "what the classes hold is read beside"


def test_rows_and_columns_are_added_renamed_merged_and_removed_and_a_change_is_taken_back(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        page = click(client, where, "tool", name="Zorblax")
        page = click(client, where, "class", name="Secret")
        page = click(client, where, f"cell {key(page, 'Zorblax')} {key(page, 'Secret')}", sign="deny")
        page = click(client, where, "rename", which=key(page, "DeepL Pro"), name="DeepL for everybody")
        assert "DeepL Pro" in page.text.split('id="grid"')[1].split("</table>")[0], "it stays known by the document's name"
        page = click(client, where, "merge", which=key(page, "Zorblax"), into=key(page, "Claude Team"))
        assert shown(page)["Claude Team × Secret"] == "forbidden" and "Zorblax × Secret" not in shown(page)
        page = click(client, where, "remove", which=key(page, "Internal"))
        assert {name.partition(" × ")[2] for name in shown(page)} == {"Public", "Secret"}
        page = click(client, where, "back")
        assert {name.partition(" × ")[2] for name in shown(page)} == {"Public", "Internal", "Secret"}


def test_two_owners_fill_in_one_grid_and_a_restart_loses_nothing(place: Place) -> None:
    with place.client(Role.OWNER) as client, place.client(Role.ADMIN) as second:
        where = grid_of(client)
        page = client.get(where)
        team, public, internal = (key(page, name) for name in ("Claude Team", "Public", "Internal"))
        click(client, where, f"cell {team} {public}", sign="allow")
        page = click(second, where, f"cell {team} {internal}", sign="deny")
        assert shown(page)["Claude Team × Public"] == "allowed" and shown(page)["Claude Team × Internal"] == "forbidden"
        click(second, where, "remove", which=team)
        late = click(client, where, f"cell {team} {public}", sign="deny")
        assert late.status_code == 409 and "somebody took it out meanwhile" in late.text
        click(client, where, "back")
    with Place(place.ledger, place.settings).client(Role.OWNER) as client:  # the same house, started again
        listed = client.get("/console/import").text
        assert "policy.md: 2 of 4 cells filled in" in listed and where.partition("id=")[2] in listed
        assert shown(client.get(where))["Claude Team × Internal"] == "forbidden"


def test_what_an_import_read_is_put_right_in_a_grid_and_no_cell_gets_milder(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = client.get(grid_of(client, DOCUMENT))
    assert shown(page) == {
        "Claude Team × Public": "allowed",
        "Claude Team × Internal": "allowed",
        "Claude Team × Confidential": "forbidden",
        "ChatGPT Free × Public": "allowed",
        "ChatGPT Free × Internal": "forbidden",
        "ChatGPT Free × Confidential": "forbidden",
    }


UNREAD = """# Rules

| Tool | Public | Access | Valid until |
|---|---|---|---|
| Claude Team | yes | by ticket | 2020-01-01 |
| DeepL Pro | yes | by ticket | 2027-06-30 |
| Otter | yes | by ticket | |
"""


def test_what_waits_for_its_owner_or_ends_on_a_day_is_no_yes_in_a_grid(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        found = shown(client.get(grid_of(client, UNREAD)))
    assert found["Claude Team × Public"] == found["DeepL Pro × Public"] == "forbidden", "a grid knows no days"
    assert "allowed" not in found["Otter × Public"]


def test_a_refused_document_and_nothing_at_all_begin_an_empty_grid(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        refused = send(client, content="Be careful with what you type.\n")
        assert refused.status_code == 409 and 'value="offered"' in refused.text
        page = client.get(begin(client, "offered"))
        assert "Be careful with what you type." in page.text and not shown(page)
        where = begin(client)
        assert "Your own grid" in client.get(where).text
        empty = click(client, where, "draft")
        assert empty.status_code == 409 and "at least one tool" in empty.text
        click(client, where, "tool", name="Claude Team")
        page = click(client, where, "class", name="Public")
        click(client, where, f"row {key(page, 'Claude Team')}", sign="allow")
        assert "1 tools and 1 classes" in click(client, where, "draft").text


@pytest.mark.parametrize(
    ("do", "fields", "told"),
    [
        ("tool", {"name": "  "}, "Type a name first."),
        ("tool", {"name": "claude team"}, "“claude team” is there already."),
        ("rename", {"which": "zz", "name": "x"}, "not there any more"),
        ("merge", {"which": "", "into": ""}, "not there any more"),
        ("row r0", {}, "Pick first what a click puts."),
        ("nonsense", {}, ""),
        ("cell", {}, "not there any more"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(place: Place, do: str, fields: dict[str, str], told: str) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        before = shown(client.get(where))
        page = click(client, where, do, **fields)
        assert told in html.unescape(page.text) and page.status_code == (409 if told else 200)
        assert shown(client.get(where)) == before


def test_a_grid_that_is_thrown_away_or_never_was_is_told(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        assert "policy.md: 0 of 4" not in click(client, where, "close").text
        for gone in (where, "/console/grid?id=..%2F..%2Fetc", "/console/grid"):
            page = client.get(gone)
            assert page.status_code == 409 and "kept no longer" in page.text


def test_a_grid_is_for_those_who_may_edit_the_policy(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
    with place.client(Role.EMPLOYEE) as client:
        assert client.get(where).status_code == 403
        assert client.post("/console/grid/new", data={"csrf": csrf_of(client)}).status_code == 403
        assert click(client, where, "close").status_code == 403
    with place.client(Role.OWNER) as client:
        assert client.post("/console/grid", data={"id": where.partition("id=")[2], "do": "close"}).status_code == 403, "no csrf"
        assert shown(client.get(where))


def test_an_edit_made_meanwhile_costs_no_cell(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        page = client.get(where)
        click(client, where, f"row {key(page, 'Claude Team')}", sign="allow")
        draft = draft_in(click(client, where, "draft").text)
        rules = place.settings.knowledge / "rules.yaml"
        rules.write_text(rules.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")
        refused = send(client, "take", draft=draft)
        assert refused.status_code == 409 and "The grid is kept" in refused.text
        assert "It is the policy now" in send(client, "take", draft=draft_in(click(client, where, "draft").text)).text


def test_what_the_document_holds_back_of_the_clicks_is_told_before_it_is_taken(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client, f"{PROSE}\nNever put internal information into DeepL Pro.\n")
        page = client.get(where)
        click(client, where, f"row {key(page, 'DeepL Pro')}", sign="allow")
        draft = html.unescape(click(client, where, "draft").text)
    assert "a sentence of the document is stricter than what you clicked" in draft and "DeepL Pro × Internal" in draft


def test_another_policy_takes_the_place_of_an_import_and_what_is_typed_counts_for_an_update(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        send(client, "take", draft=draft_in(send(client, content=DOCUMENT).text), meant="yes")
        updated = send(client, content=DOCUMENT.replace("no |", "yes |"), owner="Ida Holm", organisation="Hollow Mill Ltd").text
        assert "brings the policy of today" in updated and "Nobody answers" not in updated
        send(client, "take", draft=draft_in(updated), meant="yes")
        house = policy_of(place).organisation
        assert (house.owner, house.name) == ("Ida Holm", "Hollow Mill Ltd")
        rules = place.settings.knowledge / "rules.yaml"  # as an answer to a question writes it
        rules.write_text("- rule: mine\n  tools: [chatgpt-free]\n  data: '*'\n  effect: forbid\n", encoding="utf-8")
        assert "Is it another policy" in send(client, content=PROSE).text, "its rules speak of tools that are gone"
        page = send(client, content=PROSE, another="yes").text
        assert "takes the place of the policy of today" in page
        assert "It is the policy now" in send(client, "take", draft=draft_in(page), meant="yes").text
    assert "chatgpt" not in matrix(place).lower() and "rule: mine" not in rules.read_text(encoding="utf-8")


def test_a_refusal_is_shown_where_a_script_puts_in_a_part_of_the_page(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        client.headers["hx-request"] = "true"
        page = click(client, where, "tool", name="DeepL Pro")
    assert page.status_code == 200 and "is there already" in page.text.split('id="told"')[1].split("</div>")[0]
    assert 'value="DeepL Pro"' in page.text.split('id="new"')[1].split(">")[0], "what was typed is not lost"


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_every_language(place: Place, language: str) -> None:
    with place.client(Role.OWNER) as client:
        where = grid_of(client)
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = html.unescape(client.get(where).text)
    assert phrase(language, "console.grid.title") in page and "console.grid." not in page
