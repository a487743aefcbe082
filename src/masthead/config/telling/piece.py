"""The page about one piece: who would hear of it, how it will look, who was told; and what an editor can do."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from masthead.delivery.channels.posting import preview_post, send_again
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Channel, ChannelPost, Telling
from masthead.delivery.pieces import Piece, piece_of
from masthead.delivery.reach import reach_of
from masthead.delivery.telling import stop_telling, tell_again
from masthead.delivery.ways import Marks, ways
from masthead.newsroom.models import ArticlePage

from .notices import notice_of
from .overview import rows_of
from .rights import MAY_MANAGE, MAY_SEE, MAY_TELL_BREAKING, asking

__all__ = ["piece", "repeat", "resend", "stop"]


@asking(MAY_SEE)
def piece(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show who was told of a piece, and who would hear of it if it were told now.

    Raises:
        Http404: there is no such piece and none was ever told.
    """
    page = ArticlePage.objects.filter(pk=article_id).first()
    told = list(Telling.objects.filter(article_id=article_id).order_by("-number"))
    printed = piece_of(article_id)
    can_edit = page is not None and page.permissions_for_user(request.user).can_edit()
    # Of a draft nothing is told to who may not open it.
    if not (told or printed or can_edit):
        raise Http404
    context = {
        "page_title": _("Readers told"),
        "page_subtitle": _title(page if can_edit else None, printed, told),
        "header_icon": "mail",
        "article_id": article_id,
        "can_edit": can_edit,
        "printed": printed,
        "rows": rows_of(told),
        "ways": ways(),
        "reach": _reach(printed) if printed else [],
        "posts": _posts(printed) if printed else [],
        "notice": notice_of(printed) if printed else None,
        "is_due": any(one.state == Telling.State.DUE for one in told),
        "may_manage": request.user.has_perm(MAY_MANAGE),
        "may_break": request.user.has_perm(MAY_TELL_BREAKING),
    }
    return render(request, "masthead_config/telling_piece.html", context)


def _title(page: ArticlePage | None, printed: Piece | None, told: list[Telling]) -> str:
    if page is not None:
        return str(page.title)
    return printed.title if printed is not None else told[0].title


def _reach(printed: Piece) -> list[dict[str, Any]]:
    marks = Marks(printed.sections, printed.contributors, printed.topics)
    usual, breaking = (reach_of(marks, is_breaking=one) for one in (False, True))
    return [{"label": way.label, "usual": usual[way.name], "breaking": breaking[way.name]} for way in ways()]


def _posts(printed: Piece) -> list[dict[str, str]]:
    shown = []
    for channel in Channel.objects.filter(is_active=True):
        if channel.sections and set(channel.sections).isdisjoint(printed.sections):
            continue
        try:
            shown.append({"channel": channel.name, "text": preview_post(channel, printed)})
        except RefusedError as error:
            shown.append({"channel": channel.name, "problem": str(error)})
    return shown


@require_POST
@asking(MAY_MANAGE)
def stop(request: HttpRequest, telling_id: int) -> HttpResponse:
    """Tell nobody who was not told yet."""
    telling = get_object_or_404(Telling, pk=telling_id)
    stop_telling(telling, reason=_("Stopped by %(name)s.") % {"name": request.user.get_username()})
    messages.success(request, _("Nobody else is told of “%(title)s”.") % {"title": telling.title})
    return _back(telling.article_id)


@require_POST
@asking(MAY_MANAGE)
def repeat(request: HttpRequest, article_id: int) -> HttpResponse:
    """Tell readers of a piece once more, or for the first time; as breaking news with the right for it."""
    is_breaking = "breaking" in request.POST and request.user.has_perm(MAY_TELL_BREAKING)
    try:
        telling = tell_again(article_id=article_id, is_breaking=is_breaking)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Readers are being told of “%(title)s”.") % {"title": telling.title})
    return _back(article_id)


@require_POST
@asking(MAY_MANAGE)
def resend(request: HttpRequest, post_id: int) -> HttpResponse:
    """Send a post to a channel once more."""
    post = get_object_or_404(ChannelPost.objects.select_related("channel", "telling"), pk=post_id)
    try:
        send_again(post)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being posted to %(name)s again.") % {"name": post.channel.name})
    return HttpResponseRedirect(reverse("masthead_telling"))


def _back(article_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("masthead_telling_piece", args=[article_id]))
