"""Exit code 0 if the web process in this container answers."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

host = urlsplit(os.environ["BASE_URL"]).hostname
request = urllib.request.Request(
    "http://127.0.0.1:8000/healthz/", headers={"Host": host}
)
try:
    urllib.request.urlopen(request, timeout=4).close()  # noqa: S310 - fixed address
except urllib.error.URLError as error:
    sys.exit(str(error))
