"""The model's room: a real small model, a server that is away, a model that is not there, one that is too slow."""

from __future__ import annotations

import gc
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from bot.llm import ollama
from bot.llm.ollama import MemoryModelError, ModelError, OllamaModel, about_model, models_at
from bot.llm.wanted import while_wanted
from tests.llm.ollama_stand_in import standing_in

SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["red", "green"]}},
    "required": ["colour"],
}


class Canned(BaseHTTPRequestHandler):
    """Speaks as much of Ollama's chat as the room needs; replies with ``content`` after ``delay`` seconds."""

    content: ClassVar[str] = "{}"
    delay: ClassVar[float] = 0
    asked: ClassVar[int] = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        type(self).asked += 1
        time.sleep(type(self).delay)
        line = {"model": "canned", "created_at": "2026-01-01T00:00:00Z", "done": True, "done_reason": "stop"}
        body = json.dumps(line | {"message": {"role": "assistant", "content": type(self).content}}).encode() + b"\n"
        with suppress(BrokenPipeError):  # the one that asked has given up
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def canned() -> Iterator[str]:
    Canned.content, Canned.delay, Canned.asked = "{}", 0, 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canned)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.needs("ollama")
def test_a_real_small_model_replies_in_the_shape_of_the_schema(ollama_address: str) -> None:
    reply = OllamaModel("smollm2", ollama_address, 120).ask("What colour is grass? Reply as JSON.", SCHEMA)
    assert reply is not None
    assert reply["colour"] in {"red", "green"}


@pytest.mark.needs("ollama")
def test_a_model_that_ollama_does_not_have_is_named_with_the_remedy(ollama_address: str) -> None:
    with pytest.raises(ModelError, match="ollama pull no-such-model"):
        OllamaModel("no-such-model", ollama_address, 30).ask("Hello", SCHEMA)


@pytest.mark.needs("ollama")
@pytest.mark.usefixtures("no_older_garbage")
@pytest.mark.filterwarnings("error::ResourceWarning")
def test_no_connection_stays_open_after_its_reply(ollama_address: str) -> None:
    OllamaModel("smollm2", ollama_address, 120).ask("What colour is a leaf? Reply as JSON.", SCHEMA)
    models_at(ollama_address)
    about_model("smollm2", ollama_address)
    gc.collect()


def test_a_server_that_is_away_is_named_with_the_variable_to_correct() -> None:
    with pytest.raises(ModelError, match="MAYI_OLLAMA_URL"):
        OllamaModel("any", "http://127.0.0.1:9", 5).ask("Hello", SCHEMA)


def test_a_model_that_is_too_slow_is_given_up(canned: str) -> None:
    Canned.delay = 2
    with pytest.raises(ModelError, match="MAYI_MODEL_TIMEOUT_SECONDS"):
        OllamaModel("canned", canned, 0.3).ask("Hello", SCHEMA)


@pytest.mark.parametrize("content", ["", "Sure! Allowed.", "[1, 2]", '"allowed"', '{"colour": '])
def test_a_reply_that_is_no_json_object_is_none(canned: str, content: str) -> None:
    Canned.content = content
    assert OllamaModel("canned", canned, 30).ask("Hello", SCHEMA) is None


def test_a_reply_comes_piece_by_piece_and_is_kept_as_a_whole() -> None:
    with standing_in(pieces=['{"colour": ', '"red"', "}"]) as (url, handler):
        model = OllamaModel("stand-in", url)
        assert [piece for piece in model.stream("colour?", SCHEMA) if piece] == ['{"colour": ', '"red"', "}"]
        assert model.ask("colour?", SCHEMA) == {"colour": "red"}
        assert list(model.stream("colour?", SCHEMA)) == ['{"colour": "red"}']
        assert len(handler.asked) == 1


def test_a_stream_that_takes_too_long_in_all_is_given_up() -> None:
    with standing_in(pieces=["{"] * 100, pause=0.05) as (url, _), pytest.raises(ModelError, match="took longer"):
        list(OllamaModel("stand-in", url, 0.3).stream("colour?", SCHEMA))


def test_the_same_prompt_is_asked_once(canned: str) -> None:
    Canned.content = '{"colour": "red"}'
    model = OllamaModel("canned", canned, 30)
    assert model.ask("Hello", SCHEMA) == model.ask("Hello", SCHEMA) == {"colour": "red"}
    assert Canned.asked == 1


def test_a_reply_that_nobody_wants_any_more_is_broken_off() -> None:
    with standing_in(pieces=["{", "}"]) as (url, _):
        model = OllamaModel("stand-in", url)
        heard = partial(model.hear, "all", "one", SCHEMA)
        assert while_wanted(lambda: True, heard) is not None
        wanted = iter([True, False])
        assert while_wanted(lambda: next(wanted), heard) is None
        assert heard() is not None


def test_what_all_messages_share_is_learnt_in_the_window_in_which_they_are_heard() -> None:
    with standing_in() as (url, server):
        model = OllamaModel("stand-in", url)
        model.learn("the policy")
        model.hear("the policy", "a message", {"type": "object"})
        learnt, heard = (body for body in server.asked if "messages" in body)
    assert learnt["messages"][0] == heard["messages"][0] == {"role": "system", "content": "the policy"}
    assert learnt["options"] == {**heard["options"], "num_predict": 1}, "other options would load the model anew"
    assert learnt["keep_alive"] == heard["keep_alive"]
    assert not learnt.get("format"), "any first word will do"


def test_what_was_learnt_is_learnt_again_after_another_prompt_and_the_model_is_not_loaded_anew_for_it() -> None:
    with standing_in() as (url, server):
        model = OllamaModel("stand-in", url)
        model.ask("before anything was learnt", {"type": "object"})
        model.learn("the policy")
        model.ask("tell the background", {"type": "object"})
        for thread in threading.enumerate():
            if thread.name == "learning":
                thread.join(30)
        before, learnt, told, again = (body for body in server.asked if "messages" in body)
    assert "num_ctx" not in before["options"]
    assert told["options"]["num_ctx"] == learnt["options"]["num_ctx"]
    assert again["messages"] == learnt["messages"]


def test_what_nobody_wants_is_not_asked() -> None:
    with standing_in() as (url, stand_in):
        assert while_wanted(lambda: False, partial(OllamaModel("stand-in", url).hear, "all", "one", SCHEMA)) is None
        assert not stand_in.asked


@pytest.mark.parametrize(
    ("ways", "why"),
    [
        ({"way": "thinks", "content": '{"colour": "red"}'}, "empty, all that it wrote was thinking"),
        ({"content": "Sure! My password is secret."}, "no JSON object"),
        ({"content": '{"colour": "red"}', "seen": 40_000}, "it did not see the whole prompt"),
        ({"content": "x" * 30_000}, "longer than"),
    ],
    ids=["a reply that went into thinking", "no JSON", "a prompt that was cut", "a reply without an end"],
)
def test_a_reply_that_is_dropped_is_logged_with_its_reason_once_an_hour(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, ways: dict[str, Any], why: str
) -> None:
    with standing_in(**ways) as (url, _):
        model = OllamaModel("stand-in", url)
        for message in ("one", "two", "three"):
            assert model.hear("all", message, SCHEMA) is None
        assert [why in line for line in caplog.messages] == [True], caplog.messages
        assert "secret" not in caplog.text and "xxx" not in caplog.text, "no word of it"
        monkeypatch.setattr(ollama, "LOGGED_SECONDS", 0.0)
        model = OllamaModel("stand-in", url)
        for message in ("one", "two"):
            model.hear("all", message, SCHEMA)
        assert len(caplog.messages) == 3


def test_a_reply_that_nobody_waits_for_any_more_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with standing_in(pieces=["{", "}"]) as (url, _):
        wanted = iter([True, False, False])
        assert while_wanted(lambda: next(wanted), partial(OllamaModel("stand-in", url).hear, "all", "one", SCHEMA)) is None
    assert "not wanted any more" in caplog.text


def test_a_runner_that_is_killed_for_memory_is_told_with_the_window_and_a_smaller_model() -> None:
    with standing_in(way="killed") as (url, _):
        model = OllamaModel("stand-in", url)
        for ask in (partial(model.hear, "all", "one", SCHEMA), partial(model.learn, "all"), partial(model.load, "all")):
            with pytest.raises(
                MemoryModelError, match=r"too little memory for model `stand-in` and a window of 4096 tokens.*MAYI_MODEL"
            ):
                ask()
        with pytest.raises(MemoryModelError):
            model.ask("Hello", SCHEMA)


@pytest.mark.parametrize(
    ("refusal", "said", "unsaid"),
    [
        ((500, '{"error": "llama runner process has terminated: exit status 2"}'), "start Ollama again.*MAYI_MODEL", "pull"),
        ((500, '{"error": "llama runner process no longer running: -1"}'), "start Ollama again.*MAYI_MODEL", "pull"),
        (
            (502, "<html><head><title>502 Bad Gateway</title></head>" + "<p>nginx</p>" * 999),
            "proxy.*Ollama runs behind it",
            "nginx",
        ),
        ((503, '{"error": "server busy, please try again"}'), "server busy.*its log says more", "pull"),
        ((404, '{"error": "model \'stand-in\' not found"}'), "try `ollama pull stand-in`", "again"),
    ],
    ids=["a runner that crashed", "a runner that is gone", "a proxy with a page", "a queue that is full", "no such model"],
)
def test_each_refusal_is_told_in_one_line_with_the_remedy_that_fits(refusal: tuple[int, str], said: str, unsaid: str) -> None:
    with standing_in(refusal=refusal) as (url, server):
        model = OllamaModel("stand-in", url)
        for ask in (partial(model.hear, "all", "one", SCHEMA), partial(model.ask, "Hello", SCHEMA), partial(model.learn, "all")):
            with pytest.raises(ModelError, match=said) as caught:
                ask()
            assert unsaid not in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 500
        server.refusal = (0, "")
        assert model.hear("all", "two", SCHEMA) is not None, "it is asked again as if nothing had been"


@pytest.mark.parametrize(
    "content",
    [
        '<think>red is {"colour": "blue"}</think>\n{"colour": "red"}',
        '```json\n{"colour": "red"}\n```',
        '<think></think>{"colour": "red"}',
    ],
    ids=["thinking in the reply", "a fence", "thinking that is switched off"],
)
def test_a_reply_is_heard_behind_thinking_and_in_a_fence(content: str) -> None:
    with standing_in(content=content) as (url, _):
        heard = OllamaModel("stand-in", url).hear("all", "one", SCHEMA)
    assert heard is not None and heard.data == {"colour": "red"}


@pytest.mark.parametrize(
    ("content", "why"),
    [("<think>hm, " * 20, "thinking.*does not think"), ("The colour is red.", "no JSON object; it does not keep to the form")],
    ids=["thinking without an end", "a model that ignores the form"],
)
def test_what_holds_no_reply_is_logged_with_a_remedy(caplog: pytest.LogCaptureFixture, content: str, why: str) -> None:
    with standing_in(content=content) as (url, _):
        assert OllamaModel("stand-in", url).hear("all", "one", SCHEMA) is None
    assert len(caplog.messages) == 1 and re.search(why, caplog.text)
