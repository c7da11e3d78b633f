"""Lists of learners: e-mail lists and files, read and judged."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lms.learning.cohorts.addresses import Entry, read_list
from lms.learning.cohorts.member_files import FileRefused, empty_form, read_file
from lms.learning.cohorts.verdicts import Account, Known, Row, judge, plain

HEADS = ["E-mail address", "Full name", "Full name in Latin letters", "Language"]


def xlsx(*rows, title="Learners") -> SimpleUploadedFile:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("list.xlsx", buffer.getvalue())


def csv_of(content: str | bytes, name="list.csv") -> SimpleUploadedFile:
    content = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, content)


class TestEmailLists:
    @pytest.mark.parametrize(
        ("line", "email", "name"),
        [
            ("mira@x.org", "mira@x.org", ""),
            ("  Mira@X.org  ", "mira@x.org", ""),
            ("Mira Talvik <mira@x.org>", "mira@x.org", "Mira Talvik"),
            ('"Talvik, Mira" <mira@x.org>;', "mira@x.org", "Talvik, Mira"),
            ("Мира Талвик mira@x.org", "mira@x.org", "Мира Талвик"),
            ("mira@x.org\tMira Talvik", "mira@x.org", "Mira Talvik"),
            ("<mailto:mira@x.org>", "mira@x.org", ""),
            ("mi\u200bra@x.org", "mira@x.org", ""),
            ("mira at x.org", "mira at x.org", ""),
        ],
    )
    def test_a_line_is_one_person(self, line, email, name):
        assert read_list(line) == [Entry(1, email, name)]

    def test_several_addresses_in_a_line_are_several_people(self):
        text = "a@x.org, b@x.org; C <c@x.org>\n\nd@x.org"

        assert [(one.row, one.email) for one in read_list(text)] == [
            (1, "a@x.org"),
            (1, "b@x.org"),
            (1, "c@x.org"),
            (3, "d@x.org"),
        ]

    @given(st.text(max_size=300))
    def test_whatever_is_pasted_is_read_and_judged(self, text):
        rows = judge(read_list(text), Known(country=1, may_invite=frozenset({1})))

        assert all(row.verdict in {"invite", "refused"} for row in rows)
        assert all(bool(row.words) == (row.verdict == "refused") for row in rows)


class TestFiles:
    def test_columns_are_found_by_their_words_in_any_order(self):
        people = read_file(
            xlsx(
                ["Language", "Notes", "Full name", "E-mail address"],
                ["ru", "tall", "Мира Талвик", "Mira@X.org"],
                [None, None, None, None],
                ["", "", "", "daro@x.org"],
            )
        )

        assert people.entries == (
            Entry(2, "mira@x.org", "Мира Талвик", language="ru"),
            Entry(4, "daro@x.org"),
        )
        assert people.ignored == ("Notes",)

    def test_a_title_may_stand_above_the_columns(self):
        people = read_file(
            xlsx(["Participants, autumn"], [None], ["email", "name"], ["a@x.org", "A"])
        )

        assert people.entries == (Entry(4, "a@x.org", "A"),)

    def test_rows_are_read_from_the_first_sheet_that_can_be_seen(self):
        book = Workbook()
        book.active.append(["email"])
        book.active.sheet_state = "hidden"
        book.create_sheet("People").append(["email"])
        book["People"].append(["a@x.org"])
        buffer = io.BytesIO()
        book.save(buffer)

        people = read_file(SimpleUploadedFile("list.xlsx", buffer.getvalue()))
        assert people.entries == (Entry(2, "a@x.org"),)

    @pytest.mark.parametrize("code", ["en", "ru", "fr", "es", "ar"])
    def test_form_of_every_language_is_read_in_every_other(self, code):
        with translation.override(code):
            book = load_workbook(io.BytesIO(empty_form([])))
        book.worksheets[0].append(["mira@x.org", "Mira", "", "", ""])
        buffer = io.BytesIO()
        book.save(buffer)

        people = read_file(SimpleUploadedFile("list.xlsx", buffer.getvalue()))
        assert people.entries == (Entry(2, "mira@x.org", "Mira"),)
        assert people.ignored == ()

    @pytest.mark.parametrize("sign", [",", ";", "\t"])
    def test_csv_with_any_sign_and_with_a_mark_at_its_start(self, sign):
        text = sign.join(["email", "name"]) + "\r\n" + sign.join(["a@x.org", '"A B"'])
        people = read_file(csv_of(b"\xef\xbb\xbf" + text.encode()))

        assert people.entries == (Entry(2, "a@x.org", "A B"),)

    def test_csv_as_a_spreadsheet_program_writes_unicode(self):
        people = read_file(csv_of("email\tФИО\na@x.org\tМира".encode("utf-16")))

        assert people.entries == (Entry(2, "a@x.org", "Мира"),)

    def test_csv_in_another_code_says_what_to_do(self):
        content = "email;ФИО\na@x.org;Мира".encode("cp1251")

        with pytest.raises(FileRefused, match="choose “CSV UTF-8”"):
            read_file(csv_of(content))

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (csv_of(""), "The file is empty"),
            (csv_of("\n\n"), "The file is empty"),
            (csv_of("email\n\n"), "no people below its first row"),
            (csv_of("name\nMira"), "row 1: no column is called “E-mail address”"),
            (xlsx(["Name"], ["Mira"], title="List 7"), "Sheet “List 7”, row 1"),
            (xlsx(["email", "E-mail"], ["a", "b"]), "two columns are called “E-mail”"),
            (csv_of("x", name="list.xls"), "This is a XLS file"),
            (csv_of("x", name="list.xlsx"), "The content is not what the name says"),
            (csv_of(b"email\n" + b"a" * 6_000_000), "The limit is"),
            (csv_of("email\n" + "a@x.org\n" * 5001), "more than 5000 people"),
        ],
    )
    def test_files_that_are_no_list_say_where_and_what_to_do(self, file, words):
        with pytest.raises(FileRefused, match=words):
            read_file(file)

    def test_numbers_and_dates_in_cells_are_read_as_texts(self):
        people = read_file(xlsx(["email", "name"], ["a@x.org", 12.0]))

        assert people.entries[0].full_name == "12"

    def test_form_names_the_institutions_to_choose_from(self):
        book = load_workbook(io.BytesIO(empty_form(["=Border", "Statistics"])))

        cells = [cell.value for cell in book.worksheets[1]["B"]]
        assert cells[:3] == ["Institution", "'=Border", "Statistics"]


KNOWN = Known(
    accounts={
        "here@x.org": Account(1),
        "joins@x.org": Account(2),
        "closed@x.org": Account(3, is_active=False),
        "trainer@x.org": Account(4),
    },
    members=frozenset({1}),
    waiting=frozenset({"waiting@x.org"}),
    trainers=frozenset({"trainer@x.org"}),
    countries={"arvania": 7, "xa": 7},
    institutions={7: {plain("Ministry of Labour"): 70, plain("Border Service"): 71}},
    country_labels={7: "Arvania"},
    institution_labels={70: "Ministry of Labour", 71: "Border Service"},
    country=7,
    may_invite=frozenset({7}),
    languages={"en": "en", "ru": "ru", "русскии": "ru"},
)


def judged(email="new@x.org", known=KNOWN, **fields) -> Row:
    return judge([Entry(2, email, **fields)], known)[0]


class TestVerdicts:
    @pytest.mark.parametrize(
        ("email", "verdict"),
        [
            ("new@x.org", "invite"),
            ("joins@x.org", "join"),
            ("here@x.org", "here"),
            ("waiting@x.org", "waiting"),
            ("closed@x.org", "refused"),
            ("trainer@x.org", "refused"),
            ("", "refused"),
            ("mira", "refused"),
            ("a@b@x.org", "refused"),
            ("mira talvik@x.org", "refused"),
        ],
    )
    def test_each_address_has_one_fate(self, email, verdict):
        assert judged(email).verdict == verdict

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"full_name": "x" * 201}, "name"),
            ({"full_name": "123"}, "name"),
            ({"full_name": "Mira \u202eTalvik"}, "name"),
            ({"latin_name": "Мира"}, "not_latin"),
            ({"language": "klingon"}, "language"),
            ({"institution": "Ministry of Magic"}, "institution"),
            ({"country": "Belmora"}, "country"),
        ],
    )
    def test_a_wrong_cell_refuses_the_row_and_says_why(self, fields, reason):
        row = judged(**fields)

        assert (row.verdict, row.reason) == ("refused", reason)
        assert row.words
        assert row.wrong_field in fields

    def test_misspelt_institution_gets_the_nearest_as_suggestion(self):
        row = judged(institution="Minstry of labor")

        assert row.suggestion == row.correction == "Ministry of Labour"

    @pytest.mark.parametrize(
        "text", ["border service", "BORDER  SERVICE", "Border-Service"]
    )
    def test_institution_is_found_whatever_its_case_and_signs(self, text):
        assert judged(institution=text).institution == 71

    @pytest.mark.parametrize("text", ["ru", "RU", "Русский"])
    def test_language_is_found_by_code_and_name(self, text):
        assert judged(language=text).language == "ru"

    def test_latin_names_with_accents_and_apostrophes_are_latin(self):
        for name in ("Hélène N’Diaye", "Mőre-O'Brien", "Strauß Ø. Łukasz", ""):
            assert judged(latin_name=name).verdict == "invite", name

    def test_second_row_of_an_address_names_the_first(self):
        rows = judge([Entry(2, "a@x.org"), Entry(5, "a@x.org")], KNOWN)

        assert [row.verdict for row in rows] == ["invite", "refused"]
        assert rows[1].words == "This address stands in row 2 already."

    def test_new_people_of_a_region_need_a_country(self):
        known = Known(countries={"arvania": 7}, may_invite=frozenset({7}))

        assert judged(known=known).reason == "no_country"
        assert judged(known=known, country="ARVANIA").verdict == "invite"

    def test_new_people_of_a_country_where_one_may_not_invite_are_refused(self):
        known = Known(country=7, country_labels={7: "Arvania"})

        assert judged(known=known).words == (
            "You cannot invite new learners of Arvania. Ask a trainer there."
        )

    def test_a_row_survives_being_kept(self):
        for row in (judged(), judged(institution="x"), judged("joins@x.org")):
            assert Row.from_json(json.loads(json.dumps(row.as_json()))) == row
