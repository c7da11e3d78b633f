"""Which questions."""

from django.db import models
from polymorphic.query import PolymorphicQuerySet


class QuestionQuerySet(PolymorphicQuerySet):
    """Questions of the bank."""

    def active(self) -> "QuestionQuerySet":
        """Those in use, without the retired."""
        return self.filter(is_active=True)

    def of_module(self, key: str) -> "QuestionQuerySet":
        """Those of the module with this key, by their own keys or their lessons."""
        return self.filter(
            models.Q(key__startswith=f"{key}-") | models.Q(lesson__startswith=f"{key}/")
        )

    def with_parts(self) -> "QuestionQuerySet":
        """With everything their specs need: six queries whatever the number.

        One more when any of them shows an image of the site.
        """
        return self.prefetch_related(
            "choices",
            "pairs",
            "order_items",
            "accepted",
            "near",
            "criteria",
            "picture_image",
        )
