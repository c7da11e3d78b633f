"""What an invitation is for: a room says it, so that the e-mail can name it."""

from collections.abc import Callable

from lms.accounts.models import Invitation

Provider = Callable[[Invitation], str]

_PROVIDERS: dict[str, Provider] = {}


def name_occasion(key: str, provider: Provider) -> None:
    """Let a room say, in the active language, what waits for somebody invited.

    provider: returns one sentence, or nothing. It is asked when the e-mail is
    written, so a repeated invitation names what waits then.
    """
    _PROVIDERS[key] = provider


def occasions_of(invitation: Invitation) -> list[str]:
    """Return the sentences of all rooms, in the active language."""
    said = (provider(invitation) for provider in _PROVIDERS.values())
    return [sentence for sentence in said if sentence]
