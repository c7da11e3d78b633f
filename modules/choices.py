"""The words by which modules are sorted: state, level, role, topic."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Whether a module can be studied yet."""

    PUBLISHED = "published", _("Published")
    COMING = "coming", _("In preparation")


class Level(models.TextChoices):
    """How much a learner should know before."""

    INTRODUCTORY = "introductory", pgettext_lazy("level of a module", "introductory")
    INTERMEDIATE = "intermediate", pgettext_lazy("level of a module", "intermediate")
    ADVANCED = "advanced", pgettext_lazy("level of a module", "advanced")


class Role(models.TextChoices):
    """For whom a module is written."""

    POLICY_MAKER = "policy_maker", _("Policy maker")
    FOCAL_POINT = "focal_point", _("Focal point")
    STATISTICIAN = "statistician", _("Statistician")
    COUNTRY_ADMINISTRATOR = "country_administrator", _("Country administrator")
    PROJECT_OFFICER = "project_officer", _("Project officer")
    TRAINER = "trainer", _("Trainer")


class Topic(models.TextChoices):
    """What a module is about."""

    COORDINATION = "coordination", _("Coordination")
    DATA_SOURCES = "data_sources", _("Data sources")
    SHARING = "sharing", _("Sharing")
    POLICY_LAW = "policy_law", _("Policy and law")
    CONCEPTS = "concepts", _("Concepts")
    CAPACITY = "capacity", _("Capacity")
    TECHNOLOGY = "technology", _("Technology")
    FUNDING = "funding", _("Funding")


class FileKind(models.TextChoices):
    """What a file of a module is for, and so who may download it."""

    EXERCISE = "exercise", _("Exercise")
    SOLUTION = "solution", _("Solution, for trainers")
    WORKBOOK = "workbook", _("Workbook")
