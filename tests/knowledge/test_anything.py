"""Whatever people do to a file, it becomes knowledge or faults with a place; it never becomes a stack trace."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.load import join
from bot.knowledge.parse import kind_of, parse
from tests.laws import examples

SAMPLE = Path(__file__).resolve().parents[2] / "knowledge"
FILES = {
    path.relative_to(SAMPLE).as_posix(): path.read_bytes()
    for path in sorted(SAMPLE.rglob("*"))
    if path.is_file() and kind_of(path.relative_to(SAMPLE).as_posix())
}
PARTS = {name: parse(name, content) for name, content in FILES.items()}
SCRAPS = st.sampled_from(
    [
        "\t",
        "\n",
        "  ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "&a ",
        "*a",
        "!!x ",
        "|",
        "~",
        "yes",
        "\x00",
        "é",
        "<<: ",
        "---\n",
        ",",
    ]
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the sample company with up to four careless edits."""
    name = draw(st.sampled_from(sorted(FILES)))
    text = FILES[name].decode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([0, 0, 1, 3, 20, 200]))
        text = text[:start] + draw(SCRAPS | st.just("") | st.text(max_size=5)) + text[start + length :]
    return name, text.encode("utf-8", "surrogatepass")


@given(edits())
@examples(300)
def test_a_careless_edit_gives_knowledge_or_faults_with_a_place(edit: tuple[str, bytes]) -> None:
    name, content = edit
    loaded = join([*(part for other, part in PARTS.items() if other != name), parse(name, content)])
    told = [fault for fault in loaded.faults if fault.severity == "fault"]
    assert (loaded.knowledge is None) == bool(told)
    for fault in loaded.faults:
        assert fault.at.file
        assert fault.at.line >= 1
        assert fault.at.column >= 1
        assert fault.what
        assert fault.do


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
@examples(100)
def test_bytes_of_any_kind_are_no_stack_trace(name: str, content: bytes) -> None:
    parse(name, content)
