"""What the newsroom answers besides Wagtail."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

__all__ = ["media"]


@permission_required("wagtailadmin.access_admin", login_url="/newsroom/login/")
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show an uploaded file to the staff; readers get what the press printed.

    Raises:
        Http404: there is no such file.
    """
    try:
        file = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation) as error:
        raise Http404(f"There is no file {name}.") from error
    response = FileResponse(file)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
