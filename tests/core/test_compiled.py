"""A compiled query finds what the same query set finds, whatever the values."""

import pytest
from django.db.models import Value

from lms.core.compiled import Compiled, Parameter
from lms.learning.models import Completion, Enrolment
from tests.learning.factories import CompletionFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
PERSON = Parameter("person", Enrolment._meta.get_field("id"))
KEY = Parameter("key", Enrolment._meta.get_field("translation_key"))


@pytest.fixture
def lessons():
    return Compiled(
        lambda: Completion.objects.filter(
            person_id=PERSON, translation_key=KEY
        ).values_list("kind", "translation_key", "at")
    )


def test_rows_are_those_of_the_query_set_for_other_values_too(lessons):
    for row in (CompletionFactory(), CompletionFactory(kind="read")):
        expected = Completion.objects.filter(pk=row.pk)

        found = lessons.rows(person=row.person_id, key=row.translation_key)

        assert found == list(expected.values_list("kind", "translation_key", "at"))


def test_nothing_is_found_for_somebody_else(lessons):
    row = CompletionFactory()

    assert lessons.rows(person=row.person_id + 1, key=row.translation_key) == []


def test_query_is_built_once(django_assert_num_queries):
    built = []

    def build():
        built.append(1)
        return Completion.objects.filter(person_id=PERSON).values_list("kind")

    query = Compiled(build)
    with django_assert_num_queries(2):
        query.rows(person=1)
        query.rows(person=2)

    assert built == [1]


def test_union_keeps_types():
    done, begun = CompletionFactory(), EnrolmentFactory()
    query = Compiled(
        lambda: (
            Completion.objects.filter(person_id=PERSON)
            .values_list("kind", "translation_key", "at")
            .union(
                Enrolment.objects.filter(person_id=PERSON)
                .order_by()
                .values_list(Value("begun"), "translation_key", "last_seen_at"),
                all=True,
            )
        )
    )

    assert query.rows(person=done.person_id) == [
        ("lesson", done.translation_key, done.at)
    ]
    assert query.rows(person=begun.person_id) == [
        ("begun", begun.translation_key, begun.last_seen_at)
    ]


def test_value_that_is_missing_is_an_error(lessons):
    with pytest.raises(KeyError):
        lessons.rows(person=1)
