"""A console over a folder of its own: what stands in the folder, what is asked about it, and what is clicked."""

from __future__ import annotations

import html

from fastapi.testclient import TestClient

from bot.console.doors import Role
from bot.owners.confirm import confirming_of
from bot.policy.confirming import About, Open
from tests.console.place import Place

BAN = "Nobody may type minutes of meetings into an AI tool."
BARE = "Such things are never permitted."


def say(place: Place, text: str) -> None:
    """Something else stands in the document."""
    (place.settings.knowledge / "guidance" / "more.md").write_text(f"# More\n\n{text}\n", encoding="utf-8")


def asked_of(place: Place, sentence: str) -> Open:
    """The question about a sentence."""
    open_ = (one.question for one in confirming_of(place.settings.knowledge, place.ledger).questions())
    return next(one for one in open_ if one.sentence == sentence)


def rule_asked(place: Place) -> Open:
    """A question about a rule, as an import that made it has one."""
    (place.settings.knowledge / ".import.json").write_text("{}\n", encoding="utf-8")
    open_ = (one.question for one in confirming_of(place.settings.knowledge, place.ledger).questions())
    return next(one for one in open_ if one.about is About.RULE)


def page_of(place: Place, where: str = "confirm", role: Role = Role.OWNER) -> str:
    with place.client(role) as client:
        return client.get(f"/console/{where}").text


def click(place: Place, question: Open, choice: str, role: Role = Role.OWNER, **more: object) -> tuple[int, str]:
    sent = {"about": question.id, "asked": question.asked, "choice": choice, **more}
    with place.client(role) as client:
        answer = client.post("/console/confirm", data={"csrf": csrf_of(client), **sent})
        return answer.status_code, html.unescape(answer.text)


def csrf_of(client: TestClient) -> str:
    return client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]


def files(place: Place) -> dict[str, str]:
    folder = place.settings.knowledge
    return {str(one.relative_to(folder)): one.read_text() for one in folder.rglob("*") if one.is_file() and one.name[0] != "."}


def cards(page: str) -> list[str]:
    return [part.partition("</section>")[0] for part in page.split('<section class="panel question"')[1:]]
