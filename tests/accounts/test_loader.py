"""Countries from their file, and the invented people."""

import pytest
from django.core.management import CommandError, call_command

from lms.accounts import demo
from lms.accounts.loader import CONTENT, load_countries, read_countries
from lms.accounts.models import Country, Institution, Membership, Region, User
from lms.core.content_files import ContentRefused

GOOD = """\
regions:
  - key: central
    name: {en: Central}
  - key: invented
    demo: true
    name: {en: Invented}
countries:
  - iso2: "KG"
    iso3: "KGZ"
    region: central
    working_languages: [ky, ru]
    name: {en: Kyrgyzstan, ru: Кыргызстан}
  - iso2: "XA"
    iso3: "XAA"
    region: invented
    working_languages: [en]
    demo: true
    name: {en: Arvania}
"""


@pytest.fixture
def load(tmp_path, db):
    """Load a text as countries.yaml."""

    def run(text=GOOD, **options):
        path = tmp_path / "countries.yaml"
        path.write_text(text, encoding="utf-8")
        return load_countries(path, **options)

    return run


def test_shipped_file_has_the_twelve_states_in_five_languages():
    file = read_countries(CONTENT)

    real = [country for country in file.countries if not country.demo]
    assert [country.iso2 for country in real] == [
        "AM",
        "AZ",
        "BY",
        "GE",
        "KZ",
        "KG",
        "MD",
        "RU",
        "TJ",
        "TM",
        "UA",
        "UZ",
    ]
    for entry in [*file.countries, *file.regions]:
        assert list(entry.name) == ["en", "ru", "fr", "es", "ar"]
    assert all(country.working_languages for country in file.countries)


def test_load_twice_changes_nothing(load):
    first, second = load(), load()

    assert first.created == ["region central", "KG"]
    assert (second.created, second.updated) == ([], [])
    assert second.unchanged == ["region central", "KG"]


def test_invented_countries_come_in_demo_mode_only(load, settings):
    load()
    assert not Country.objects.filter(iso2="XA").exists()

    settings.DEMO_MODE = True
    load()
    assert Country.objects.get(iso2="XA").is_demo is True


def test_changed_name_is_taken_over(load):
    load()
    report = load(GOOD.replace("en: Kyrgyzstan", "en: Kyrgyz Republic"))

    assert report.updated == ["KG"]
    assert str(Country.objects.get(iso2="KG")) == "Kyrgyz Republic"


def test_dry_run_writes_nothing(load):
    report = load(dry_run=True)

    assert report.created == ["region central", "KG"]
    assert not Region.objects.exists()


def test_country_that_vanished_is_kept_and_named(load):
    load()
    report = load(GOOD.replace('"KG"', '"KZ"').replace('"KGZ"', '"KAZ"'))

    assert report.retired == ["KG (kept, with its people)"]
    assert Country.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ('"KG"', '"kg"', 8, "capital letters"),
        ('"KGZ"', '"KG"', 9, "3 capital letters"),
        ("region: central", "region: centrall", 10, "not known"),
        ('iso2: "XA"', 'iso2: "AA"', 13, "real country"),
        ('iso2: "XA"', 'iso2: "KG"', 13, "written twice"),
        ("working_languages: [en]", "languages: [en]", 16, "not known here"),
        ("{en: Arvania}", "{ru: Арвания}", 18, "no text in `en`"),
        ("regions:", "region:", 1, "not known here"),
    ],
)
def test_wrong_file_is_refused_with_its_line(wrong, right, line, words, load):
    with pytest.raises(ContentRefused) as refused:
        load(GOOD.replace(wrong, right, 1))

    faults = [
        (error.line, error.message + error.remedy) for error in refused.value.errors
    ]
    assert any(words in text and number == line for number, text in faults), faults
    assert not Region.objects.exists()


def test_command_names_what_is_wrong(db, capsys):
    call_command("load_countries", dry_run=True)

    assert "countries (dry run): 15 new" in capsys.readouterr().out
    assert not Country.objects.exists()


def test_demo_people_are_refused_outside_demo_mode(db):
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo_people")

    assert not User.objects.exists()


@pytest.fixture
def loaded(db, settings):
    """The invented people of both countries."""
    settings.DEMO_MODE = True
    return demo.load_demo_people()


def test_demo_people_twice_changes_nothing(loaded):
    counts = [model.objects.count() for model in (User, Membership, Institution)]

    demo.load_demo_people()

    assert [
        model.objects.count() for model in (User, Membership, Institution)
    ] == counts
    assert len(loaded) == len(demo.DEMO_ACCOUNTS)


def test_demo_has_one_person_per_role(loaded):
    roles = {membership.role for membership in Membership.objects.all()}

    assert len(roles) == 10


def test_demo_person_signs_in(loaded, client):
    for email, _label in demo.DEMO_ACCOUNTS:
        response = client.post(
            "/en/account/login/", {"login": email, "password": demo.DEMO_PASSWORD}
        )
        assert response.status_code == 302, email
        client.post("/en/account/logout/")


def test_demo_changes_by_a_visitor_are_left_alone(loaded):
    User.objects.filter(email="learner@arvania.example").update(
        full_name="Somebody else"
    )

    demo.load_demo_people()

    person = User.objects.get(email="learner@arvania.example")
    assert person.full_name == "Somebody else"


def test_demo_walls_can_be_seen(loaded, client):
    client.force_login(User.objects.get(email="administrator@arvania.example"))

    page = client.get("/en/country/people/").content.decode()

    assert "Мира Талвик" in page
    assert "N’Diaye" not in page


def test_list_of_accounts_needs_no_database(capsys):
    call_command("load_demo_people", list=True)

    assert "learner@arvania.example  Learner" in capsys.readouterr().out
