"""The one signal of this room, sent after the transaction has been committed."""

from django.dispatch import Signal

#: A check was handed in, or the last open question of a lesson's check answered.
#: Argument ``attempt``: the submitted :class:`~assessments.quizzes.models.Attempt`.
attempt_submitted = Signal()
