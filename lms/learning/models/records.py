"""What a person began, finished and wrote down.

Content is pointed at by the translation key of its page, shared by all its
languages, so that a lesson finished in French is finished in Russian; the
human key ("01", "01/03") stands beside it for people and for reports.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning.querysets import (
    CompletionQuerySet,
    EnrolmentQuerySet,
    NoteQuerySet,
    PathEnrolmentQuerySet,
)
from modules.choices import Role as PathRole

#: Longest private note, in characters.
NOTE_LENGTH = 5000


class Enrolment(models.Model):
    """A person studies a module; remembers the lesson to go on with."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrolments",
        verbose_name=_("person"),
    )
    module_key = models.CharField(_("module"), max_length=20)
    translation_key = models.UUIDField()
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    last_lesson = models.CharField(_("last lesson"), max_length=20, blank=True)
    last_seen_at = models.DateTimeField(_("last visit"), default=timezone.now)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "translation_key"],
                name="learning_enrolment_once_per_module",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-last_seen_at"], name="learning_enrolment_latest"
            ),
        ]

    def __str__(self):
        """Return who studies what."""
        return f"{self.person}: {self.module_key}"


class PathEnrolment(models.Model):
    """A person follows a learning path by own choice; a cohort may assign one too.

    Leaving it dates the row; choosing it again takes the date away.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="path_enrolments",
        verbose_name=_("person"),
    )
    role = models.CharField(_("learning path"), max_length=40, choices=PathRole)
    chosen_at = models.DateTimeField(_("chosen"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = PathEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("chosen learning path")
        verbose_name_plural = _("chosen learning paths")
        ordering = ["-chosen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], name="learning_path_enrolment_once"
            ),
        ]

    def __str__(self):
        """Return who follows what."""
        return f"{self.person}: {self.role}"


class Completion(models.Model):
    """A fact: somebody finished something, when, and by which version of the rule.

    Written once and never changed or taken away. That a lesson was marked as
    read is a fact of its own (kind READ): with its check answered as well it
    becomes a finished lesson.
    """

    class Kind(models.TextChoices):
        """What was finished."""

        READ = "read", _("Lesson read")
        LESSON = "lesson", _("Lesson complete")
        MODULE = "module", _("Module complete")
        PATH = "path", _("Learning path complete")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="completions",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    #: "01/03", "01", or the role of a learning path.
    key = models.CharField(_("key"), max_length=40)
    translation_key = models.UUIDField()
    at = models.DateTimeField(_("when"), default=timezone.now)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"))

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "translation_key"],
                name="learning_completion_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "translation_key"], name="learning_completion_content"
            ),
        ]

    def __str__(self):
        """Return the fact in words."""
        return f"{self.person}: {self.get_kind_display()} {self.key}"

    def save(self, *args, **kwargs):
        """Write the fact; a second time is a mistake of the caller (TypeError)."""
        if not self._state.adding:
            raise TypeError("A completion is a fact: it is written once.")
        super().save(*args, **kwargs)


class Note(models.Model):
    """A private answer to a question of a lesson. Only the person reads it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notes",
        verbose_name=_("person"),
    )
    lesson_key = models.CharField(_("lesson"), max_length=20)
    translation_key = models.UUIDField()
    prompt_key = models.CharField(_("question"), max_length=60)
    text = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["lesson_key", "prompt_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "translation_key", "prompt_key"],
                name="learning_note_once_per_question",
            ),
        ]

    def __str__(self):
        """Return where the note belongs, not what it says."""
        return f"{self.lesson_key} {self.prompt_key}"
