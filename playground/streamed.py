"""Chunks of a streamed message in, its text and blocks so far out: Markdown, task cards or one plan of them, other blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground import limits
from playground.blocks import block_faults, with_ids
from playground.refusal import Json, Refused

TASK_STATES = ("pending", "in_progress", "complete", "error")
MODES = ("timeline", "plan")


@dataclass
class Streamed:
    """One message that grows. `until`: when Slack lets the stream die, in seconds since 1970."""

    until: float
    mode: str = "timeline"
    plan_title: str = ""
    parts: list[Json] = field(default_factory=list)  # in the order of their first mention
    tasks: dict[str, Json] = field(default_factory=dict)

    def add(self, text: str, chunks: list[Json]) -> None:
        """Checked text and chunks, see `checked_chunks`."""
        if text:
            self._add_text(text)
        for chunk in chunks:
            if chunk["type"] == "markdown_text":
                self._add_text(chunk["text"])
            elif chunk["type"] == "blocks":
                self.parts.append({"blocks": with_ids(chunk["blocks"])})
            elif chunk["type"] == "plan_update":
                self.plan_title = chunk["title"]
            else:
                self._add_task(chunk)

    def _add_text(self, text: str) -> None:
        if self.parts and "text" in self.parts[-1]:
            self.parts[-1]["text"] += text
        else:
            self.parts.append({"text": text})

    def _add_task(self, chunk: Json) -> None:
        if chunk["id"] not in self.tasks:
            self.tasks[chunk["id"]] = {"type": "task_card", "task_id": chunk["id"]}
            if self.mode == "timeline" or not any("plan" in part for part in self.parts):
                self.parts.append({"task": chunk["id"]} if self.mode == "timeline" else {"plan": True})
        card = self.tasks[chunk["id"]]
        card |= {"title": chunk["title"], "status": chunk["status"]}
        for key in ("details", "output"):
            if chunk.get(key):
                card[key] = _rich(chunk[key])
        if chunk.get("sources"):
            card["sources"] = chunk["sources"]

    @property
    def text(self) -> str:
        return "".join(part.get("text", "") for part in self.parts)

    @property
    def blocks(self) -> list[Json]:
        made: list[Json] = []
        for number, part in enumerate(self.parts):
            if "text" in part:
                made.append({"type": "markdown", "block_id": f"streamed{number or ''}", "text": part["text"]})
            elif "task" in part:
                made.append({**self.tasks[part["task"]], "block_id": f"task{number}"})
            elif "plan" in part:
                made.append({"type": "plan", "block_id": "plan", "title": self.plan_title, "tasks": list(self.tasks.values())})
            else:
                made += part["blocks"]
        return made


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def checked_chunks(chunks: Any, text: str) -> list[Json]:
    """The chunks of one call, `text` being its `markdown_text`; raises Refused."""
    if chunks is None:
        chunks = []
    if not isinstance(chunks, list) or not all(isinstance(chunk, dict) for chunk in chunks):
        raise Refused("invalid_chunks", "must be a list of objects [json-pointer:/chunks]")
    for number, chunk in enumerate(chunks):
        _check(chunk, f"/chunks/{number}")
    size = len(text) + sum(len(chunk["text"]) for chunk in chunks if chunk["type"] == "markdown_text")
    if size > limits.MARKDOWN:
        raise Refused("msg_too_long", f"the Markdown of one call holds {size} characters, at most {limits.MARKDOWN} fit")
    return chunks


_NEEDS = {"markdown_text": ("text",), "task_update": ("id", "title", "status"), "plan_update": ("title",), "blocks": ("blocks",)}


def _check(chunk: Json, at: str) -> None:
    kind = chunk.get("type")
    if kind not in _NEEDS:
        raise Refused("invalid_chunks", f"unsupported type: {kind} [json-pointer:{at}/type]")
    for key in _NEEDS[kind]:
        wanted = list if key == "blocks" else str
        if not isinstance(chunk.get(key), wanted):
            raise Refused("invalid_chunks", f"missing required field [json-pointer:{at}/{key}]")
    if kind == "task_update" and chunk["status"] not in TASK_STATES:
        raise Refused("invalid_chunks", f"must be one of: {', '.join(TASK_STATES)} [json-pointer:{at}/status]")
    if kind == "blocks" and (faults := block_faults(chunk["blocks"], "message", limits.MESSAGE_BLOCKS, f"{at}/blocks")):
        raise Refused("invalid_blocks", *faults)
