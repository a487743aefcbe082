"""The newsroom's list of the magazine's own channels on other networks."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from masthead.delivery.channels.addresses import NETWORKS, check_channel_address, network_of_address
from masthead.delivery.channels.posting import try_channel
from masthead.delivery.channels.texts import FIELDS, check_template
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Channel
from masthead.press.models import Plate

from .rights import MAY_MANAGE, asking

__all__ = ["ChannelForm", "ChannelsViewSet", "try_out"]


def _sections() -> list[tuple[int, str]]:
    plates = Plate.objects.filter(kind="section").order_by("address").values_list("thing_id", "card")
    cards = [(thing_id, json.loads(card)) for thing_id, card in plates]
    return [(thing_id, ("— " if card["parent"] else "") + card["title"]) for thing_id, card in cards]


class ChannelForm(forms.ModelForm[Channel]):
    """A channel, whose address is never shown again."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
        help_text=gettext_lazy(
            "How the network is reached, with the secrets that it gave you, such as tgram://token/@channel. "
            "It is not shown again. Leave it empty to keep the one that is there."
        ),
    )
    sections = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sections"),
        coerce=int,
        required=False,
        choices=_sections,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whose pieces go there, those of the sections below included. None for all."),
    )

    class Meta:
        model = Channel
        fields = ("name", "address", "sections", "is_breaking_only", "template", "delay_s", "is_active")
        help_texts = {
            "template": gettext_lazy("It may hold %(fields)s. What does not fit is cut, never the address.")
            % {"fields": ", ".join(f"{{{one}}}" for one in FIELDS)},
            "delay_s": gettext_lazy("So that your own readers hear of it first."),
        }

    def clean_address(self) -> str:
        """Keep the address that is there where none is given; refuse what cannot be used."""
        address: str = self.cleaned_data["address"] or self.instance.address
        if not address:
            raise forms.ValidationError(
                _("Give the address. Networks that can be used: %(names)s.") % {"names": ", ".join(NETWORKS)}
            )
        return _refused_as_invalid(check_channel_address, address)

    def clean_template(self) -> str:
        """Refuse a text that names what is not there, or leads nowhere."""
        return _refused_as_invalid(check_template, self.cleaned_data["template"])


def _refused_as_invalid(check: Any, value: str) -> str:
    try:
        check(value)
    except RefusedError as error:
        raise forms.ValidationError(str(error)) from error
    return value


class ChannelsViewSet(ModelViewSet):
    """The list, and the forms to add and change a channel."""

    model = Channel
    name = "masthead_channels"
    url_prefix = "delivery/channels"
    icon = "globe"
    menu_label = gettext_lazy("Channels")
    add_to_reference_index = False
    ordering = ("name",)
    edit_template_name = "masthead_config/channel_edit.html"
    list_display = (
        "name",
        Column(
            "network", label=gettext_lazy("Network"), accessor=lambda one: network_of_address(one.address)
        ),
        BooleanColumn("is_active", label=gettext_lazy("In use")),
    )

    def get_form_class(self, for_update: bool = False) -> type[ChannelForm]:
        """Return the form that never shows an address."""
        return ChannelForm


@require_POST
@asking(MAY_MANAGE)
def try_out(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Post a sentence to a channel at once, to see whether it works."""
    channel = get_object_or_404(Channel, pk=channel_id)
    try:
        try_channel(channel, _("A trial from the newsroom."))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s took the trial post.") % {"name": channel.name})
    return HttpResponseRedirect(reverse("masthead_channels:edit", args=[channel_id]))
