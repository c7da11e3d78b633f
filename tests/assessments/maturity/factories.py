"""A small instrument and rounds by it."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from assessments.maturity.assembling import write
from assessments.maturity.instrument import (
    Dimension,
    Framework,
    Level,
    Question,
)
from assessments.maturity.models import (
    Answer,
    FrameworkVersion,
    Respondent,
    Round,
    RoundInstitution,
)
from tests.accounts.factories import CountryFactory, InstitutionFactory, UserFactory


def small_framework(**fields) -> Framework:
    """Return an instrument of two dimensions, four questions and three levels."""

    def question(code, **more):
        descriptors = {level: {"en": f"{code} at {level}."} for level in (1, 2, 3)}
        return Question(
            id=code, title={"en": f"Question {code}"}, descriptors=descriptors, **more
        )

    return Framework(
        **{
            "key": "small",
            "version": "1.0.0",
            "title": {"en": "Small"},
            "languages": ("en",),
            "levels": tuple(
                Level(value=value, key=name, name={"en": name.title()})
                for value, name in ((1, "absent"), (2, "started"), (3, "working"))
            ),
            "dimensions": (
                Dimension(
                    id="A",
                    title={"en": "Demand"},
                    questions=(
                        question("A1", essential=True),
                        question("A2", combine="weakest"),
                    ),
                ),
                Dimension(
                    id="B",
                    title={"en": "Network"},
                    questions=(
                        question("B1", combine="share"),
                        question("B2", allow_na=True),
                    ),
                ),
            ),
        }
        | fields
    )


def make_framework(framework: Framework | None = None) -> FrameworkVersion:
    """Return the published row of an instrument; made once per test."""
    framework = framework or small_framework()
    found = FrameworkVersion.objects.filter(
        key=framework.key, version=framework.version
    ).first()
    if found:
        return found
    row = FrameworkVersion()
    write(row, framework)
    return row


class RoundFactory(DjangoModelFactory):
    """A round by the small instrument, a draft unless it is said."""

    class Meta:
        model = Round

    country = factory.SubFactory(CountryFactory)
    framework = factory.LazyFunction(make_framework)
    reference_date = date(2027, 6, 30)
    opened_by = factory.SubFactory(UserFactory)


class RoundInstitutionFactory(DjangoModelFactory):
    """A core institution of a round."""

    class Meta:
        model = RoundInstitution

    round = factory.SubFactory(RoundFactory)
    institution = factory.LazyAttribute(
        lambda row: InstitutionFactory(country=row.round.country)
    )


class RespondentFactory(DjangoModelFactory):
    """Somebody with an account who is asked to answer."""

    class Meta:
        model = Respondent

    institution = factory.SubFactory(RoundInstitutionFactory)
    person = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda row: row.person.email)
    invited_by = factory.SubFactory(UserFactory)


class AnswerFactory(DjangoModelFactory):
    """Level 2 for question A1."""

    class Meta:
        model = Answer

    institution = factory.SubFactory(RoundInstitutionFactory)
    question = "A1"
    given = "2"
    changed_by = factory.SubFactory(UserFactory)
