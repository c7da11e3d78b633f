"""Production settings for one machine: what is measured is what people get.

The load comes with the headers that nginx would add, so HTTPS, secure cookies
and limits by address stay as they are. Only the addresses of the pages that are
measured for comparison come on top, and e-mail stays on the machine.
"""

from lms.settings.production import *

ROOT_URLCONF = "benchmarks.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Over plain HTTP on this machine a browser keeps no cookie that asks for HTTPS
# in its name; the load generator takes either.
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
