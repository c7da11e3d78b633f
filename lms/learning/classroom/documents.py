"""Paper for the room: the list to sign."""

from django.utils.translation import get_language

from lms.core.pdf import render_pdf
from lms.learning.classroom.attendance import lines_of
from lms.learning.classroom.sessions import module_of
from lms.learning.models import ClassSession

#: Empty lines for people who are not in the cohort yet.
SPARE = 5


def sign_in_sheet(session: ClassSession) -> bytes:
    """Return the names of the learners with room to sign: PDF, A4.

    Raises the exceptions of render_pdf.
    """
    language = get_language()
    lines = [line for line in lines_of(session) if not line.has_left]
    context = {
        "session": session,
        "cohort": session.cohort,
        "module": module_of(session, language),
        "people": [line.person for line in lines],
        "spare": range(len(lines) + 1, len(lines) + 1 + SPARE),
    }
    return render_pdf(
        "pdf/sign_in_sheet.html",
        context,
        stylesheet="pdf/sign-in.css",
        language=language,
    )
