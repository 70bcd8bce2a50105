"""An app with bolt's `Assistant`: the older panel beside a channel, with threads, titles, prompts and a context that is kept."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App, Assistant

from tests.playground.apps.conftest import Json


def build(seen: list[Json]) -> Callable[[App], None]:
    def register(app: App) -> None:
        assistant = Assistant()

        @assistant.thread_started
        def started(say, set_suggested_prompts, get_thread_context, payload):
            say("How can I help?")
            context = get_thread_context() or {}
            seen.append({"started": payload["assistant_thread"], "context": dict(context)})
            set_suggested_prompts(prompts=["Who won?", {"title": "Rules", "message": "What are the rules?"}], title="Try")

        @assistant.user_message
        def asked(say, set_status, set_title, payload, get_thread_context):
            set_title(payload["text"])
            set_status(status="is thinking ...", loading_messages=["Setting up the board ...", "Counting pieces ..."])
            context = get_thread_context() or {}
            say(f"You asked: {payload['text']} (looking at {context.get('channel_id')})")

        @assistant.bot_message
        def own(payload, logger):
            seen.append({"own": payload["text"]})

        app.use(assistant)

    return register
