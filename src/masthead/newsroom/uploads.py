"""What may be uploaded as an image: whole images of a size that a machine can hold."""

from __future__ import annotations

import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .conf import newsroom_conf

__all__ = ["PictureField", "PictureForm"]

_MEGA = 1_000_000
# What Pillow raises on a file that breaks off or is not what its first bytes say.
_UNREADABLE = (
    OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError, struct.error, Image.DecompressionBombError,
)  # fmt: skip


class PictureField(WagtailImageField):
    """Take an image; refuse one that is too large by its header, before memory is spent on it, and a damaged one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid_image"] = _(
            "This file is no image, whatever its name says. Choose a JPEG, PNG, WebP, GIF or AVIF."
        )

    def check_image_file_format(self, f: Any) -> None:
        """Refuse what is written in tags: an SVG, which may hold scripts, or a web page with an image's name.

        Raises:
            ValidationError: the file is no image, or not of the kind that its name says.
        """
        if f.image.format_name == "svg" and not f.name.lower().endswith(".svg"):
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image")
        super().check_image_file_format(f)

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse an image with too many pixels, or one that cannot be decoded to its end.

        Raises:
            ValidationError: the image is too large, or damaged.
        """
        most = newsroom_conf().max_image_megapixels
        try:
            width, height, frames = _read_header(f)
            is_too_large = width * height * frames > most * _MEGA
        except Image.DecompressionBombError:
            is_too_large = True
        except _UNREADABLE as error:
            raise _damaged() from error
        if is_too_large:
            raise ValidationError(
                _(
                    "This image is too large: up to %(most)d megapixels are taken. Make it smaller and upload it again."
                ),
                params={"most": most},
                code="file_too_many_pixels",
            )
        try:
            super().check_image_pixel_size(f)
        except _UNREADABLE as error:
            raise _damaged() from error


def _damaged() -> ValidationError:
    return ValidationError(
        _("This image is damaged and cannot be shown whole. Export or download it again."), code="damaged"
    )


def _read_header(file: Any) -> tuple[int, int, int]:
    """Return width, height and number of frames without decoding the image."""
    file.seek(0)
    # Closing the image would close the upload.
    image = Image.open(file)
    found = (*image.size, int(getattr(image, "n_frames", 1)))
    file.seek(0)
    return found


class PictureForm(BaseImageForm):
    """Upload or change an image: whatever is refused is refused in a sentence."""

    class Meta(BaseImageForm.Meta):
        widgets = {**BaseImageForm.Meta.widgets, "caption": AdminAutoHeightTextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = self.fields.get("file")
        if usual is not None:
            self.fields["file"] = PictureField(
                label=usual.label, required=usual.required, widget=usual.widget, initial=usual.initial
            )
