"""Words and filters go in, a page of questions comes out, newest first, and how many there are: fast at a million rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.store.base import Shelf, UTCTime

PLACES_A_MS = 1024
LAST_PLACE = 2**62
COUNTED = 1_000
"""Above this many it is only said that there are more."""
WINDOW = 20_000
"""A word that is in every fiftieth question fills a page from so many; a rarer one is cheap to look up in all."""
MOST_WORDS = 12
GOES_ON = 5
"""Letters from which the last word may go on: a shorter one has too many ways."""
LONGEST_WORD = 60
TAGS = {
    **{"verdict": "v", "tool": "t", "data": "d", "channel": "c", "language": "l", "feedback": "f"},
    **{"version": "p", "asker": "a"},
}
"""Filter -> the letter of its tag in the index, as the migration writes it."""
NO_VERDICT = "none"
"""Stands for the verdict of what was answered with none, such as a report of an incident."""


class SearchRow(SQLModel, table=True):
    """What one question is found and counted by; written by triggers of the database, erased with the question."""

    __tablename__ = "question_search"

    id: int = Field(sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False))
    """The moment in milliseconds times 1,024, and a place within it: the order of time, and one number."""
    key: str = Field(unique=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    asker: str
    verdict: str
    """``ask`` where something was asked back."""
    channel_kind: str
    language: str
    feedback: str
    policy_version: str
    model: str
    ms: int
    tools: str
    """JSON lists: ids of tools and of data, and how they were named."""
    data: str
    named_tools: str
    named_data: str
    doc: str = Field(sa_column=Column(Text().with_variant(TSVECTOR, "postgresql"), nullable=False))


@dataclass(frozen=True, slots=True)
class Filter:
    """What questions are looked for. All that is given must hold."""

    words: str = ""
    """Each word must be there; a last one that is long enough may go on."""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    verdict: str = ""
    tool: str = ""
    data: str = ""
    channel: str = ""
    language: str = ""
    feedback: str = ""
    version: str = ""
    asker: str = ""
    """A pseudonym."""
    any_data: tuple[str, ...] = ()
    """Kinds of data of which one must be there, such as those of a class."""

    @property
    def tags(self) -> Iterator[tuple[str, str]]:
        """Letter and value of each filter that is a tag."""
        for name, letter in TAGS.items():
            if value := getattr(self, name):
                yield letter, "" if name == "verdict" and value == NO_VERDICT else value


@dataclass(frozen=True, slots=True)
class Page:
    """Questions of one page. ``older``: the place that the next page begins below; None at the end."""

    rows: tuple[QuestionRow, ...] = ()
    older: int | None = None
    places: tuple[int, ...] = field(default=(), repr=False)


class Search(Shelf):
    """Full-text search over redacted words, with filters, page by page."""

    def search(self, wanted: Filter, limit: int = 50, below: int | None = None) -> Page:
        """A page. ``below``: ``older`` of the page before."""
        low, high = _places(wanted, below)
        found = self._found(wanted, low, high, limit + 1)
        places = found[:limit]
        older = places[-1] if len(found) > limit else None
        with self._session() as session:
            joined = select(QuestionRow, SearchRow.id).join(SearchRow, col(SearchRow.key) == col(QuestionRow.key))
            rows = {place: row for row, place in session.exec(joined.where(col(SearchRow.id).in_(places)))}
        return Page(tuple(rows[place] for place in places if place in rows), older, tuple(places))

    def count_questions(self, wanted: Filter) -> int:
        """How many there are; ``COUNTED + 1`` stands for more."""
        return self._counted(wanted, "SELECT count(*) FROM ({found}) AS found", f"LIMIT {COUNTED + 1}")

    def count_askers(self, wanted: Filter) -> int:
        """How many people asked these questions, of the newest ``WINDOW`` of them."""
        found = "s.id IN (SELECT id FROM ({found}) AS found)"
        askers = f"SELECT count(DISTINCT s.asker) FROM question_search s WHERE s.asker <> '' AND {found}"  # noqa: S608 - no values
        return self._counted(wanted, askers, f"ORDER BY 1 DESC LIMIT {WINDOW}")

    def _counted(self, wanted: Filter, count: str, most: str) -> int:
        """A number of what is found. ``count``: a statement with ``{found}`` for the query of places; ``most``: its end."""
        low, high = _places(wanted, None)
        matching, values = self._matching(wanted)
        if matching is None:
            return 0
        statement = text(count.format(found=f"{matching} {most}"))
        with self._session() as session:
            return int(session.connection().execute(statement, {**values, "low": low, "high": high}).scalar_one())

    def search_all(self, wanted: Filter, at_once: int = 500) -> Iterator[QuestionRow]:
        """All of them, newest first, without holding them all."""
        below: int | None = None
        while True:
            page = self.search(wanted, at_once, below)
            yield from page.rows
            if page.older is None:
                return
            below = page.older

    def reindex(self) -> int:
        """Make the index anew from the questions, and let the counts by day be counted again; gives how many questions."""
        with self._session() as session:
            if self._engine.dialect.name == "sqlite":  # else its words would go by what somebody may have made of the rows
                session.connection().exec_driver_sql("INSERT INTO questions_words (questions_words) VALUES ('rebuild')")
            for statement in ("DELETE FROM question_search", "DELETE FROM usage_days"):
                session.connection().exec_driver_sql(statement)
            return session.connection().exec_driver_sql("UPDATE questions SET key = key").rowcount

    def tidy_search(self, steps: int = 64) -> None:
        """SQLite: merge the index, so that words of what was erased are gone from its older parts as well."""
        if self._engine.dialect.name != "sqlite":
            return
        with self._session() as session:
            session.connection().execute(
                text("INSERT INTO questions_words (questions_words, rank) VALUES ('merge', :n)"), {"n": -steps}
            )

    def _found(self, wanted: Filter, low: int, high: int, limit: int) -> Sequence[int]:
        matching, values = self._matching(wanted)
        if matching is None:
            return []
        values |= {"low": low, "high": high, "limit": limit}
        newest = f"{matching} ORDER BY 1 DESC LIMIT :limit"
        with self._session() as session:
            if self._engine.dialect.name == "sqlite" or "query" not in values:
                return session.connection().execute(text(newest), values).scalars().all()
            # PostgreSQL: no single plan is good for common and for rare words, so that it is not left to choose
            recent = (
                "SELECT id FROM (SELECT id, doc FROM question_search WHERE id BETWEEN :low AND :high "  # noqa: S608 - values are bound
                f"ORDER BY id DESC LIMIT {WINDOW}) AS recent WHERE doc @@ CAST(:query AS tsquery) ORDER BY id DESC LIMIT :limit"
            )
            found = session.connection().execute(text(recent), values).scalars().all()
            if len(found) == limit:
                return found
            rare = f"WITH found AS MATERIALIZED ({matching}) SELECT id FROM found ORDER BY 1 DESC LIMIT :limit"  # noqa: S608
            return session.connection().execute(text(rare), values).scalars().all()

    def _matching(self, wanted: Filter) -> tuple[str | None, dict[str, object]]:
        """The statement for the places of all that matches, and its values; None where nothing can match."""
        words, tags = words_of(wanted.words), list(wanted.tags)
        goes_on = bool(words) and len(words[-1]) >= GOES_ON
        if wanted.words.strip() and not words:
            return None, {}
        if not words and not tags and not wanted.any_data:
            return "SELECT id FROM question_search WHERE id BETWEEN :low AND :high", {}
        if self._engine.dialect.name == "sqlite":
            tokens = [f'"{word}"' for word in words]
            tokens = [*tokens[:-1], tokens[-1] + "*"] if goes_on else tokens
            kinds = " OR ".join(f'"{_sqlite_tag(TAGS["data"], one)}"' for one in wanted.any_data)
            query = " AND ".join([f'"{_sqlite_tag(*tag)}"' for tag in tags] + tokens + [f"({kinds})"] * bool(kinds))
            return (
                "SELECT rowid AS id FROM questions_words WHERE questions_words MATCH :query AND rowid BETWEEN :low AND :high",
                {"query": query},
            )
        lexemes = [f"'{word}'" for word in words]
        lexemes = [*lexemes[:-1], lexemes[-1] + ":*"] if goes_on else lexemes
        kinds = " | ".join(_quoted(f"#{TAGS['data']}{one}") for one in wanted.any_data)
        query = " & ".join([_quoted(f"#{letter}{value}") for letter, value in tags] + lexemes + [f"({kinds})"] * bool(kinds))
        return (
            "SELECT id FROM question_search WHERE doc @@ CAST(:query AS tsquery) AND id BETWEEN :low AND :high",
            {"query": query},
        )


def words_of(said: str) -> list[str]:
    """The words to look for: letters and digits alone, small, without accents, as the index has them."""
    bare = unicodedata.normalize("NFKD", said[:2000])
    plain = "".join(letter for letter in bare if not unicodedata.combining(letter)).lower()
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain)][:MOST_WORDS]


def _places(wanted: Filter, below: int | None) -> tuple[int, int]:
    low = _place(wanted.since) if wanted.since else 0
    high = _place(wanted.until) - 1 if wanted.until else LAST_PLACE
    return low, min(high, below - 1) if below is not None else high


def _place(at: datetime) -> int:
    return int(at.timestamp() * 1000) * PLACES_A_MS


def _sqlite_tag(letter: str, value: str) -> str:
    """The token as the migration writes it; what no id can hold is left out, so that nothing of a query's own can be meant."""
    for number, separator in enumerate("-/_.+~"):
        value = value.replace(separator, chr(57345 + number))
    return chr(57344) + letter + "".join(one for one in value.lower() if one.isalnum() or 57344 <= ord(one) <= 57351)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "").replace("'", "").replace("\x00", "") + "'"
