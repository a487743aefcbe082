"""Django's settings, made from the site's options."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from .email import email_settings, mail_line
from .options import load_options
from .private import make_private_places
from .secret import hook_secret, mail_secret, secret_key

options = load_options()
make_private_places(options)

DEBUG = False
SECRET_KEY = secret_key(options.secret_key, options.data_path)
_site = urlsplit(options.site_url)
ALLOWED_HOSTS = [*options.allowed_hosts, _site.hostname or "", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

INSTALLED_APPS = [
    "masthead.reader",
    "masthead.delivery",
    "masthead.press",
    "masthead.wire",
    "masthead.newsroom",
    "masthead.config",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "anymail",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "masthead.newsroom.middleware.AtomicWritesMiddleware",
]

ROOT_URLCONF = "masthead.config.urls"
WSGI_APPLICATION = "masthead.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    if options.database_url:
        parsed: dict[str, Any] = dict(
            dj_database_url.parse(options.database_url, conn_max_age=600, conn_health_checks=True)
        )
        if parsed["ENGINE"].endswith("postgresql"):
            parsed["OPTIONS"] = {"connect_timeout": options.database_timeout_s, **parsed.get("OPTIONS", {})}
        return parsed
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": options.database_path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer that starts as a reader cannot wait for another writer: take the lock at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": options.database_timeout_s,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
                "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = options.language
TIME_ZONE = options.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "/newsroom/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_URL = "/newsroom/media/"
MEDIA_ROOT = options.media_path / "newsroom"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What readers may fetch: the press puts it there when it prints something that shows it.
    "printed": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": options.media_path / "printed", "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

globals().update(email_settings(options.email_url))
MAIL_LINE = mail_line(options.mail_url or options.email_url)
ANYMAIL = {
    **mail_line(options.email_url, setting="email_url").anymail,
    **MAIL_LINE.anymail,
    # What one provider cannot do, such as being told to leave links alone, is no reason not to send.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "WEBHOOK_SECRET": hook_secret(options.data_path),
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = options.email_from or f"newsroom@{_site.hostname or 'localhost'}"

LOGIN_URL = "/newsroom/login/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = options.production
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if options.production else None
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAIL_SITE_NAME = "Masthead"
WAGTAILADMIN_BASE_URL = options.site_url
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "masthead.newsroom.uploads.PictureForm"
# A fifth smaller than Wagtail's own 80, and no eye sees it.
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_MAX_UPLOAD_SIZE = options.max_upload_mb * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = options.max_image_megapixels * 1_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Embeds load on a reader's click; the newsroom asks no provider.
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []

MASTHEAD = {
    "SITE_URL": options.site_url,
    "DATA_PATH": options.data_path,
    "EDITION_PATH": options.edition_path,
    "RUN_PATH": options.run_path,
    "SEARCH_PATH": options.search_path,
    "LANGUAGE": options.language,
    "TIME_ZONE": options.time_zone,
    "FEED_FULL_TEXT": options.feed_full_text,
    "THEME_DIR": options.folder / options.theme_dir,
    "PRESS_WORKERS": options.press_workers,
    "SCHEDULE_INTERVAL_S": options.schedule_interval_s,
    "MAX_IMAGE_MEGAPIXELS": options.max_image_megapixels,
    "PUSH_TEST_HOSTS": options.push_test_hosts,
    "PUSH_MOST_PER_DAY": options.push_most_per_day,
    "PUSH_QUIET_HOURS": options.push_quiet_hours,
    "TELL_AFTER_S": options.tell_after_s,
    "WEBSUB_HUBS": options.websub_hubs,
    "INDEXNOW_URLS": options.indexnow_urls,
    "PRIVATE_HOSTS": options.private_hosts,
    "MAIL_SECRET": mail_secret(options.data_path),
    "MAIL_FROM": options.mail_from or f"letters@{_site.hostname or 'localhost'}",
    "MAIL_CONNECTIONS": options.mail_connections,
    "MAIL_PER_MINUTE": options.mail_per_minute,
    "MAIL_WARM_UP": options.mail_warm_up,
    "BOUNCE_ADDRESS": options.bounce_address,
    "BOUNCE_MAILBOX": options.bounce_mailbox,
    "SOFT_BOUNCES": options.soft_bounces,
    "COUNT_CLICKS": options.count_clicks,
    "CONFIRM_WITHIN_DAYS": options.confirm_within_days,
    "DKIM_KEY": options.folder / options.dkim_key if options.dkim_key else None,
    "DKIM_SELECTOR": options.dkim_selector,
    "SHARES_SHOWN_FROM": options.shares_shown_from,
    "PRODUCTION": options.production,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"masthead": {"level": "INFO"}},
}
