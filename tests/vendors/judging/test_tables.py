"""A page with a table goes in, before and after; the day that a row names under its column, and its answers, come out."""

from __future__ import annotations

from datetime import date

import pytest

from bot.policy.vendors.terms import Direction, Severity
from bot.vendors.judging.judge import judge

PAGE = "# Addendum\n\nThis page says who works for us, and since when they do.\n\n{rows}\n\nThe end says nothing at all.\n"
RULE = "| --- | --- | --- |\n"
BOLD = "|     |     |     |\n" + RULE + "| **Company** | **Work** | **Effective date** |\n"


@pytest.mark.parametrize("head", ["| Company | Work | Effective date |\n" + RULE, BOLD], ids=["a plain head", "a bold row"])
def test_a_day_in_a_row_is_read_under_the_heading_of_its_column(head: str) -> None:
    """The heading says what the day is: the row has the day alone."""
    before = PAGE.format(rows=head + "| Northwind | hosting | 4 May 2025 |")
    after = PAGE.format(rows=head + "| Northwind | hosting | 4 May 2025 |\n| Fabrikam | mail | 1 March 2027 |")
    assert judge(before, after).effective_date == date(2027, 3, 1)


def test_a_day_under_another_heading_is_no_day_of_the_text() -> None:
    """When an invoice was paid says nothing about when terms hold."""
    head = "| Company | Work | Founded |\n" + RULE
    before = PAGE.format(rows=head + "| Northwind | hosting | 4 May 2015 |")
    after = PAGE.format(rows=head + "| Northwind | hosting | 4 May 2015 |\n| Fabrikam | mail | 1 March 2017 |")
    assert judge(before, after).effective_date is None


def test_two_different_days_in_one_column_are_none() -> None:
    """Rather none than a wrong one."""
    after = PAGE.format(rows=BOLD + "| Northwind | hosting | 1 March 2027 |\n| Fabrikam | mail | 1 May 2027 |")
    assert judge(PAGE.format(rows=BOLD + "| Contoso | search | 1 May 2024 |"), after).effective_date is None


def test_a_yes_that_protects_and_goes_is_told_and_left_to_people() -> None:
    """Under "encrypted" a yes is the promise; under "shared" it is none."""
    head = "| Data | Where | Encrypted |\n" + RULE
    made = judge(PAGE.format(rows=head + "| Files | Ireland | Yes |"), PAGE.format(rows=head + "| Files | Ireland | No |"))
    assert (made.severity, made.direction) == (Severity.ALERT, Direction.UNCLEAR)


def test_a_layout_of_bars_without_headings_names_no_columns() -> None:
    """Pages lay out names in tables that have no head: the first name is no heading of the others."""
    rows = "| | |\n| --- | --- |\n| Northwind, mail | Ireland |\n| Fabrikam, search | Sweden |"
    assert judge(PAGE.format(rows=rows), PAGE.format(rows=rows.replace("Fabrikam", "Fabrikam, Inc."))).severity is Severity.DIGEST
