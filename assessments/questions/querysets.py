"""Which questions."""

from polymorphic.query import PolymorphicQuerySet


class QuestionQuerySet(PolymorphicQuerySet):
    """Questions of the bank."""

    def active(self) -> "QuestionQuerySet":
        """Those in use, without the retired."""
        return self.filter(is_active=True)

    def with_parts(self) -> "QuestionQuerySet":
        """With everything their specs need: five queries whatever the number."""
        return self.prefetch_related(
            "choices", "pairs", "order_items", "accepted", "near"
        )
