"""Traces say how long steps take, and nothing of anybody's; without the variables there are none."""

from __future__ import annotations

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.traces import Traces, TracesError, collected_by, tracing

CANARY = "Canary Person canary@example.org"


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traces(spans: InMemorySpanExporter) -> Traces:
    return Traces(collected_by(SimpleSpanProcessor(spans)))


def fail(_asked: dict[str, str]) -> None:
    raise ValueError(f"cannot read: {CANARY}")


def key_of(asked: dict[str, str]) -> str:
    return asked["key"]


def test_a_call_gives_what_it_gives_and_its_span_has_its_name(traces: Traces, spans: InMemorySpanExporter) -> None:
    read = traces.of("read", lambda asked: asked["text"].upper(), key_of, lambda asked: {"trigger": "dm"})
    assert read({"key": "k1", "text": CANARY}) == CANARY.upper()
    (span,) = spans.get_finished_spans()
    assert (span.name, dict(span.attributes or {})) == ("read", {"mayi.trigger": "dm"})
    assert CANARY not in span.to_json()


def test_a_failure_is_named_by_its_kind_and_its_words_stay_out(traces: Traces, spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        traces.of("read", fail, key_of)({"key": "k1", "text": CANARY})
    (span,) = spans.get_finished_spans()
    assert dict(span.attributes or {}) == {"error.type": "ValueError"}
    assert "Canary" not in span.to_json() and not span.events


def test_the_steps_of_one_question_share_a_trace_that_does_not_say_which(traces: Traces, spans: InMemorySpanExporter) -> None:
    for key in ("k1", "k2", "k1"):
        traces.of("read", len, lambda _one, key=key: key)("word")
    first, second, again = (span.context.trace_id for span in spans.get_finished_spans() if span.context)
    assert first == again != second
    assert all("k1" not in span.to_json() for span in spans.get_finished_spans())


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none"},
        {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"},
    ],
    ids=["nothing", "none", "disabled", "none, though there is an address"],
)
def test_they_are_off_unless_somebody_wants_them(said: dict[str, str]) -> None:
    assert tracing(said).provider is None
    assert tracing(said).of("read", fail, key_of) is fail


@pytest.mark.parametrize(
    "said",
    [{"OTEL_TRACES_EXPORTER": "console"}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}],
    ids=["to the screen", "to an address"],
)
def test_the_standard_variables_turn_them_on(said: dict[str, str]) -> None:
    made = tracing(said)
    assert made.provider is not None
    made.stop()


def test_a_way_that_is_not_known_is_told() -> None:
    with pytest.raises(TracesError, match="use otlp, console or none"):
        tracing({"OTEL_TRACES_EXPORTER": "zipkin"})


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.sdk.trace.export", None)
    with pytest.raises(TracesError, match=r"may-i\[traces\]"):
        tracing({"OTEL_TRACES_EXPORTER": "console"})
