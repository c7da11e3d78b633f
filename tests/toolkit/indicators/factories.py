"""Candidate indicators, data sources, minimum sets."""

import factory
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    UserFactory,
)
from toolkit.indicators.models import (
    ChosenIndicator,
    DataSource,
    Indicator,
    MinimumSet,
)


class IndicatorFactory(DjangoModelFactory):
    """A yearly stock of the population topic, by sex; the same for the same code.

    Texts may be given as plain words: they are English then.
    """

    code = factory.Sequence(lambda n: f"IND_{n}")
    position = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda one: f"Indicator {one.code}")
    definition = "Persons counted on the reference date."
    kind = Indicator.Kind.STOCK
    topic = Indicator.Topic.POPULATION
    unit = "persons"
    breakdowns = "citizenship; sex; age"
    by_sex = True
    usual_source = "population register"
    usual_owner = "statistics office"
    owner_kinds = factory.LazyFunction(lambda: ["statistics"])
    periodicity = "yearly"
    reference = "UN Recommendations"
    pitfalls = "people who left stay on the list"
    goals = "GCM 1"
    check_rule = "compare with the year before"
    concepts = factory.LazyFunction(
        lambda: [
            {
                "concept": "COUNTERPART_AREA",
                "role": "dimension",
                "means": {"en": "citizenship"},
            }
        ]
    )
    packs = factory.LazyFunction(list)
    content_digest = "0" * 64

    class Meta:
        model = Indicator
        django_get_or_create = ["code"]

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        texts = (
            "name",
            "definition",
            "unit",
            "breakdowns",
            "usual_source",
            "usual_owner",
            "periodicity",
            "reference",
            "pitfalls",
            "check_rule",
        )
        for name in texts:
            value = kwargs[name]
            kwargs[name] = LazyI18nString(
                value if isinstance(value, dict) else {"en": value}
            )
        return kwargs


class DataSourceFactory(DjangoModelFactory):
    """A register of population, of an institution of its country; little is filled."""

    country = factory.SubFactory(CountryFactory)
    owner = factory.SubFactory(
        InstitutionFactory, country=factory.SelfAttribute("..country")
    )
    key = factory.Sequence(lambda n: f"source-{n}")
    name = factory.Sequence(lambda n: f"Source {n}")
    kind = DataSource.Kind.REGISTER
    topics = factory.LazyFunction(lambda: ["population"])
    changed_by = factory.SubFactory(UserFactory)

    class Meta:
        model = DataSource


class MinimumSetFactory(DjangoModelFactory):
    """The first draft of a country's minimum set."""

    country = factory.SubFactory(CountryFactory)
    number = 1
    created_by = factory.SubFactory(UserFactory)

    class Meta:
        model = MinimumSet


class ChosenIndicatorFactory(DjangoModelFactory):
    """An indicator taken into a set; its row of the matrix is empty."""

    minimum_set = factory.SubFactory(MinimumSetFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    position = factory.Sequence(lambda n: n + 1)

    class Meta:
        model = ChosenIndicator
