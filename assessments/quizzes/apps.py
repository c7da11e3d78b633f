from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "assessments.quizzes"
    label = "quizzes"
    verbose_name = _("Knowledge checks")

    def ready(self):
        """Say what is held about people."""
        # Models must be loaded before this can be.
        from assessments.quizzes import my_data  # noqa: PLC0415

        my_data.register_all()
