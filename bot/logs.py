"""A level and perhaps a file go in; from then on log lines go to standard error and to that file, never to standard output."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

QUIET = ("slack_bolt", "slack_sdk", "dbos", "httpx", "alembic", "websockets")
"""Libraries of which only warnings are of use to an operator."""


def log_to(level: str, file: Path | None = None) -> None:
    """Set up logging once. ``level`` is debug, info, warning or error."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    handlers[0].setFormatter(_Formatter(for_people=sys.stderr.isatty()))
    if file is not None:
        kept = _opened(file)
        kept.setFormatter(_Formatter(for_people=False))
        handlers.append(kept)
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    for handler in handlers:
        handler.setLevel(level.upper())  # a library's logger may have a level of its own
        root.addHandler(handler)
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # it calls our own closing of a connection an error; one that is really lost is told by slack_sdk. Its level it sets itself
    logging.getLogger("websocket").disabled = True


def _opened(file: Path) -> logging.FileHandler:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    except OSError as problem:
        sys.stderr.write(f"MAYI_LOG_FILE: {file} cannot be written ({problem.strerror}); name a file that can\n")
        sys.exit(2)


class _Formatter(logging.Formatter):
    """structlog's, which takes a third of a second to import: most commands end without a line in the log."""

    def __init__(self, *, for_people: bool) -> None:
        super().__init__()
        self._for_people = for_people
        self._made: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        """One line: JSON, or in colours for people."""
        self._made = self._made or _formatter(self._for_people)
        return self._made.format(record)


def _formatter(for_people: bool) -> logging.Formatter:
    import structlog  # noqa: PLC0415 - see above

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if for_people else structlog.processors.JSONRenderer(),
        ],
    )
