"""The nouns of the newsroom."""

from .comments import ReaderComment
from .counting import Counting
from .embeds import EmbedPreview
from .events import Event
from .identity import Identity, Menus
from .kin import Kin, kin_of
from .newsletters import Digest, LetterPage, LetterPiece, NewsletterPage
from .pages import ArticlePage, BylineEntry, Correction, HomePage, LeadStory, SectionPage, StandingPage
from .people import Contributor, Topic
from .pictures import Picture, PictureRendition
from .schedule import ScheduleRun

__all__ = [
    "ArticlePage",
    "BylineEntry",
    "Contributor",
    "Correction",
    "Counting",
    "Digest",
    "EmbedPreview",
    "Event",
    "HomePage",
    "Identity",
    "Kin",
    "LeadStory",
    "LetterPage",
    "LetterPiece",
    "Menus",
    "NewsletterPage",
    "Picture",
    "PictureRendition",
    "ReaderComment",
    "ScheduleRun",
    "SectionPage",
    "StandingPage",
    "Topic",
    "kin_of",
]
