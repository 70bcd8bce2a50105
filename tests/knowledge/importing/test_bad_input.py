"""Sources that cannot be used: every fault at once, with its place and what to do, and nothing written."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.cells.raw_tables import MAX_UNPACKED
from bot.knowledge.importing.door import read_sources
from bot.knowledge.importing.tables.sheets import read_workbook
from bot.owners.import_policy import NotEmptyError
from tests.knowledge.importing.imports import import_folder, import_matrix
from tests.knowledge.importing.versions import workbook

GOOD = "tool,Public,Secret\nChatGPT,allow,deny\nClaude,allow,conditional\n"


def faults_of(out: Path, text: str | bytes = GOOD, terms: str = "", name: str = "matrix.csv") -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        import_matrix(text, out, terms, name=name)
    assert not out.exists()
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "matrix.csv:1:1: the file is empty"),
        ("\n\n , \n", "matrix.csv:1:1: the file is empty"),
        ("tool\nChatGPT\n", "matrix.csv:1:1: the table has one column"),
        ("tool,Public\n", "matrix.csv:1:1: the table has no tool"),
        ("tool,Public\nChatGPT,allwo\n", "matrix.csv:2:2: unknown word `allwo` in a cell; use allow, conditional"),
        ("tool,Public\nChatGPT,allow\n chatgpt,deny\n", "matrix.csv:3:1: the row `chatgpt` is there twice, first on line 2"),
        ("tool,Public,public\nChatGPT,allow,deny\n", "matrix.csv:1:3: the column `public` is there twice"),
        ("tool,Public\n,allow\n", "matrix.csv:2:1: a row without a tool"),
        ("tool,Public\nChatGPT, Team,allow\n", "matrix.csv:2:3: `allow` stands below no column"),
        ("tool,Public\nChatGPT," + "a" * 6000 + "\n", "matrix.csv:2:2: a cell of 6,000 characters"),
        (b"\x00\x01\xff\xfe\x00\x9f" * 9, "matrix.csv:1:1: this is neither text nor a workbook"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "bytes",
)
def test_a_table_that_cannot_be_used_says_where_and_why(text: str | bytes, start: str, tmp_path: Path) -> None:
    found = faults_of(tmp_path / "out", text)
    assert any(fault.startswith(start) for fault in found), found


@pytest.mark.parametrize("name", ["matrix.md", "matrix.csv"])
def test_a_table_that_only_says_what_classes_are_is_no_matrix(name: str, tmp_path: Path) -> None:
    rows = [("Class", "What it is", "Examples"), ("Open", "on our site", "leaflets"), ("Closed", "people", "payroll")]
    pages = {
        "matrix.md": "# AI here\n\n" + "".join(f"|{'|'.join(row)}|\n" + "|---|---|---|\n" * (row == rows[0]) for row in rows)
        + "\n**Can I use it for minutes?** Yes, if nobody is named.\n",
        "matrix.csv": "".join(",".join(row) + "\n" for row in rows),
    }  # fmt: skip
    assert faults_of(tmp_path / "out", pages[name], name=name) == [
        f"{name}:1:1: its tables say what kinds of data are (Open, Closed), and none says which tool may take them; add a table "
        "with a line per tool, `| Tool | Open | Closed |`, its cells yes, no, if ... or empty; the page is read beside it"
    ]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    terms = '{"tools": [{"name": "A"}, {"name": "A"}], "data_classes": [{}]}'
    found = faults_of(tmp_path / "out", "tool,Public\nChatGPT,mabye\nClaude,blorp\n", terms)
    assert [fault.split(": ")[0] for fault in found] == ["matrix.csv:2:2", "matrix.csv:3:2", "terms.json:1:36", "terms.json:1:43"]


@pytest.mark.parametrize(
    ("terms", "start"),
    [
        ('{"tools": [', "terms.json:1:12: this is no JSON"),
        ("[]", "terms.json:1:1: the file holds no object"),
        ('{"tools": 3}', "terms.json:1:2: `tools` is no list"),
        ('{"tools": [{"name": "ChatGPT", "aliases": [1]}]}', "terms.json:1:21: `aliases` of `ChatGPT` is neither a word"),
        (
            '{"conditions": [\n {"id": "c", "tools": ["Gemeni"], "class": ["Hidden"], "text": "t"}]}',
            "terms.json:2:9: the condition `c` names the tool `Gemeni`, which is not in the matrix; use one of: ChatGPT, Claude",
        ),
    ],
)
def test_a_glossary_that_cannot_be_used_says_where_and_why(terms: str, start: str, tmp_path: Path) -> None:
    found = faults_of(tmp_path / "out", GOOD, terms)
    assert any(fault.startswith(start) for fault in found), found


def test_both_unknown_names_of_a_condition_are_told(tmp_path: Path) -> None:
    found = faults_of(tmp_path / "out", GOOD, '{"conditions": [{"id": "c", "tools": ["X"], "class": ["Y"], "text": "t"}]}')
    assert len(found) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheet_programs(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = "Werkzeug,Öffentlich,Geheim\r\nChatGPT,erlaubt,verboten\r\n".replace(",", delimiter)
    import_matrix(text.encode(encoding), tmp_path / "out")
    assert (tmp_path / "out" / "matrix.csv").read_text() == "tool,Öffentlich,Geheim\nChatGPT,allow,deny\n"


def test_a_workbook_that_is_no_workbook(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hi")
    assert "the workbook cannot be read" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]
    assert "the workbook cannot be read" in faults_of(tmp_path / "two", b"PK\x03\x04 broken", name="matrix.xlsx")[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MAX_UNPACKED + 1))
    assert "the workbook unpacks to" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_a_workbook_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with (source / "matrix.xlsx").open("wb") as file:
        file.write(b"PK")
        file.truncate(50_000_000)
    with pytest.raises(KnowledgeError, match=r"the file has 50,000,000 bytes; give a matrix below 20,000,000 bytes"):
        import_folder(source, tmp_path / "out")


def test_a_zip_bomb_is_refused_by_its_size_and_not_unpacked(tmp_path: Path) -> None:
    """Many parts that are small each, packed a thousand times smaller than they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 1_000_000)
    assert len(out.getvalue()) < 100_000
    assert "the workbook unpacks to 30,000,000 bytes" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


MERGED = "the workbook merges, links or comments"


@pytest.mark.parametrize(
    ("area", "part", "said"),
    [
        ('<mergeCell ref="A1:XFD1048576"/>', "", f"{MERGED} 17,179,869,184 cells"),
        ('<mergeCell ref="A1:B300000"/>' * 2, "", f"{MERGED} 1,200,000 cells"),
        ('<mergeCell ref="&#65;1:XFD1048576"/>', "", f"{MERGED} 17,179,869,184 cells"),
        ('<mergeCell ref="A:XFD"/>', "", "the workbook merges cells that it does not name"),
        ('<mergeCell xmlns:x="urn:x" x:ref="A1:A2" ref="A1:XFD200"/>', "", f"{MERGED} 3,276,800 cells"),
        ('<mergeCell ref="A1:XFD200"/>', "xl/worksheets/sheet1.dat", f"{MERGED} 3,276,800 cells"),
        ('<mergeCell ref="A1:XFD200"/>', "xl/media/sheet1.xml", f"{MERGED} 3,276,800 cells"),
        ('<hyperlink ref="A1:XFD200" location="x"/>', "", f"{MERGED} 3,276,800 cells"),
    ],
    ids=[
        *("the whole sheet", "two areas", "an area in other letters", "whole columns", "two names for one area"),
        *("a sheet of another name", "a sheet among pictures", "a link over an area"),
    ],
)
def test_areas_are_counted_before_they_are_spread(area: str, part: str, said: str, tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    content, out, part = workbook([["tool", "A"], ["ChatGPT", "no"]]), io.BytesIO(), part or sheet
    around = "hyperlinks" if "hyperlink" in area else "mergeCells"
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in good.infolist():
            text = good.read(one)
            if one.filename == sheet:
                text = text.replace(b"</sheetData>", f"</sheetData><{around}>{area}</{around}>".encode())
            else:  # the lists of the parts name it
                text = text.replace(f"/{sheet}".encode(), f"/{part}".encode())
            archive.writestr(part if one.filename == sheet else one.filename, text)
    assert said in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_areas_of_all_sheets_together_are_counted(tmp_path: Path) -> None:
    content, out = workbook([["tool", "A"], ["ChatGPT", "no"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in good.infolist():
            archive.writestr(one.filename, good.read(one))
        for number in range(3):
            archive.writestr(f"xl/worksheets/more{number}.xml", '<worksheet><mergeCell ref="A1:B100000"/></worksheet>')
    assert f"{MERGED} 600,000 cells" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_a_comment_over_an_area_is_counted(tmp_path: Path) -> None:
    content, out = workbook([["tool", "A"], ["ChatGPT", "no"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in good.infolist():
            archive.writestr(one.filename, good.read(one))
        archive.writestr("xl/comments1.xml", '<comments><commentList><comment ref="A1:XFD200"/></commentList></comments>')
    assert f"{MERGED} 3,276,800 cells" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_a_formula_that_many_cells_share_is_not_written_out_for_each(tmp_path: Path) -> None:
    """Counted by what is asked of the workbook's reader, not by time."""
    content, out, sheet = workbook([["tool", "A"], ["ChatGPT", "no"]]), io.BytesIO(), "xl/worksheets/sheet1.xml"
    rows = "".join(f'<row r="{n}"><c r="C{n}" t="str"><f t="shared" si="0"/><v>no</v></c></row>' for n in range(4, 40))
    first = '<row r="3"><c r="C3" t="str"><f t="shared" si="0" ref="C3:C40">A1+B1</f><v>no</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in good.infolist():
            text = good.read(one)
            archive.writestr(
                one.filename,
                text.replace(b"</sheetData>", f"{first}{rows}</sheetData>".encode()) if one.filename == sheet else text,
            )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openpyxl.formula.translate.Translator.translate_formula", lambda *_: pytest.fail("it was written out"))
        assert read_workbook("matrix.xlsx", out.getvalue()).tables


@pytest.mark.parametrize(
    ("part", "piece"),
    [
        ("xl/drawings/drawing9.xml", "<a:p "),
        ("xl/drawings/drawing9.xml", "<a:p><a:t"),
        ("xl/drawings/drawing9.xml", "<a:t"),
        ("xl/theme/theme1.xml", "<a:lt1>"),
        ("xl/theme/theme1.xml", '<a:lt1 lastClr="'),
    ],
    ids=["paragraphs", "runs of paragraphs", "runs", "colours", "values of colours"],
)
def test_a_part_in_which_nothing_closes_is_read_in_time_that_grows_with_its_length(part: str, piece: str) -> None:
    content, out = workbook([["tool", "A"], ["ChatGPT", "no"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in good.infolist():
            if one.filename != part:
                archive.writestr(one, good.read(one))
        archive.writestr(part, "<x xmlns:a='u'>" + piece * (200_000 // len(piece)))
    begun = process_time()
    assert read_workbook("matrix.xlsx", out.getvalue()).tables
    assert process_time() - begun < 3


def test_what_lies_among_the_pictures_and_is_none_counts_as_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/sheet1.xml", b"<row/>" * 5_000_000)
    assert "the workbook unpacks to 30,000,000 bytes" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_a_part_that_is_larger_than_its_entry_says_is_refused(tmp_path: Path) -> None:
    content = workbook([["tool", "A"], ["ChatGPT", "no"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.infolist():
            archive.writestr(part.filename, good.read(part))
        archive.writestr("xl/extra.xml", b" " * 40_000_000)
    raw = out.getvalue()
    lying = raw.replace((40_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != raw
    import_matrix(lying, tmp_path / "out", name="matrix.xlsx")  # the part is never read beyond what its entry says
    assert (tmp_path / "out" / "matrix.csv").read_text() == "tool,A\nChatGPT,deny\n"


def test_entities_in_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = workbook([["tool", "A"], ["ChatGPT", "no"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.infolist():
            text = good.read(part).decode()
            is_sheet = part.filename.startswith("xl/worksheets/")
            archive.writestr(
                part.filename, f"{bomb}]>{text[text.index('<worksheet') :].replace('ChatGPT', '&j;')}" if is_sheet else text
            )
    assert "the workbook cannot be read" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_a_sheet_that_is_formatted_to_its_last_row_is_refused(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [["tool", "A"], ["ChatGPT", "no"]]
    content = workbook(rows, {(20_000, 3): "FFD9D9D9"})
    assert "has 20,000 rows and 3 columns; give the matrix alone" in faults_of(tmp_path / "out", content, name="matrix.xlsx")[0]


def test_a_matrix_that_nobody_could_look_through_is_refused(tmp_path: Path) -> None:
    head = "tool," + ",".join(f"D{number}" for number in range(400))
    text = head + "".join(f"\nT{number}" + ",no" * 400 for number in range(250))
    assert "100,400 cells; give the policy alone, at most 100,000 cells" in faults_of(tmp_path / "out", text)[0]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("matrix.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a workbook of an old kind, or one with a password"),
        ("matrix.pdf", b"%PDF-1.7\n...", "this is a PDF"),
        ("matrix.html", "<html><body><p>Nothing here.</p></body></html>", "the file holds no table"),
        ("matrix.md", "# Policy\n\nThat is allowed.\n", "the file holds no table"),
        ("matrix.html", "", "cannot be read"),
        (
            "matrix.html",
            "<table><tr><td>tool<td>A<tr><td>X<td>yes<tr><td>X<td>no</table>",
            "the row `X` is there twice, first on line 1",
        ),
        ("matrix.md", "|tool|A|\n|--|--|\n|X|yes|\n|x|no|\n", "the row `x` is there twice, first on line 3"),
        ("matrix.md", "|tool|A|\n|--|--|\n|X|yes|no|\n", "`no` stands below no column"),
        ("matrix.html", "<table>" + "<tr><td>a<td>yes" * 6_000 + "</table>", "a table of 6,000 rows"),
    ],
)
def test_a_file_of_another_kind_says_what_it_is(name: str, content: bytes | str, what: str, tmp_path: Path) -> None:
    assert what in faults_of(tmp_path / "out", content, name=name)[0]


def test_a_page_with_a_span_of_millions_ends_in_words(tmp_path: Path) -> None:
    page = "<table><tr><th>tool<th>A<tr><td>ChatGPT<td colspan=9999999 rowspan=99999>no<tr><td>Claude</table>"
    found = faults_of(tmp_path / "out", page, name="matrix.html")
    assert found[0].startswith("matrix.html:1:3: `no` stands below no column")


@pytest.mark.parametrize("tables", [1, 40])
def test_a_page_whose_cells_span_millions_is_refused(tables: int, tmp_path: Path) -> None:
    """Of one table, or of many together."""
    page = ("<table>" + "<tr><td colspan=500 rowspan=5000>no" * (2_000 // tables) + "</table>") * tables
    found = faults_of(tmp_path / "out", page, name="matrix.html")
    assert found[0].startswith("matrix.html:1:1: tables whose cells span")


def test_a_page_that_is_nested_very_deep_ends_in_words(tmp_path: Path) -> None:
    page = "<div>" * 50_000 + "<table><tr><th>tool<th>A<tr><td>ChatGPT<td>no</table>"
    assert faults_of(tmp_path / "out", page, name="matrix.html")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_text_in_utf_16_with_another_delimiter_is_read(delimiter: str, tmp_path: Path) -> None:
    text = "tool,Öffentlich,Geheim\nChatGPT,ja,nein\n".replace(",", delimiter)
    import_matrix(text.encode("utf-16"), tmp_path / "out")
    assert (tmp_path / "out" / "matrix.csv").read_text() == "tool,Öffentlich,Geheim\nChatGPT,allow,deny\n"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "utf-8"])
def test_a_page_is_read_in_the_letters_that_it_names(charset: str, tmp_path: Path) -> None:
    label = "Öffentlich" if charset == "iso-8859-1" else "Открытые"
    page = f'<html><meta charset="{charset}"><table><tr><th>tool<th>{label}<tr><td>ChatGPT<td>yes</table>'
    import_matrix(page.encode(charset), tmp_path / "out", name="matrix.html")
    assert (tmp_path / "out" / "matrix.csv").read_text() == f"tool,{label}\nChatGPT,allow\n"


@pytest.mark.parametrize(
    ("terms", "start"),
    [
        ('{"tools": [{"name": "ChatGPT", "name": "Claude"}]}', "terms.json:1:32: `name` is given twice in one object"),
        ('{"tools": [],\n "tools": [{"name": "ChatGPT"}]}', "terms.json:2:2: `tools` is given twice in one object"),
        ("[" * 200_000, "terms.json:1:1: the JSON is nested too deep"),
    ],
)
def test_a_glossary_whose_last_word_would_win_silently_is_refused(terms: str, start: str, tmp_path: Path) -> None:
    assert any(fault.startswith(start) for fault in faults_of(tmp_path / "out", GOOD, terms))


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(NotEmptyError, match="not empty"):
        import_matrix(GOOD, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_used_and_a_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    import_matrix(GOOD, tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotEmptyError, match="a file"):
        import_folder(tmp_path / "out-source", tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "sign"), [("m.csv", "\r"), ("m.csv", "\n"), ("m.csv", " "), ("m.md", "[a]("), ("m.md", "[a"), ("m.md", " | ")]
)
def test_a_file_of_one_sign_is_read_in_time_that_grows_with_its_length(name: str, sign: str, tmp_path: Path) -> None:
    """Three hundred thousand ends of lines would have taken half an hour."""
    head = "|tool|A|\n|--|--|\n|X|yes|\n\n" if name == "m.md" else ""

    def seconds(length: int) -> float:
        (tmp_path / name).write_text(head + (sign * length)[:length], newline="")
        begin = process_time()
        with suppress(KnowledgeError):
            read_sources(tmp_path / name, None, None)
        return process_time() - begin

    seconds(10)
    assert seconds(80_000) <= max(2.0, 9 * seconds(20_000))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.md", "|tool|A|\n|--|--|\n" + "|x|yes|\n" * 60_000, "60,002 lines; .* at most 10,000 lines"),
        ("m.csv", "tool,A\n" + "x,yes\n" * 60_000, "60,001 lines; .* at most 10,000 lines"),
        ("m.csv", "tool,A\n" + "x,yes\n" * 6_000, "more than 5,000 rows"),
        ("m.csv", "tool" + ",A" * 60_000 + "\n", "60,000 columns; .* at most 500 columns"),
        ("m.md", "|" * 60_000 + "\n", "60,000 columns; .* at most 500 columns"),
        ("m.md", ("|" * 400 + "\n") * 400, "160,000 cells; .* at most 100,000 cells"),
        ("m.md", "no secrets " * 100_000, "1,100,000 characters; .* at most 1,000,000 characters"),
        ("m.html", "<table>" + "<tr><td>x</td></tr>" * 60_000, "240,001 tags; .* at most 200,000 tags"),
    ],
    ids=["rows of pipes", "rows", "a few rows too many", "columns", "a line of pipes", "pipes", "prose", "a page"],
)
def test_a_file_that_is_too_large_is_refused_by_counts_before_it_is_read(
    name: str, content: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(KnowledgeError, match=said):
        read_sources(tmp_path / name, None, None)


@pytest.mark.parametrize("name", ["d.md", "d.html"])
def test_a_document_beside_a_matrix_is_bounded_as_well(name: str, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("tool,public\nChatGPT,yes\n")
    (tmp_path / name).write_text("<p>no</p>" * 250_000 if name == "d.html" else "no\n" * 20_000)
    with pytest.raises(KnowledgeError, match=r"at most [\d,]+ (?:tags|lines)"):
        read_sources(tmp_path / "m.csv", None, tmp_path / name)
