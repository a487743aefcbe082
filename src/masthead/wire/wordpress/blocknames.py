"""The block editor’s blocks by what they hold."""

from __future__ import annotations

__all__ = ["AS_HTML", "BOXES", "EMPTY", "LIVE"]

# Only their inner blocks are content: the boxes around them are layout.
BOXES = frozenset(
    {
        "accordion", "accordion-item", "accordion-panel", "buttons", "column", "columns", "comments",
        "form", "grid", "group", "layout-grid", "post-content", "query-no-results", "row", "social-links",
        "stack", "tab-panel", "tab-panels", "tabs", "tabs-menu", "text-columns",
    }
)  # fmt: skip

# Their HTML says all; the reader of HTML finds the right block for each element.
AS_HTML = frozenset(
    {
        "audio", "classic", "code", "details", "freeform", "gallery", "heading", "image", "list",
        "list-item", "media-text", "paragraph", "preformatted", "quote", "separator", "subhead", "table",
        "verse", "video",
    }
)  # fmt: skip

EMPTY = frozenset({"accordion-heading-icon", "more", "nextpage", "spacer"})

# Filled by the old site when it showed the page: lists, forms and parts of the theme.
LIVE = frozenset(
    {
        "archives", "avatar", "breadcrumbs", "calendar", "categories", "comment-author-avatar",
        "comment-author-name", "comment-content", "comment-date", "comment-edit-link", "comment-reply-link",
        "comment-template", "comments-pagination", "comments-pagination-next",
        "comments-pagination-numbers", "comments-pagination-previous", "comments-query-loop",
        "comments-title", "home-link", "latest-comments", "latest-posts", "legacy-widget", "loginout",
        "navigation", "navigation-link", "navigation-submenu", "page-list", "page-list-item", "pattern",
        "post-author", "post-author-biography", "post-author-name", "post-comment", "post-comments",
        "post-comments-count", "post-comments-form", "post-comments-link", "post-date", "post-excerpt",
        "post-featured-image", "post-navigation-link", "post-template", "post-terms", "post-time-to-read",
        "post-title", "query", "query-pagination", "query-pagination-next", "query-pagination-numbers",
        "query-pagination-previous", "query-title", "query-total", "read-more", "rss", "search",
        "site-logo", "site-tagline", "site-title", "tag-cloud", "template-part", "term-count",
        "term-description", "term-name", "term-template", "terms-query", "widget-group",
    }
)  # fmt: skip
