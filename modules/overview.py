"""What a module's own page shows: lessons, check, downloads, neighbours."""

from django.utils.translation import get_language

from assessments.quizzes.models import Quiz
from modules.books.library import book_links
from modules.files import module_files
from modules.models import ModulePage
from modules.outline import all_outlines
from modules.permissions import can_read_guides


def overview_context(page: ModulePage, person) -> dict:
    """Return the outline, the check's rules, prerequisites and downloads."""
    outlines = all_outlines(get_language())
    return {
        "outline": outlines.get(page.key),
        "prerequisites": [
            outlines[key] for key in page.prerequisites if key in outlines
        ],
        "quiz": Quiz.objects.active().filter(key=page.check_key).first()
        if page.check_key
        else None,
        "downloads": module_files(page, person),
        "books": book_links(page.key, page.locale.language_code)
        if page.is_published
        else [],
        "may_read_guide": can_read_guides(person) and bool(page.guide),
    }
