"""A new version of the policy is made ready before it answers; nobody waits for it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from queue import Queue
from typing import Any

from bot.answers.mind import Mind, Minds, make_mind
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, SafeText
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Model


def test_while_a_new_version_is_made_ready_the_old_one_answers_at_once() -> None:
    old = KnowledgeStore(shipped("knowledge"), load_catalog()).current()
    first = make_mind(old, load_catalog())
    begun, go_on = threading.Event(), threading.Event()

    def make(knowledge: Knowledge) -> Mind:
        if knowledge.version != old.version:
            begun.set()
            assert go_on.wait(30)
        return first

    minds = Minds(lambda: old, make)
    minds.today()
    preparing = threading.Thread(target=lambda: minds.prepare(replace(old, version="new")))
    preparing.start()
    assert begun.wait(30)
    assert minds.today() is first
    assert minds.of("new") is None
    go_on.set()
    preparing.join(30)
    assert minds.of("new") is first


def test_a_model_learns_what_all_messages_share_before_anybody_asks() -> None:
    known = KnowledgeStore(shipped("knowledge"), load_catalog()).current()
    learnt: Queue[str] = Queue()
    heard: list[str] = []

    def hear(shared: str, _rest: str, _schema: dict[str, Any]) -> None:
        heard.append(shared)

    model = Model(lambda _prompt, _schema: None, hear, trust=lambda: Trust(Level.PROPOSES), learn=learnt.put)
    mind = Minds(lambda: known, lambda knowledge: make_mind(knowledge, load_catalog(), model)).today()
    mind.reader.read(SafeText("May the zorblax go into ChatGPT?"), None, Asker())
    assert [learnt.get(timeout=30)] == heard[:1]


def test_a_version_is_ready_before_it_is_the_one_that_answers(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    for path in shipped("knowledge").rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(shipped("knowledge"))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    store = KnowledgeStore(folder, load_catalog())
    seen: list[tuple[str, str]] = []
    store.prepare = lambda knowledge: seen.append((knowledge.version, store.current().version))
    before = store.current().version
    (folder / "policy.yaml").write_text(
        (folder / "policy.yaml").read_text().replace("review_every_days: 365", "review_every_days: 90")
    )
    assert store.refresh(at_once=True) == ()
    assert seen == [(store.current().version, before)]
    assert before != store.current().version
