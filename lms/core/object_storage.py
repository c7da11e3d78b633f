"""Files in an S3-compatible storage."""

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PublicFiles(S3Storage):
    """Pictures kept in a bucket and shown at our own address."""

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Return the address at which lms.core.pictures shows the file."""
        return settings.MEDIA_URL + filepath_to_uri(name)
