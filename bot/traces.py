"""OpenTelemetry's own variables go in; calls come out that say how long they took, to whoever collects traces. Off by default.

A span has the name of its step and a few words out of closed lists: no text of anybody's, no name, no id of a person or of a
message. All spans of one question share a trace, whose number is a one-way hash of the question's key; replicas and restarts
change nothing in that.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

P = ParamSpec("P")
R = TypeVar("R")
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
SERVICE = "may-i"
TRACE_BYTES = 16
_question: ContextVar[str] = ContextVar("question", default="")


class TracesError(Exception):
    """Traces are wanted and cannot be had. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Traces:
    """``provider``: None where nobody collects; then a call is the call itself."""

    provider: TracerProvider | None = None

    def of(
        self,
        step: str,
        call: Callable[P, R],
        key_of: Callable[..., str],
        about: Callable[..., Mapping[str, str]] = lambda *_: {},
    ) -> Callable[P, R]:
        """The call, with a span around it. Given what the call is given, ``key_of`` gives the question's key, and ``about`` words
        out of closed lists."""
        if self.provider is None:
            return call
        tracer = self.provider.get_tracer(SERVICE)

        def spanned(*args: P.args, **kwargs: P.kwargs) -> R:
            said = {f"mayi.{name}": value for name, value in about(*args).items()}
            with (
                _of_question(key_of(*args)),
                tracer.start_as_current_span(
                    step, attributes=said, record_exception=False, set_status_on_exception=False
                ) as span,
            ):
                try:
                    return call(*args, **kwargs)
                except Exception as problem:
                    # the kind alone: a message may quote what somebody wrote
                    span.set_attribute("error.type", type(problem).__name__)
                    raise

        return spanned

    def stop(self) -> None:
        """Hand over what is not handed over yet."""
        if self.provider is not None:
            self.provider.shutdown()


def tracing(said: Mapping[str, str] | None = None) -> Traces:
    """As the environment says: ``OTEL_TRACES_EXPORTER`` (otlp, console or none), ``OTEL_EXPORTER_OTLP_*``, ``OTEL_SDK_DISABLED``
    and the rest of the standard. Raises ``TracesError``."""
    said = os.environ if said is None else said
    wanted = said.get("OTEL_TRACES_EXPORTER", "").strip() or ("otlp" if any(said.get(name) for name in ENDPOINTS) else "none")
    if wanted == "none" or said.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return Traces()
    try:
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra

        return Traces(collected_by(BatchSpanProcessor(_exporter(wanted))))
    except ImportError:
        raise TracesError("traces are wanted, and the extra is not installed; install may-i[traces], or unset OTEL_*") from None


def collected_by(processor: SpanProcessor) -> TracerProvider:
    """A provider of our own, never the process's: libraries that would trace by themselves get nothing from it."""
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator  # noqa: PLC0415

    class ByQuestion(RandomIdGenerator):
        """Trace ids by the question."""

        def generate_trace_id(self) -> int:
            key = _question.get()
            if not key:
                return super().generate_trace_id()
            return int.from_bytes(hashlib.sha256(f"trace:{key}".encode()).digest()[:TRACE_BYTES]) or 1

    name = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": SERVICE}
    provider = TracerProvider(resource=Resource.create(name), id_generator=ByQuestion(), shutdown_on_exit=False)
    provider.add_span_processor(processor)
    return provider


def _exporter(wanted: str) -> Any:
    if wanted == "console":
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter  # noqa: PLC0415

        return ConsoleSpanExporter(out=sys.stderr)  # standard output holds results alone
    if wanted == "otlp":
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

        return OTLPSpanExporter()
    raise TracesError(f"OTEL_TRACES_EXPORTER: {wanted!r} is not known here; use otlp, console or none")


@contextmanager
def _of_question(key: str) -> Iterator[None]:
    token = _question.set(key)
    try:
        yield
    finally:
        _question.reset(token)
