"""Sessions on a learner's page, attendance among the results of a cohort."""

from django import template

from lms.learning.classroom.attendance import tally_of
from lms.learning.classroom.pages import tally_rows
from lms.learning.classroom.sessions import coming_sessions as coming

register = template.Library()


@register.inclusion_tag("learning/_coming_sessions.html", takes_context=True)
def coming_sessions(context):
    """Show the next sessions of the reader's cohorts: one query."""
    return {"sessions": coming(context["request"].user)}


@register.inclusion_tag("learning/_attendance_summary.html")
def attendance_summary(cohort):
    """Show how often each learner of a cohort came: two queries."""
    return {"rows": tally_rows(cohort)}


@register.simple_tag
def attendance_of(cohort, person):
    """Return how often one learner came (classroom.attendance.Tally)."""
    return tally_of(cohort, person)
