"""Images of the site that questions name by their titles."""

from django.db import models
from wagtail.images import get_image_model


def image_called(title: str) -> models.Model | None:
    """The oldest image of the site with this title; ``None`` without one."""
    if not title:
        return None
    return get_image_model().objects.filter(title=title).order_by("pk").first()
