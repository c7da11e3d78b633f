"""What an operation refuses, with words for the person who asked."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The root of every room's refusals; str() is the message to show.

    A child says its words in ``message``; whoever raises it may say more exact ones.
    """

    message = _("This cannot be done.")

    def __init__(self, message=None) -> None:
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
