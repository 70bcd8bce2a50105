"""Vectors: what a policy says is kept on disk, what an asker says is not; a server that goes wrong is told with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.llm.embeddings import PROBE, OllamaVectors
from bot.llm.ollama import ModelError, OllamaModel, threads_for
from bot.llm.passages import Passages
from tests.llm.ollama_stand_in import SIZE, standing_in, vector_of

PHRASES = [f"phrase {number}" for number in range(300)]


def test_phrases_of_a_policy_are_embedded_in_batches_once_and_read_from_disk_after_that(tmp_path: Path) -> None:
    with standing_in() as (url, server):
        first = OllamaVectors("m", url, 5, tmp_path)
        made = first.of_policy(PHRASES)
        assert [len(body["input"]) for body in server.asked] == [1, 128, 128, 44]
        server.asked.clear()
        again = OllamaVectors("m", url, 5, tmp_path).of_policy(PHRASES)
        assert [body["input"] for body in server.asked] == [[PROBE]]
    assert all(abs(a - b) < 0.01 for one, other in zip(made, again, strict=True) for a, b in zip(one, other, strict=True))


def test_another_model_under_the_same_name_makes_the_file_anew(tmp_path: Path) -> None:
    with standing_in() as (url, _):
        OllamaVectors("m", url, 5, tmp_path).of_policy(["a", "b"])
    with standing_in(way="raw", raw=b'{"embeddings": [[1.0, 0.0]]}') as (url, server), pytest.raises(ModelError):
        OllamaVectors("m", url, 5, tmp_path).of_policy(["a", "b"])
    assert [body["input"] for body in server.asked] == [[PROBE], ["a", "b"]]


def test_nothing_that_an_asker_says_is_written_anywhere(tmp_path: Path) -> None:
    with standing_in() as (url, _):
        vectors = OllamaVectors("m", url, 5, tmp_path)
        vectors.of_policy(["menu"])
        before = {path: path.read_bytes() for path in tmp_path.rglob("*")}
        vectors.of_asked(["the biopsy of Mrs Vermeer"])
        assert {path: path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_an_askers_phrases_take_one_call_and_none_when_they_come_again() -> None:
    with standing_in() as (url, server):
        vectors = OllamaVectors("m", url, 5)
        made = vectors.of_asked(["a", "b", "a"])
        assert made == [vector_of("a"), vector_of("b"), vector_of("a")]
        assert vectors.of_asked(["b"]) == [vector_of("b")]
        assert [body["input"] for body in server.asked] == [["a", "b"]]


@pytest.mark.parametrize("held", [b"", b"nonsense", b"PK\x03\x04 broken"])
def test_a_broken_file_is_made_anew(tmp_path: Path, held: bytes) -> None:
    with standing_in() as (url, _):
        OllamaVectors("m", url, 5, tmp_path).of_policy(["a"])
        (file,) = tmp_path.glob("*.npz")
        file.write_bytes(held)
        assert len(OllamaVectors("m", url, 5, tmp_path).of_policy(["a"])[0]) == SIZE
        assert file.stat().st_size > len(held)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with standing_in() as (url, _):
        assert len(OllamaVectors("m", url, 5, tmp_path / "file" / "below").of_policy(["a"])) == 1


def test_what_was_made_before_the_server_went_is_kept(tmp_path: Path) -> None:
    with standing_in() as (url, server):
        vectors = OllamaVectors("m", url, 5, tmp_path)
        vectors.of_policy(PHRASES[:10])
        server.way = "closes"
        with pytest.raises(ModelError):
            vectors.of_policy(PHRASES)
        server.way = "well"
        server.asked.clear()
        vectors.of_policy(PHRASES)
        assert sum(len(body["input"]) for body in server.asked) == 1 + len(PHRASES) - 10


RAW = [b"", b"null", b"[1]", b"<html>", b'{"embeddings": 5}', b'{"embeddings": []}', b'{"embeddings": [[]]}', b'{"error": "x"}']


@pytest.mark.parametrize("raw", [*RAW, b'{"embeddings": [["a"]]}', b'{"embeddings": [[1], [2]]}'])
def test_a_server_that_speaks_no_ollama_is_a_model_error(raw: bytes) -> None:
    with standing_in(way="raw", raw=raw) as (url, _), pytest.raises(ModelError, match=r"MAYI_|ollama pull"):
        OllamaVectors("m", url, 5).of_asked(["a"])


@pytest.mark.parametrize(
    "raw", [*RAW, b'{"message": 5}\n', b'{"message": {"content": 7}}\n', b'{"message": null, "done": true}\n']
)
def test_a_chat_that_speaks_no_ollama_is_a_model_error_or_no_reply(raw: bytes) -> None:
    with standing_in(way="raw", raw=raw) as (url, _):
        try:
            assert OllamaModel("m", url, 5).ask("Hello", {}) is None
        except ModelError as problem:
            assert any(remedy in str(problem) for remedy in ("MAYI_", "ollama pull", "start it again"))


@pytest.mark.parametrize(("way", "remedy"), [("slow", "MAYI_MODEL_TIMEOUT_SECONDS"), ("closes", "MAYI_OLLAMA_URL")])
def test_a_slow_server_and_one_that_vanishes_are_told_with_the_remedy(way: str, remedy: str) -> None:
    with standing_in(way=way) as (url, _), pytest.raises(ModelError, match=remedy):
        OllamaVectors("m", url, 0.3).of_asked(["a"])


def test_a_server_that_is_away_is_told_with_the_remedy() -> None:
    with pytest.raises(ModelError, match="MAYI_OLLAMA_URL"):
        OllamaVectors("m", "http://127.0.0.1:9", 5).of_asked(["a"])


def test_a_reply_that_dribbles_is_given_up_at_the_limit_for_the_whole_of_it() -> None:
    with standing_in(way="dribbles") as (url, _), pytest.raises(ModelError, match=r"took longer than 0\.5 s"):
        OllamaModel("m", url, 0.5).ask("Hello", {})


def test_a_reply_that_never_ends_is_no_reply() -> None:
    with standing_in(content='{"a": "' + "x" * 30_000) as (url, _):
        assert OllamaModel("m", url, 5).ask("Hello", {}) is None


def test_an_ollama_on_this_machine_leaves_half_of_it_to_others() -> None:
    assert threads_for("http://127.0.0.1:11434")
    assert threads_for("http://gpu.example:11434") is None


def test_passages_are_found_by_what_they_mean_and_only_once_they_are_built() -> None:
    with standing_in() as (url, server):
        passages = Passages(OllamaVectors("m", url, 5), ["Redaction: names are blacked out.", "The canteen opens at noon."])
        assert passages.find("what is redaction", 1) == ()
        passages.build()
        server.asked.clear()
        assert passages.find("what does redaction mean", 1) == (0,)
        assert len(server.asked) == 1


@pytest.mark.needs("ollama")
def test_a_real_embedding_model_puts_like_to_like(ollama_address: str, tmp_path: Path) -> None:
    vectors = OllamaVectors("all-minilm", ollama_address, 60, tmp_path)
    one, other, far = vectors.of_policy(["salary of an employee", "wages of staff", "opening hours of the pool"])
    asked = vectors.of_asked(["what our staff earn"])[0]
    alike = [sum(a * b for a, b in zip(asked, vector, strict=True)) for vector in (one, other, far)]
    assert min(alike[:2]) > alike[2]
