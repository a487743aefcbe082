"""What the newsroom answers besides Wagtail."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse

from .models import Topic

__all__ = ["media", "topic_names"]

_SUGGESTIONS = 12


def topic_names(request: HttpRequest) -> JsonResponse:
    """Suggest topics whose title holds what is being written."""
    found = Topic.objects.filter(title__icontains=request.GET.get("term", "").strip())
    return JsonResponse(list(found.values_list("title", flat=True)[:_SUGGESTIONS]), safe=False)


@permission_required("wagtailadmin.access_admin", login_url="wagtailadmin_login")
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
