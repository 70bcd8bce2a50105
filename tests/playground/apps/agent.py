"""An agent: questions in the Messages tab, a status, a streamed answer with task cards, a stop button, and thumbs below."""

from __future__ import annotations

import threading
from collections.abc import Callable

from slack_bolt import App
from slack_sdk.models.messages.chunk import MarkdownTextChunk, PlanUpdateChunk, TaskUpdateChunk

from tests.playground.apps.conftest import Json, plain

THUMBS = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "thumbs",
            "positive_button": {"text": plain("Good"), "value": "good", "accessibility_label": "A good answer"},
            "negative_button": {"text": plain("Bad"), "value": "bad", "accessibility_label": "A bad answer"},
        },
        {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Throw away")},
    ],
}


def build(seen: list[Json], go_on: threading.Event) -> Callable[[App], None]:
    stopped: set[str] = set()

    def register(app: App) -> None:
        @app.event("app_home_opened")
        def opened(event, client):
            if event["tab"] == "messages":
                prompts = [
                    {"title": "Openings", "message": "Explain an opening"},
                    {"title": "Endings", "message": "Explain an ending"},
                ]
                client.assistant_threads_setSuggestedPrompts(
                    channel_id=event["channel"], prompts=prompts, title="Shall we begin?"
                )

        @app.event("app_context_changed")
        def moved(event):
            seen.append(event)

        @app.event("agent_session_stopped")
        def stop(event, client):
            seen.append(event)
            stopped.add(event["thread_ts"])
            client.agents_sessions_setStatus(channel_id=event["channel"], thread_ts=event["thread_ts"], status="active")
            go_on.set()

        @app.event("message")
        def asked(event, client, set_status, say_stream):
            if event.get("subtype") or event.get("bot_id"):
                return
            channel, thread = event["channel"], event.get("thread_ts", event["ts"])
            client.agents_sessions_setStatus(channel_id=channel, thread_ts=thread, status="processing", title=event["text"][:200])
            set_status(status="is looking it up ...", loading_messages=["Opening the book ..."])
            mode = "plan" if "plan" in event["text"] else "timeline"
            stream = say_stream(buffer_size=1, task_display_mode=mode)
            stream.append(chunks=[PlanUpdateChunk(title="How I go about it"), task("read", "Reading", "in_progress")])
            go_on.wait(10)
            if thread in stopped:
                seen.append({"gave up": thread})
                return
            stream.append(chunks=[task("read", "Reading", "complete", output="Two pages"), task("write", "Writing", "complete")])
            stream.append(markdown_text="**Sicilian**, ")
            stream.append(chunks=[MarkdownTextChunk(text="then French.")])
            stream.stop(blocks=[THUMBS], session_status="active")

        @app.action("thumbs")
        def rated(ack, action, body):
            ack()
            seen.append(action)

        @app.action("bin")
        def thrown(ack, body, client):
            ack()
            client.chat_delete(channel=body["channel"]["id"], ts=body["message"]["ts"])

    return register


def task(name: str, title: str, status: str, **more: str) -> TaskUpdateChunk:
    return TaskUpdateChunk(id=name, title=title, status=status, **more)
