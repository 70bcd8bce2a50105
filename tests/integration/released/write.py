"""Version 0.1.0's own code goes in; what it stores comes out, with the messages of the channel. Run it as README.md says."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from unittest.mock import MagicMock

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

HERE = Path(__file__).parent
ASKED = {
    "no": ("sanne", "May I paste a discharge letter into ChatGPT Free?"),
    "yes": ("lieke", "May I use our published brochure in ChatGPT Team?"),
    "conditional": ("lieke", "May I put client names into Claude Team?"),
    "tool": ("lieke", "May I use client names?"),
    "data": ("lieke", "claude team?"),
    "row": ("sanne", "claude?"),
    "which_tool": ("lieke", "Which tool may I use for client names?"),
    "compare": ("lieke", "Claude Team or ChatGPT Team for meeting notes?"),
    "explain": ("lieke", "Why may client names not go into ChatGPT Free?"),
    "incident": ("pieter", "I pasted a client list into ChatGPT Free by mistake"),
    "terms": ("lieke", "Does ChatGPT Team train on our data?"),
    "advice": ("lieke", "What should we use for letters, 40 people, no GPU?"),
    "greeting": ("lieke", "hi there"),
    "feedback": ("lieke", "that was wrong"),
    "task": ("lieke", "write me a script that sorts files"),
    "off_topic": ("lieke", "who won the match yesterday"),
    "bare": ("lieke", "report.pdf"),
    "pasted": ("lieke", "```total 4\ndrwxr-xr-x 2 root```"),
    "several": ("lieke", "May I use source code in Claude Team? And may I put a CV into DeepL Free?"),
    "value": ("lieke", "May I put jan.de.wit@example.org into Claude Team?"),
    "german": ("pieter", "Darf ich Bewerbungen in Claude Team eingeben?"),
}
SLOTS = ("tool", "plan", "account", "hosting", "data", "feature", "region", "purpose", "role", "country")
QUEUED = "May I paste passwords into ChatGPT Free?"
FOR_EVER = {"thread_days": 36500, "address_days": 36500, "text_days": 36500, "request_days": 36500}
"""Nothing of it is to expire before it is read."""


def main(database: str) -> None:
    """``database``: of SQLite a new file, of PostgreSQL an empty database."""
    for name in ("", ".executors", ".executors.pool", ".schedulers", ".schedulers.background"):
        sys.modules[f"apscheduler{name}"] = MagicMock()  # the clock of that release: nothing here waits for it
    from playground.company import SAMPLE, load_company
    from playground.server import Playground
    from tests.integration.conftest import ASK, Talk, building

    with building(Path(mkdtemp())) as make, Playground(load_company(SAMPLE)) as slack:
        house: Any = make(slack, database=database, **FOR_EVER)
        slack.wait_for_app()
        talk = Talk(house, slack, house.settings.knowledge)
        said = {name: _asked(talk, who, words) for name, (who, words) in ASKED.items()}
        said |= {f"waits for {slot}": _waiting(talk, slot, database) for slot in SLOTS}
        slack.press("pieter", ASK, said["incident"]["answer"], "mayi_tell")
        slack.press("lieke", ASK, said["conditional"]["answer"], "mayi_useful")
        house.reminders.flow(datetime.now(UTC))
        slack.wait_until(lambda: not house.engine.under_way(), timeout=60)
        slack.inject("rate_limited", "chat.postMessage", times=None, seconds=3600)
        said["queued"] = {"root": slack.say("lieke", ASK, f"@may-i {QUEUED}")}
        slack.wait_until(house.engine.under_way, timeout=60)
        house.stop()
        messages = [message for message in slack.messages(ASK) if not message.get("is_ephemeral")]
    name = make_url(database).get_backend_name()
    _write(f"{name}.json", json.dumps({"said": said, "messages": messages}, ensure_ascii=False).encode())
    _dump(database)
    os._exit(0)  # what is queued waits for an hour


def _asked(talk: Any, who: str, words: str) -> dict[str, str]:
    root, answer = talk.ask(who, f"@may-i {words}")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=60)
    return {"who": who, "root": root, "answer": answer["ts"]}


def _waiting(talk: Any, slot: str, database: str) -> dict[str, str]:
    """A thread that waits for an answer of this slot, whichever question of the sample company would ask for it."""
    said = _asked(talk, "lieke", "claude?")
    options = [
        {"value": value, "offerings": ["claude/team"], "verdict": verdict} for value, verdict in (("x", "allowed"), ("y", None))
    ]
    with create_engine(database).begin() as connection:
        key, state = connection.execute(text("SELECT key, state FROM threads ORDER BY expires_at DESC LIMIT 1")).one()
        state = json.loads(state) if isinstance(state, str) else state
        if slot != (state["pending"] or {}).get("slot"):
            state["pending"] = {"slot": slot, "options": options, "about": "Claude", "also": []}
        connection.execute(text("UPDATE threads SET state = :state WHERE key = :key"), {"key": key, "state": json.dumps(state)})
    return said


def _dump(database: str) -> None:
    """Of SQLite the files, of PostgreSQL the SQL. Work that is done is forgotten first, as the house does after a day."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        for name in ("mayi", "mayi-engine"):
            file = Path(str(url.database)).with_name(f"{name}.db")
            with closing(sqlite3.connect(file, isolation_level=None)) as connection:
                if name == "mayi-engine":
                    _forget_work(connection.execute, "")
                connection.execute(f"VACUUM INTO '{file.with_suffix('.small')}'")
            _write(f"sqlite-{name}.db", file.with_suffix(".small").read_bytes())
        return
    with create_engine(url).begin() as connection:
        _forget_work(lambda statement: connection.execute(text(statement)), "dbos.")
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = ["pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=50", plain]
    _write("postgresql.sql", subprocess.run(command, check=True, capture_output=True).stdout)


def _forget_work(execute: Callable[[str], object], schema: str) -> None:
    for table in ("operation_outputs", "workflow_input", "workflow_output"):
        execute(f"DELETE FROM {schema}{table} WHERE workflow_uuid NOT IN ({_LEFT.format(schema=schema)})")  # noqa: S608 - ours
    execute(f"DELETE FROM {schema}workflow_status WHERE status = 'SUCCESS'")  # noqa: S608 - as above


_LEFT = "SELECT workflow_uuid FROM {schema}workflow_status WHERE status <> 'SUCCESS'"


def _write(name: str, told: bytes) -> None:
    (HERE / f"{name}.gz").write_bytes(gzip.compress(told, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
