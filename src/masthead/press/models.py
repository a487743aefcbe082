"""The nouns of the press: plates, listings, sheets, the ledger and the queue."""

from __future__ import annotations

from django.db import models

__all__ = [
    "Clock",
    "Dependency",
    "Entry",
    "Moved",
    "Pending",
    "Plate",
    "PressState",
    "PrintedEvent",
    "PrintedMedia",
    "PrintedSheet",
    "Ranking",
    "Related",
    "RelatedWaiting",
    "SearchWaiting",
    "Uncomposed",
    "Use",
]


class PlateQuerySet(models.QuerySet["Plate"]):
    """Plates, and those that need something of their own."""

    def without_picture(self) -> PlateQuerySet:
        """Pieces that show no picture in lists."""
        # Cards are written in one way, and no text in them holds a bare quotation mark.
        return self.filter(kind="article", card__contains='"picture":null')


class Plate(models.Model):
    """The composed, published form of one thing, as two JSON documents: what lists show, and the rest.

    Derived: dropping all plates and composing again gives the same.
    """

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    language = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)
    shown_at = models.DateTimeField(null=True)
    card = models.TextField()
    body = models.TextField()
    card_hash = models.CharField(max_length=32)
    body_hash = models.CharField(max_length=32)
    revision_id = models.BigIntegerField(null=True)

    objects = PlateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="press_one_plate_per_thing")]
        indexes = [models.Index(fields=["address"], name="press_plate_address")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class Entry(models.Model):
    """One plate in one listing. Ordered by time and id, a listing's newest N is one index range scan."""

    listing = models.CharField(max_length=40)
    group = models.CharField(max_length=7, blank=True)
    shown_at = models.DateTimeField()
    article_id = models.BigIntegerField()
    plate = models.ForeignKey(Plate, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plate", "listing"], name="press_once_in_a_listing")]
        indexes = [
            models.Index(fields=["listing", "shown_at", "article_id"], name="press_entry_newest"),
            models.Index(fields=["listing", "group", "shown_at", "article_id"], name="press_entry_group"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.listing}"


class Use(models.Model):
    """A page, picture or document that a plate was composed from besides its own thing."""

    plate = models.ForeignKey(Plate, on_delete=models.CASCADE, related_name="uses")
    used_kind = models.CharField(max_length=20)
    used_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plate", "used_kind", "used_id"], name="press_one_use")
        ]
        indexes = [models.Index(fields=["used_kind", "used_id"], name="press_use_used")]

    def __str__(self) -> str:
        return f"{self.used_kind} {self.used_id}"


class PrintedMedia(models.Model):
    """A file that readers may fetch, because a plate shows it."""

    used_kind = models.CharField(max_length=20)
    used_id = models.BigIntegerField()
    spec = models.CharField(max_length=120)
    name = models.TextField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0, help_text="0 where nobody has asked yet.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["used_kind", "used_id", "spec"], name="press_one_media_per_spec")
        ]
        indexes = [models.Index(fields=["name"], name="press_media_name")]

    def __str__(self) -> str:
        return self.name


class Moved(models.Model):
    """An address that once worked, and the thing or address that answers for it now."""

    key = models.TextField()
    shard = models.CharField(max_length=3)
    origin = models.CharField(max_length=40, help_text="`history`, or the newsroom's redirect it came from.")
    kind = models.CharField(max_length=20, blank=True)
    thing_id = models.BigIntegerField(null=True)
    target = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "origin"], name="press_one_moved_per_origin")]
        indexes = [
            models.Index(fields=["shard"], name="press_moved_shard"),
            models.Index(fields=["kind", "thing_id"], name="press_moved_thing"),
            models.Index(fields=["origin"], name="press_moved_origin"),
        ]

    def __str__(self) -> str:
        return self.key


class PrintedSheet(models.Model):
    """The ledger's line of one sheet: where it stands, what was printed and from what."""

    kind = models.CharField(max_length=20)
    args = models.CharField(max_length=120, blank=True)
    address = models.TextField()
    digest = models.CharField(max_length=32)
    printed_from = models.TextField(help_text="The keys of all that was read, sorted, one a line.")
    generation = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "args"], name="press_one_sheet_per_spec")]
        indexes = [models.Index(fields=["address"], name="press_sheet_address")]

    def __str__(self) -> str:
        return self.address


class Dependency(models.Model):
    """The ledger's index: which sheets were printed from a key, by the key's 64-bit hash."""

    pk = models.CompositePrimaryKey("key", "sheet_id")
    key = models.BigIntegerField()
    sheet_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.sheet_id}"


class PendingQuerySet(models.QuerySet["Pending"]):
    """Sets of sheets that wait."""

    def due(self) -> PendingQuerySet:
        """Sheets to print, in the order in which readers need them."""
        return self.filter(error="").order_by("turn", "phase", "id")

    def following(self) -> PendingQuerySet:
        """Sheets to print that give way to what is published meanwhile."""
        return self.due().exclude(turn=0)

    def failed(self) -> PendingQuerySet:
        """Sheets that could not be printed; their last good form still stands."""
        return self.exclude(error="")


class Pending(models.Model):
    """A sheet that waits to be printed, or could not be."""

    kind = models.CharField(max_length=20)
    args = models.CharField(max_length=120, blank=True)
    phase = models.SmallIntegerField(help_text="Leaves before lists; what is withdrawn goes last.")
    turn = models.SmallIntegerField(default=0, help_text="At once, or after all that is printed at once.")
    error = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)

    objects = PendingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "args"], name="press_waits_once")]
        indexes = [models.Index(fields=["turn", "phase", "id"], name="press_pending_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.args}"


class Uncomposed(models.Model):
    """A thing of which no plate could be made from what is live; its last plate still stands."""

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    error = models.TextField()
    failed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="press_uncomposed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class Clock(models.Model):
    """The time as the press prints it: printing reads it here, so that it stays a function of its rows."""

    unit = models.CharField(max_length=10, primary_key=True)
    value = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.unit} {self.value}"


class PressState(models.Model):
    """What the press knows of itself, by name."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class SearchWaiting(models.Model):
    """A plate that came, changed or went, and that the search index does not know so yet."""

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class Related(models.Model):
    """One of the pieces that a piece names as being like it."""

    article_id = models.BigIntegerField()
    place = models.SmallIntegerField()
    related_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_id", "place"], name="press_one_related_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} names {self.related_id}"


class RelatedWaiting(models.Model):
    """A piece that came, changed or went, and for which the pieces like it are not chosen yet."""

    article_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.article_id)


class PrintedEventQuerySet(models.QuerySet["PrintedEvent"]):
    """Sets of printed events."""

    def waiting(self) -> PrintedEventQuerySet:
        """Events that delivery has not taken yet, oldest first."""
        return self.filter(taken_at=None).order_by("id")


class PrintedEvent(models.Model):
    """The news that something stands in print, or does no longer: what delivery tells readers from.

    Written in the transaction that writes the sheet into the ledger. Rows may repeat, and a page is printed
    again when only its neighbours changed: whoever reads them compares with what it knows.
    """

    class Change(models.TextChoices):
        """What became of the page."""

        NEW = "new"
        AGAIN = "again"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    address = models.TextField()
    change = models.CharField(max_length=10, choices=Change, default=Change.AGAIN)
    printed_at = models.DateTimeField(auto_now_add=True, db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PrintedEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(taken_at=None), name="press_printed_waiting"),
            models.Index(fields=["kind", "thing_id"], name="press_printed_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} printed: {self.change}"


class Ranking(models.Model):
    """Which pieces stand in a ranking, and with what counts; the rooms toward the reader keep it."""

    name = models.CharField(max_length=20, primary_key=True)
    pieces = models.TextField(help_text="The ids of the pieces, the first one first, as JSON.")
    counts = models.TextField(help_text="The count of each, as JSON.")

    def __str__(self) -> str:
        return self.name
