"""The page "Import": from a document to the policy that staff are answered from, and back, without a terminal."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.console.app import LARGEST_UPLOAD
from bot.console.doors import Role
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.house import Knowledge
from tests.console.edits.confirming import csrf_of, files
from tests.console.place import Place
from tests.knowledge.importing.docx.word import from_markdown

DOCUMENT = """# AI at Hollow Mill

Public material is what stands on our website. Internal material is minutes and rotas. Confidential material is client files.

| Tool | Public | Internal | Confidential |
|---|---|---|---|
| Claude Team | yes | yes | no |
| ChatGPT Free | yes | no | no |

Nobody pastes passwords into any tool.
"""
LOOSER = DOCUMENT.replace("| ChatGPT Free | yes | no | no |", "| ChatGPT Free | yes | yes | no |")


def send(client: TestClient, step: str = "read", name: str = "policy.md", content: str | bytes = DOCUMENT, **fields: str) -> Any:
    """The form as a browser sends it."""
    csrf = csrf_of(client)
    sent = {"document": (name, content if isinstance(content, bytes) else content.encode())} if step == "read" else None
    return client.post("/console/import", data={"csrf": csrf, "step": step, **fields}, files=sent)


def draft_in(page: str) -> str:
    """The id of the draft that a page shows."""
    return re.findall(r'name="draft" value="(\w+)"', page)[0]


def take(client: TestClient, content: str = DOCUMENT, **fields: str) -> Any:
    """Read it and take it."""
    return send(client, "take", draft=draft_in(send(client, content=content, **fields).text), **fields)


def policy_of(place: Place) -> Knowledge:
    """What the folder says."""
    return load(place.settings.knowledge, load_catalog()).or_raise()


def test_a_document_is_read_and_tried_before_anything_is_written(place: Place) -> None:
    before = files(place)
    with place.client(Role.OWNER) as client:
        page = send(client).text
        asked = send(client, "try", draft=draft_in(page), text="May I put confidential data into ChatGPT Free?").text
    assert "2 tools and 3 classes" in page and "Hollow Mill" not in policy_of(place).organisation.name
    cells = ["allowed", "forbidden", "forbidden", "allowed", "allowed", "forbidden"]
    assert re.findall(r'<td class="cell mark-(\w+)"', page) == cells
    assert "waivers.yaml" in page and "people.yaml" in page, "what goes and what stays"
    assert "mark-forbidden" in asked.split('id="try"')[1]
    assert files(place) == before


def test_a_word_document_is_read_as_its_markdown_is_and_a_pdf_is_refused_in_words(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        form = client.get("/console/import").text
        pages = [send(client).text, send(client, name="policy.docx", content=from_markdown(DOCUMENT)).text]
        refused = send(client, name="policy.pdf", content=b"%PDF-1.7").text
    assert ".docx" in form and ".pdf" not in form
    read, again = (re.findall(r'<td class="cell mark-(\w+)"', page) for page in pages)
    assert again == read and len(read) == 6
    assert "policy.pdf:1:1: this is a PDF" in refused and "give the Word file that it was made from" in refused


def test_what_is_taken_is_the_policy_at_once_and_comes_back_with_one_click(place: Place) -> None:
    before = files(place)
    with place.client(Role.OWNER) as client:
        done = take(client, owner="Ida Holm, office").text
        made = policy_of(place)
        assert "It is the policy now" in done and 'href="/console/confirm"' in done
        assert [one.id for one in made.policy.data_classes.values()] == ["public", "internal", "confidential"]
        assert made.organisation.owner == "Ida Holm, office" and not made.organisation.sample
        assert made.people, "whoever is an owner stays one"
        assert not (place.settings.knowledge / "waivers.yaml").exists() and not (place.settings.knowledge / "tests.yaml").exists()
        undo = re.findall(r'name="about" value="(\w+)"', done)[0]
        client.post("/console/confirm", data={"csrf": csrf_of(client), "choice": "undo", "about": undo, "meant": "yes"})
    assert files(place) == before


def test_a_newer_document_keeps_what_people_changed_and_what_gets_looser_must_be_meant(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        take(client)
        data = place.settings.knowledge / "policy.yaml"
        data.write_text(data.read_text(encoding="utf-8") + "digest_channel: '#general'\n", encoding="utf-8")
        page = send(client, content=LOOSER).text
        assert "brings the policy of today" in page and 'name="meant"' in page
        refused = send(client, "take", draft=draft_in(page))
        assert refused.status_code == 409 and "ChatGPT Free,allow,deny" in matrix(place)
        send(client, "take", draft=draft_in(page), meant="yes")
    assert "ChatGPT Free,allow,allow" in matrix(place)
    assert policy_of(place).organisation.digest_channel == "#general"


def matrix(place: Place) -> str:
    """The file of cells."""
    return (place.settings.knowledge / "matrix.csv").read_text(encoding="utf-8")


def test_the_house_keeps_its_contacts_and_channels_where_a_real_policy_is_replaced(place: Place) -> None:
    policy = place.settings.knowledge / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("sample: true", "sample: false"), encoding="utf-8")
    was = policy_of(place).organisation
    with place.client(Role.OWNER) as client:
        page = send(client).text
        assert 'name="meant"' in page and send(client, "take", draft=draft_in(page)).status_code == 409
        send(client, "take", draft=draft_in(page), meant="yes")
    now = policy_of(place).organisation
    assert (now.owner, now.reminder_channel, now.time_zone) == (was.owner, was.reminder_channel, was.time_zone)
    assert {one.id for one in was.contacts} <= {one.id for one in now.contacts}
    assert (place.settings.knowledge / "costs").is_dir()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("policy.exe", b"MZ\0\0", "policy.exe"),
        ("policy.md", b"", "policy.md"),
        ("policy.md", b"Just a sentence about nothing.", "policy.md"),
        ("policy.csv", b"tool\nClaude\n", "policy.csv"),
        ("../../etc/pass wd.md", b"", "pass wd.md"),
        ("<b>x</b>.md", b"", "b-.md"),
        ("漢" * 60 + "." + "漢" * 60, b"", "漢"),
    ],
    ids=["no text", "empty", "no table", "a table without classes", "a name that climbs", "a name with marks", "a long name"],
)
def test_what_cannot_be_read_is_told_with_its_place_and_nothing_is_written(
    place: Place, name: str, text: bytes, told: str
) -> None:
    before = files(place)
    with place.client(Role.OWNER) as client:
        found = send(client, name=name, content=text, owner="Ida Holm")
    assert found.status_code == 409 and told in html.unescape(found.text) and 'role="alert"' in found.text
    assert "etc" not in found.text.split('role="alert"')[1].split("</div>")[0] and "<b>" not in found.text
    assert 'value="Ida Holm"' in found.text, "what was typed is not typed twice"
    assert files(place) == before


def test_an_edit_made_meanwhile_is_not_swept_away(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = send(client).text
        rules = place.settings.knowledge / "rules.yaml"
        rules.write_text(rules.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")
        found = send(client, "take", draft=draft_in(page))
    assert found.status_code == 409 and "edited the policy meanwhile" in found.text and "# looked at" in rules.read_text()


def test_a_draft_that_nobody_keeps_and_no_file_are_told(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        gone = send(client, "take", draft="0" * 32)
        csrf = csrf_of(client)
        nothing = client.post("/console/import", data={"csrf": csrf, "step": "read"}, files={"document": ("", b"")})
    assert gone.status_code == nothing.status_code == 409
    assert "kept no longer" in gone.text and "No file was given" in nothing.text


def test_only_those_who_may_edit_the_policy_send_a_file_and_nobody_an_endless_one(place: Place) -> None:
    sent = {"document": ("policy.md", DOCUMENT.encode())}
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/import").status_code == 403
        assert client.post("/console/import", files=sent).status_code == 403
    with place.client() as client:
        assert "/console/sign-in" in str(client.post("/console/import", files=sent).url)
    with place.client(Role.OWNER) as client:
        assert client.post("/console/import", files=sent).status_code == 403, "a form of ours carries its number"
        assert send(client, content=b"x" * (LARGEST_UPLOAD + 1)).status_code == 413
        assert client.post("/console/confirm", data={"choice": "x" * 200_000}).status_code == 413, "no other page takes as much"


def test_a_copy_of_a_repository_gets_a_proposal(place: Place, tmp_path: Path) -> None:
    before = files(place)
    place.settings = place.settings.model_copy(update={"knowledge_git": "https://git.example.org/policy.git"})
    with place.client(Role.OWNER) as client:
        page = send(client).text
        done = send(client, "take", draft=draft_in(page)).text
    assert "waits as a proposal" in page and "proposals/" in done
    [patch] = place.settings.proposals.glob("*.patch")
    assert "deleted file mode" in patch.read_text(encoding="utf-8") and files(place) == before
    assert tmp_path in patch.parents


def test_a_table_and_a_document_of_one_name_are_two_files(place: Place) -> None:
    stricter = DOCUMENT.replace("| Claude Team | yes | yes | no |", "| Claude Team | yes | no | no |")
    with place.client(Role.OWNER) as client:
        csrf = csrf_of(client)
        both = {"document": ("policy.md", DOCUMENT.encode()), "table": ("policy.md", stricter.encode())}
        page = client.post("/console/import", data={"csrf": csrf, "step": "read"}, files=both).text
    assert re.findall(r'<td class="cell mark-(\w+)"', page)[3:] == ["allowed", "forbidden", "forbidden"]


@pytest.mark.parametrize(
    ("file", "line"), [("people.yaml", b"  - {match: noor, owner: true}\n"), ("policy.yaml", b"# caf\xe9\n")]
)
def test_nobody_is_locked_out_where_a_file_of_today_is_faulty(place: Place, file: str, line: bytes) -> None:
    path = place.settings.knowledge / file
    path.write_bytes(path.read_bytes() + line)
    with place.client(Role.OWNER) as client:
        found = send(client)
    assert found.status_code == 409 and 'name="draft"' not in found.text


def test_what_only_people_say_gets_looser_is_asked_for_twice_as_well(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        take(client)
        cell = DOCUMENT.replace("| Claude Team | yes | yes | no |", "| Claude Team | yes | if names are removed | no |")
        assert 'name="meant"' in send(client, content=cell).text


def test_who_clicks_twice_takes_it_once(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        draft = draft_in(send(client).text)
        assert [send(client, "take", draft=draft).status_code for _ in range(2)] == [200, 409]
