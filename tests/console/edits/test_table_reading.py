"""An owner has the model read a document without a table; what it read is a grid, with each cell beside its lines."""

from __future__ import annotations

import html
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.console.doors import Role
from tests.console.edits.confirming import csrf_of, files
from tests.console.edits.test_grid_page import begin as begin_grid
from tests.console.edits.test_grid_page import click, key, shown
from tests.console.edits.test_import_page import draft_in, matrix, policy_of, send
from tests.console.place import Place
from tests.llm.ollama_stand_in import StandIn, standing_in

PROSE = """Staff of the mill write with care.
Press releases may go into Claude Team.
Client drawings may go into Claude Team if names are removed.
Press releases stay out of Perplexity.
Interns never use Perplexity.
"""
BUTTON = "Have the model read it into a table first"


def ruling(line: int, quote: str, does: str, of: tuple[list[str], list[str]], **more: Any) -> dict[str, Any]:
    blank = {"condition": "", "only_for": [], "about": []}
    return {**blank, "line": line, "quote": quote, "does": does, "tools": of[0], "data": of[1], **more}


REPLY = {
    "rulings": [
        ruling(2, "may go into Claude Team", "allow", (["Claude Team"], ["Press releases"])),
        ruling(3, "if names are removed", "if", (["Claude Team"], ["Client drawings"]), condition="if names are removed"),
        ruling(4, "stay out of Perplexity", "forbid", (["Perplexity"], ["Press releases"])),
        ruling(5, "never use Perplexity", "forbid", (["Perplexity"], ["*"]), about=["Interns"]),
        ruling(1, "may go into Grok", "allow", (["Grok"], ["Press releases"])),
    ],
    "classes": [],
}
Modelled = Callable[..., AbstractContextManager[tuple[Place, type[StandIn]]]]


@pytest.fixture
def modelled(place: Place) -> Iterator[Modelled]:
    """The place with a model that says this."""

    @contextmanager
    def with_model(reply: Any = REPLY, **ways: Any) -> Iterator[tuple[Place, type[StandIn]]]:
        with standing_in(content=json.dumps(reply), **ways) as (url, model):
            settings = place.settings.model_copy(update={"model": "stand-in", "ollama_url": url})
            yield replace(place, settings=settings), model

    yield with_model


def begin(client: TestClient, content: str = PROSE, **fields: str) -> Any:
    sent = {"document": ("policy.md", content.encode())}
    return client.post("/console/import", data={"csrf": csrf_of(client), "step": "model", **fields}, files=sent)


def text_of(page: Any) -> str:
    return html.unescape(page.text)


def ended(client: TestClient, where: str = "/console/import") -> Any:
    """The page, once the model reads no more."""
    for _ in range(600):
        page = client.get(where)
        if "is reading" not in page.text:
            return page
        time.sleep(0.1)
    raise AssertionError("the model never came to an end")


def into_grid(client: TestClient, page: Any) -> str:
    """The address of the grid of what was read."""
    return begin_grid(client, re.findall(r'name="of" value="(\w+)"', page.text)[0])


def test_what_the_model_read_is_a_grid_of_drafts_each_beside_its_line(modelled: Modelled) -> None:
    with modelled() as (place, _), place.client(Role.OWNER) as client:
        before = files(place)
        assert BUTTON in client.get("/console/import").text
        begin(client, owner="Ida Holm")
        done = ended(client)
        assert "read policy.md: 3 cells" in text_of(done)
        where = into_grid(client, done)
        page = client.get(where)
        assert shown(page) == {
            "Claude Team × Press releases": "allowed",
            "Claude Team × Client drawings": "conditional if names are removed",
            "Perplexity × Press releases": "forbidden",
            "Perplexity × Client drawings": "uncovered",
        }, "what no line says is no yes"
        assert 'title="3: Client drawings may go into Claude Team if names are removed."' in text_of(page)
        assert "3 of 4 cells are filled in; 3 of them a model read and nobody looked at yet" in page.text
        assert page.text.count(' draft"><button') == 3
        assert "never use Perplexity" in page.text.split("put beside the grid: 1")[1].split("</details>")[0]
        assert "does not bear it: 1" in page.text and "“may go into Grok” does not stand in line 1" in text_of(page)
        draft = click(client, where, "draft", owner="Ida Holm")
        asked = send(client, "try", draft=draft_in(draft.text), text="May I put press releases into Perplexity?").text
        assert "mark-forbidden" in asked.split('id="try"')[1]
        assert files(place) == before, "nothing counts before it is taken"
        unseen = send(client, "take", draft=draft_in(draft.text))
        assert unseen.status_code == 409 and files(place) == before, "nobody takes it unlooked at"
        team, perplexity = key(page, "Claude Team"), key(page, "Perplexity")
        assert "1 of them a model read" in click(client, where, f"seen {team}").text
        page = click(client, where, f"seen {perplexity}")
        assert "nobody looked at" not in page.text
        taken = send(client, "take", draft=draft_in(click(client, where, "draft", owner="Ida Holm").text))
        assert "It is the policy now" in taken.text and policy_of(place).organisation.owner == "Ida Holm"
        assert "Claude Team,allow,conditional" in matrix(place) and "Perplexity,deny,unknown" in matrix(place)
        rules = (place.settings.knowledge / "rules.yaml").read_text(encoding="utf-8")
        assert "not-for-intern" in rules, "what some people may not is a rule beside the cells"


def test_how_far_it_is_refreshes_itself_and_a_second_one_waits(modelled: Modelled) -> None:
    turns = threading.Semaphore(0)
    with (
        modelled(turns=turns) as (place, _),
        place.client(Role.OWNER) as client,
        place.client(Role.ADMIN) as second,
    ):
        first = begin(client)
        assert "policy.md: 0 of 5 lines" in first.text and f'hx-get="/console/import?{first.url.query.decode()}"' in first.text
        assert "policy.md: 0 of 5 lines" in second.get("/console/import").text, "whoever comes sees that it is taken up"
        refused = begin(second)
        assert refused.status_code == 409 and "is reading already" in refused.text and "hx-get" not in refused.text
        turns.release()
        for _ in range(100):
            now = client.get(str(first.url)).text
            if "4 of 5" in now:
                break
            time.sleep(0.1)
        assert "4 of 5 lines" in now
        turns.release()
        assert into_grid(client, ended(client, str(first.url)))
        assert "3 of 4 cells filled in" in second.get("/console/import").text, "a grid is for all who may edit the policy"


def test_a_refused_document_is_offered_to_the_model_and_not_sent_twice(modelled: Modelled) -> None:
    with modelled() as (place, _), place.client(Role.OWNER) as client:
        refused = send(client, content="Just a sentence about nothing.\n" + PROSE.splitlines()[0])
        offer = refused.text.split('role="alert"')[1].split("</div>")[0]
        assert refused.status_code == 409 and BUTTON in offer and "policy.md" in offer
        client.post("/console/import", data={"csrf": csrf_of(client), "step": "model"})
        assert "found no line in policy.md" in ended(client).text, "none of its lines is what the model quotes"
        unreadable = send(client, name="policy.pdf", content=b"%PDF-1.7").text
        assert BUTTON not in unreadable.split('role="alert"')[1].split("</div>")[0], "the model reads no more kinds of files"


def test_lines_without_a_reply_are_told_before_it_is_taken(modelled: Modelled) -> None:
    def said(model: StandIn, body: dict[str, Any]) -> str:
        return model.content if "lines 5 to 5" in json.dumps(body) else "no reply"

    with modelled(_said=said) as (place, _), place.client(Role.OWNER) as client:
        begin(client)
        page = text_of(client.get(into_grid(client, ended(client))))
    assert '<p class="warn">Lines about which the model gave no reply: 4 of 5' in page


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ({"rulings": [], "classes": []}, "found no line in policy.md that says which tool"),
        ("no table", "gave no reply about policy.md"),
    ],
    ids=["no rulings", "no reply"],
)
def test_a_reading_that_came_to_nothing_is_told(modelled: Modelled, reply: Any, told: str) -> None:
    with modelled(reply) as (place, _), place.client(Role.OWNER) as client:
        begin(client)
        page = ended(client).text
    assert told in page and "/console/grid?id=" not in page


def test_a_model_that_is_not_there_and_a_restart_are_told(modelled: Modelled, place: Place) -> None:
    with place.client(Role.OWNER) as client:
        assert BUTTON not in client.get("/console/import").text
        refused = begin(client)
    assert refused.status_code == 409 and "MAYI_MODEL" in refused.text
    with modelled() as (there, _):
        with there.client(Role.OWNER) as client:
            where = str(begin(client).url)
            ended(client)
        with replace(there).client(Role.OWNER) as client:  # the same house, started again
            page = client.get(where).text
    assert "kept no longer" in page and "started again" in page and 'name="document"' in page


def test_what_cannot_be_read_is_told_before_the_model_begins(modelled: Modelled) -> None:
    with modelled() as (place, model), place.client(Role.OWNER) as client:
        for name, content, told in (("policy.pdf", b"%PDF-1.7", "this is a PDF"), ("policy.md", b" \n", "found no line")):
            sent = {"document": (name, content)}
            page = client.post("/console/import", data={"csrf": csrf_of(client), "step": "model"}, files=sent)
            assert page.status_code == 409 and told in page.text
        none = client.post("/console/import", data={"csrf": csrf_of(client), "step": "model"})
        assert none.status_code == 409 and "No file was given" in none.text and not model.asked
