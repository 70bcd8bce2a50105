"""A console over a folder that is edited: a cell is shown, saved and taken back as its form does it."""

from __future__ import annotations

import html
import re
from functools import cached_property
from typing import Any

from bot.answers.mind import Minds, make_mind
from bot.console.doors import Role
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.undoing import newest
from bot.knowledge.history.store import KnowledgeStore
from bot.owners.cells import Cells
from bot.wiring.console.doors import Alone
from tests.console.edits.confirming import csrf_of, files
from tests.console.place import Place

OWN = {"tool": "chatgpt/free", "data": "confidential"}
"""A word of the table decides it, and nothing else."""
WIDE = {"tool": "claude/team", "data": "confidential"}
"""A rule over several cells decides it."""
STRICT = {"tool": "chatgpt/free", "data": "restricted"}
"""A word of the table and a rule over several cells forbid it."""


class Edited(Place):
    """A console over a folder that is edited: what is written is what the next page shows."""

    @cached_property
    def rooms(self) -> Alone:  # type: ignore[override]
        return Alone(self.may_i, Minds(self.store.current, lambda known: make_mind(known, load_catalog())))

    @cached_property
    def store(self) -> KnowledgeStore:  # type: ignore[override]
        return KnowledgeStore(self.settings.knowledge, load_catalog())


def from_repository(place: Edited) -> None:
    place.settings = place.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})


def page_of(place: Place, where: str, role: Role = Role.OWNER) -> str:
    with place.client(role) as client:
        return html.unescape(client.get(f"/console/{where}").text)


def send(place: Place, role: Role = Role.OWNER, **fields: Any) -> tuple[int, str]:
    with place.client(role) as client:
        answer = client.post("/console/cell", data={"csrf": csrf_of(client), **fields})
        return answer.status_code, html.unescape(answer.text)


def show(place: Place, at: dict[str, str], effect: str, **more: Any) -> str:
    status, page = send(place, step="show", effect=effect, **at, **more)
    assert status == 200, page
    return page.partition('<section class="preview"')[2]


def save(place: Place, at: dict[str, str], effect: str, role: Role = Role.OWNER, **more: Any) -> tuple[int, str]:
    """As whoever looked at the preview this moment."""
    seen = Cells(place.settings, place.ledger).now(at["tool"], at["data"]).seen
    return send(place, role, step="save", effect=effect, seen=seen, **at, **more)


def last_of(place: Place) -> str:
    """Id of the edit that can be taken back."""
    last = newest(place.settings.knowledge)
    return last.id if last else ""


def undo(place: Place, edit: str, role: Role = Role.OWNER, **more: str) -> tuple[int, str]:
    return send(place, role, step="undo", about=edit, **more)


def changed(place: Place, before: dict[str, str]) -> dict[str, list[str]]:
    """Lines that came, by the file."""
    after = files(place)
    return {
        path: [line for line in text.splitlines() if line not in before.get(path, "").splitlines()]
        for path, text in after.items()
        if text != before.get(path)
    }


def word_in(page: str, at: dict[str, str]) -> str:
    """What the matrix says in a cell."""
    tool, data = at["tool"].replace("/", "%2F"), at["data"]
    return re.findall(rf'cell mark-(\w+)"><a href="[^"]*tool={tool}&data={data}#cell"', page)[0]
