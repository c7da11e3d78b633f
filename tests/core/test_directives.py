"""The grammar of content files."""

import pytest

from lms.core.directives import (
    DirectiveError,
    Section,
    numeric_columns,
    parse_body,
    parse_table,
    split_front_matter,
    write_body,
    write_table,
)

BODY = """Text before.

::: note
title: Two dates
---
Count from the deadline.
:::

::: then-and-now
then: 2005
now: Today
---
Then.
---
Now.
:::

::: check
quiz: 01-01-check
:::

Text after."""


def test_body_is_read_in_order():
    sections = parse_body(BODY, bare=frozenset({"check"}))

    assert [section.kind for section in sections] == [
        "prose",
        "note",
        "then-and-now",
        "check",
        "prose",
    ]
    assert sections[1] == Section(
        "note", {"title": "Two dates"}, ("Count from the deadline.",), 3
    )
    assert sections[2].parts == ("Then.", "Now.")
    assert sections[3].options == {"quiz": "01-01-check"}


def test_body_comes_back_byte_for_byte():
    assert write_body(parse_body(BODY, bare=frozenset({"check"}))) == BODY


@pytest.mark.parametrize(
    ("body", "line", "remedy"),
    [
        ("::: note\ntext", 1, "Close the block 'note' with a line ':::'."),
        ("a\n:::", 2, "This ':::' closes a block that was not opened."),
        ("::: note\n::: warning\n:::", 2, "Close the block 'note' of line 1 first."),
        ("::: note\nno option\n---\nx\n:::", 2, "Write this line as 'name: value'."),
        ("::: note\ntitle: a\ntitle: b\n---\nx\n:::", 3, "'title' stands here twice."),
    ],
)
def test_broken_body_names_line_and_remedy(body, line, remedy):
    with pytest.raises(DirectiveError) as refused:
        parse_body(body)

    assert (refused.value.line, refused.value.message) == (line, remedy)


def test_lines_count_from_the_top_of_the_file():
    front, body, first_line = split_front_matter("---\ntitle: A\n---\n\n::: x\n:::")

    assert (front, first_line) == ("title: A", 4)
    assert parse_body(body, first_line=first_line)[0].line == 5


def test_file_without_front_matter_is_refused():
    with pytest.raises(DirectiveError) as refused:
        split_front_matter("title: A")

    assert refused.value.line == 1


def test_table_comes_back_the_same():
    table = "| Quarter | Cells | Share |\n| --- | ---: | ---: |\n| Q1 | 1 052 | 69.8 % |\n| Q2 | −3 | 56,3 % |"

    rows = parse_table(table)

    assert numeric_columns(rows) == [False, True, True]
    assert write_table(rows) == table


def test_table_with_ragged_rows_is_refused():
    with pytest.raises(ValueError, match="same number of cells"):
        parse_table("| a | b |\n| --- | --- |\n| 1 |")
