"""The addresses that Django answers: the newsroom and the doors."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from masthead.newsroom.views import media
from masthead.press.locked import locked_file, locked_page
from masthead.reader.search.urls import urlpatterns as search_urls

urlpatterns = [
    *search_urls,
    path("newsroom/media/<path:name>", media, name="newsroom_media"),
    path("newsroom/documents/", include(wagtaildocs_urls)),
    path("newsroom/", include(wagtailadmin_urls)),
    path("doors/push/", include("masthead.delivery.push.urls")),
    path("doors/mail/", include("masthead.delivery.mail.urls")),
    path("doors/locked/<int:page_id>/", locked_page, name="press_locked_page"),
    path("doors/locked-file/<str:token>", locked_file, name="press_locked_file"),
    # Readers never reach these: Wagtail needs them to work out a page's address.
    path("", include(wagtail_urls)),
]
