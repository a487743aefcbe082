"""What may be uploaded as an image: whole images of a size that a machine can hold."""

from __future__ import annotations

import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.forms import BaseImageForm

from .conf import newsroom_conf

__all__ = ["PictureForm"]

# A JPEG is decoded at an eighth of its size, which reads all of it and takes little memory.
_DRAFT_SCALE = 8
_UNREADABLE = (
    OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError, struct.error, Image.DecompressionBombError,
)  # fmt: skip


class PictureForm(BaseImageForm):
    """Upload an image: whatever is no whole image, or too large a one, is refused in a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        if file is not None:
            most = newsroom_conf().max_image_megapixels
            file.error_messages["invalid_image"] = _(
                "This file is no image, whatever its name says. Choose a JPEG, PNG, WebP, GIF or AVIF."
            )
            file.error_messages["file_too_many_pixels"] = _(
                "This image is too large: up to %(most)d megapixels are taken. Make it smaller and upload it again."
            ).replace("%(most)d", str(most))

    def clean_file(self) -> Any:
        """Refuse a damaged image now: later, it would be missing from printed pages.

        Raises:
            ValidationError: the image cannot be decoded to its end.
        """
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            try:
                _decode(file)
            except _UNREADABLE as error:
                raise ValidationError(
                    _("This image is damaged and cannot be shown. Export or download it again."), code="damaged"
                ) from error
            finally:
                file.seek(0)
        return file


def _decode(file: Any) -> None:
    file.seek(0)
    with Image.open(file) as image:
        image.draft("RGB", (image.width // _DRAFT_SCALE, image.height // _DRAFT_SCALE))
        image.load()
