"""The trainer's desk: the matrix, one learner, who is stuck, texts to mark."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessments.quizzes.marking import to_mark
from lms.accounts.models import User
from lms.accounts.roles import Capability
from lms.accounts.views.access import active_filters, needs, paged
from lms.learning.desk import stuck, table
from lms.learning.desk.forms import MatrixFilter
from lms.learning.desk.learner import learner_page
from lms.learning.desk.matrix import cohort_matrix, members_of
from lms.learning.desk.own import own_assignments
from lms.learning.desk.pages import asked_matrix, finding, learners_words, strip
from lms.learning.views.cohorts import found_cohort

#: Learners on one page of the matrix.
ROWS = 400


@require_GET
@needs(Capability.RUN_COHORTS)
def progress(request, pk):
    """The matrix of learners and modules."""
    cohort = found_cohort(request, pk)
    form = MatrixFilter(request.GET)
    matrix, rows = asked_matrix(cohort, form, get_language())
    marks = request.user.may(Capability.MARK_TEXTS)
    waiting = _waiting(request, cohort).count() if marks else None
    listing = paged(request, rows, length=ROWS)
    context = listing | {
        "cohort": cohort,
        "matrix": matrix,
        "facts": strip(matrix, waiting),
        "finding": finding(matrix),
        "heads": table.heads(matrix.columns, request.GET, request.GET.get("sort", "")),
        "rows": table.rows_html(listing["page"].object_list, matrix),
        "legend": table.legend(),
        "filter": form,
        "active": active_filters(request, form, request.path),
        "count": learners_words(len(rows)),
    }
    return render(request, "learning/desk/progress.html", context)


def _waiting(request, cohort):
    """Return the texts of learners of this cohort that wait for this person."""
    return to_mark(request.user).filter(attempt__person__in=members_of(cohort))


@require_GET
@needs(Capability.RUN_COHORTS)
def stuck_list(request, pk):
    """Who is stuck and where, by reason."""
    cohort = found_cohort(request, pk)
    matrix = cohort_matrix(cohort, get_language())
    context = {
        "cohort": cohort,
        "groups": stuck.grouped(matrix.rows),
        "away_days": stuck.AWAY_DAYS,
        "failed_times": stuck.FAILED_TIMES,
    }
    return render(request, "learning/desk/stuck.html", context)


@require_GET
@needs(Capability.RUN_COHORTS)
def learner(request, pk, person):
    """One learner of the cohort."""
    cohort = found_cohort(request, pk)
    everything = request.GET.get("modules") == "all"
    found = person_of(cohort, person)
    language = get_language()
    matrix = cohort_matrix(cohort, language, all_modules=everything, only=found.pk)
    found = learner_page(cohort, found, matrix, reader=request.user)
    context = {"cohort": cohort, "learner": found, "everything": everything}
    return render(request, "learning/desk/learner.html", context)


@require_GET
@needs(Capability.MARK_TEXTS)
def marking(request, pk):
    """The texts of this cohort's learners that wait to be marked, the oldest first."""
    cohort = found_cohort(request, pk)
    context = {"cohort": cohort} | paged(request, _waiting(request, cohort))
    return render(request, "learning/desk/marking.html", context)


@require_GET
@needs(Capability.RUN_COHORTS)
def own_list(request):
    """What somebody assigned to single people, outside of cohorts."""
    context = {"rows": own_assignments(request.user, get_language())}
    return render(request, "learning/desk/own.html", context)


def person_of(cohort, person_id: int) -> User:
    """Return a learner of the cohort, or Http404."""
    return get_object_or_404(
        User.objects.filter(pk__in=members_of(cohort)), pk=person_id
    )
