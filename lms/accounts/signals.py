"""What this room tells the rooms above it, after the commit."""

from django.dispatch import Signal

#: Somebody has a role that was not there before. Sent with membership.
membership_started = Signal()
