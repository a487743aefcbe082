"""Everything people can do in the newsroom, in any order, and what must hold of the edition after it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.contrib.auth.models import Group
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from building import (
    edit,
    empty_database,
    make_article,
    make_contributor,
    make_picture,
    make_section,
    make_standing,
    make_topic,
    open_test_publication,
    picture_file,
)
from editions import (
    assert_addresses_answer,
    assert_full_print_writes_nothing,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_ledger_names_the_files,
    assert_moved_rows_are_sound,
    assert_no_dead_links,
    assert_plates_are_the_live_pages,
    html_addresses,
    read_edition,
)
from masthead.newsroom import actions
from masthead.newsroom.models import (
    ArticlePage,
    BylineEntry,
    Contributor,
    HomePage,
    Identity,
    LeadStory,
    Menus,
    Picture,
    ReaderComment,
    SectionPage,
    StandingPage,
    Topic,
)
from masthead.press.actions import print_all, print_waiting

START = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
WORDS = ("Harbour", "Tide & <b>Time</b>", "ميناء", "Light 🎈", 'Say "when"', "Drains")
SLUGS = ("harbour", "tide", "ميناء", "лодка", "drains", "archive-2")
COLORS = ("navy", "teal", "olive")

pick = st.integers(0, 11)
words = st.sampled_from(WORDS)
slugs = st.sampled_from(SLUGS)
is_so = st.booleans()
dates = st.sampled_from(
    [None, START, START - timedelta(days=1), START - timedelta(days=40), START - timedelta(days=400)]
)


def one_of(rows: QuerySet[Any], number: int) -> Any:
    """Return one of some rows, or nothing when there is none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def body_of(number: int) -> list[tuple[str, Any]]:
    """Return a body: plain, or with a link to a page, a related piece or an image."""
    page = one_of(Page.objects.filter(depth__gt=2), number)
    picture = one_of(Picture.objects.all(), number)
    article = one_of(ArticlePage.objects.all(), number)
    blocks: list[tuple[str, Any]] = [("paragraph", f"<p>Paragraph {number}.</p>")]
    if number % 4 == 1 and page:
        blocks.append(("paragraph", f'<p>See <a linktype="page" id="{page.pk}">there</a>.</p>'))
    if number % 4 == 2 and article:
        blocks.append(("related", article))
    if number % 4 == 3 and picture:
        blocks.append(("image", {"image": picture, "caption": "", "alt_text": ""}))
    return blocks


class NewsroomMachine(RuleBasedStateMachine):
    """A newsroom and its press.

    Args:
        data_path: the folder of edition, media and run files, emptied for each example.
    """

    def __init__(self, data_path: Path) -> None:
        super().__init__()
        empty_database()
        for folder in data_path.iterdir():
            shutil.rmtree(folder)
        self.data_path = data_path
        self.ever_printed: set[str] = set()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self._open()

    def _open(self) -> None:
        home = open_test_publication()
        news = make_section(home, "News")
        make_section(news, "Economy")
        make_section(home, "Culture")
        make_standing(home, "About")
        people = [make_contributor("Ada"), make_contributor("Bo")]
        topics = [make_topic("Ports"), make_topic("Rain")]
        make_picture("Field")
        make_article(news, "First", byline=people, topics=topics[:1])
        make_article(SectionPage.objects.get(slug="economy"), "Second", byline=people[1:], topics=topics)
        self.print()

    def teardown(self) -> None:
        """Check all properties at the end of an example."""
        try:
            self.print()
            self.check()
            assert_full_print_writes_nothing()
            assert_ledger_names_the_files()
        finally:
            self.clock.stop()

    def print(self) -> None:
        report = print_waiting()
        assert report.failed == 0
        self.ever_printed |= html_addresses(read_edition())

    # What the press does in between

    @rule()
    def press_prints(self) -> None:
        self.print()

    @rule()
    def press_prints_everything_anew(self) -> None:
        assert print_all().failed == 0
        self.ever_printed |= html_addresses(read_edition())

    @rule()
    def check(self) -> None:
        self.print()
        assert_plates_are_the_live_pages()
        assert_incremental_equals_full()
        assert_idle_is_idle()
        assert_no_dead_links()
        assert_addresses_answer(self.ever_printed)
        assert_moved_rows_are_sound()
        assert_ledger_names_the_files()

    @rule(hours=st.sampled_from([1, 5, 50, 24 * 40]))
    def time_passes(self, hours: int) -> None:
        self.now.shift(timedelta(hours=hours))
        run = actions.run_schedule(interval_s=30)
        assert run.error == ""

    # Pages

    def _free(self, slug: str, parent: Page, page: Page | None = None) -> bool:
        return bool(Page._slug_is_available(slug, parent, page))

    @rule(where=pick, title=words, slug=slugs, date=dates, who=pick, what=pick, body=pick, is_published=is_so)
    def write_article(
        self,
        where: int,
        title: str,
        slug: str,
        date: datetime | None,
        who: int,
        what: int,
        body: int,
        is_published: bool,
    ) -> None:
        section = one_of(SectionPage.objects.all(), where)
        if section is None or not self._free(slug, section):
            return
        people = [
            one
            for one in {one_of(Contributor.objects.all(), who), one_of(Contributor.objects.all(), who // 3)}
            if one
        ]
        topics = [
            one for one in {one_of(Topic.objects.all(), what), one_of(Topic.objects.all(), what // 3)} if one
        ]
        make_article(
            section, title, slug=slug, published_at=date, body=body_of(body), byline=people, topics=topics,
            lead_image=one_of(Picture.objects.all(), body) if body % 2 else None, is_published=is_published,
        )  # fmt: skip

    @rule(which=pick, title=words, body=pick, is_published=is_so)
    def edit_article(self, which: int, title: str, body: int, is_published: bool) -> None:
        article = one_of(ArticlePage.objects.all(), which)
        if article:
            edit(article, title=title, body=body_of(body), is_published=is_published)

    @rule(which=pick, date=dates, who=pick, what=pick, is_published=is_so)
    def sign_and_date_article(
        self, which: int, date: datetime | None, who: int, what: int, is_published: bool
    ) -> None:
        article = one_of(ArticlePage.objects.all(), which)
        if article:
            person, topic = one_of(Contributor.objects.all(), who), one_of(Topic.objects.all(), what)
            byline = [BylineEntry(contributor=person, role="photo")] if person else []
            edit(
                article,
                published_at=date,
                byline=byline,
                topics=[topic] if topic else [],
                is_published=is_published,
            )

    @rule(which=pick, number=pick)
    def put_picture(self, which: int, number: int) -> None:
        article = one_of(ArticlePage.objects.filter(live=True), which)
        if article:
            edit(article, lead_image=one_of(Picture.objects.all(), number) if number % 3 else None)

    @rule(which=pick)
    def publish(self, which: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=1, has_unpublished_changes=True), which)
        if page:
            page.specific.get_latest_revision().publish()

    @rule(which=pick, hours=st.integers(1, 60), hours_out=st.one_of(st.none(), st.integers(61, 90)))
    def schedule(self, which: int, hours: int, hours_out: int | None) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page:
            out = timezone.now() + timedelta(hours=hours_out) if hours_out else None
            draft = page.specific.get_latest_revision_as_object()
            draft.go_live_at, draft.expire_at = timezone.now() + timedelta(hours=hours), out
            draft.save_revision().publish()

    @rule(which=pick, hours=st.integers(1, 60))
    def let_expire(self, which: int, hours: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=2, live=True), which)
        if page:
            edit(page.specific, expire_at=timezone.now() + timedelta(hours=hours), go_live_at=None)

    @rule(which=pick)
    def cancel_schedule(self, which: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=2, go_live_at__isnull=False), which)
        if page:
            edit(page.specific, go_live_at=None, expire_at=None)

    @rule(which=pick, with_descendants=is_so)
    def unpublish(self, which: int, with_descendants: bool) -> None:
        page = one_of(Page.objects.filter(depth__gt=2, live=True), which)
        if page:
            page.specific.unpublish()
            if with_descendants:
                for child in page.get_descendants().live().specific():
                    child.unpublish()

    @rule(which=pick)
    def delete_page(self, which: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page:
            page.specific.delete()

    @rule(which=pick, where=pick, position=st.sampled_from(["first-child", "last-child"]))
    def move_page(self, which: int, where: int, position: str) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        target = one_of(Page.objects.filter(depth__gt=1), where)
        if page is None or target.pk == page.pk or target.is_descendant_of(page):
            return
        page, target = page.specific, target.specific
        if page.can_move_to(target) and self._free(page.slug, target, page):
            page.move(target, pos=position)

    @rule(which=pick, slug=slugs, through_revision=is_so)
    def rename_address(self, which: int, slug: str, through_revision: bool) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page is None or not self._free(slug, page.get_parent(), page):
            return
        if through_revision or page.has_unpublished_changes:
            edit(page.specific, slug=slug)
        else:
            page = page.specific
            page.slug = slug
            page.save()
            page.save_revision()

    @rule(which=pick, title=words, text=words)
    def edit_section_or_standing(self, which: int, title: str, text: str) -> None:
        page = one_of(Page.objects.type(SectionPage, StandingPage), which)
        if page:
            field = "description" if page.specific_class is SectionPage else "standfirst"
            edit(page.specific, title=title, **{field: text})

    @rule(where=pick, title=words, slug=slugs, is_section=is_so, is_published=is_so)
    def add_section_or_standing(
        self, where: int, title: str, slug: str, is_section: bool, is_published: bool
    ) -> None:
        model = SectionPage if is_section else StandingPage
        parents = [
            one
            for one in Page.objects.type(HomePage, model).order_by("pk")
            if model.can_create_at(one.specific)
        ]
        parent = parents[where % len(parents)]
        if self._free(slug, parent):
            page = (make_section if is_section else make_standing)(parent, title, slug=slug)
            if not is_published:
                page.unpublish()

    @rule(which=pick, how=st.sampled_from(["login", "password", "groups"]))
    def close_page(self, which: int, how: str) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page:
            restriction = PageViewRestriction.objects.create(page=page, restriction_type=how, password="x")
            if how == "groups":
                restriction.groups.set([Group.objects.get_or_create(name="Subscribers")[0]])

    @rule(which=pick)
    def open_page(self, which: int) -> None:
        restriction = one_of(PageViewRestriction.objects.all(), which)
        if restriction:
            restriction.delete()

    # The front and what stands around all pages

    @rule(first=pick, second=pick)
    def choose_leads(self, first: int, second: int) -> None:
        home = HomePage.objects.get()
        articles = [one_of(ArticlePage.objects.all(), number) for number in {first, second}]
        edit(home, lead_stories=[LeadStory(article=one) for one in articles if one])

    @rule(
        first=pick,
        second=pick,
        menu=st.sampled_from(["header", "small", "footer", "utility"]),
        label=st.sampled_from(["", "Here"]),
    )
    def set_menu(self, first: int, second: int, menu: str, label: str) -> None:
        pages = [one_of(Page.objects.filter(depth__gt=1), number) for number in (first, second)]
        entries: list[Any] = [
            (
                "item",
                {
                    "label": label,
                    "page": page,
                    "url": "",
                    "children": [{"label": "", "page": pages[1], "url": ""}],
                },
            )
            for page in pages
        ]
        entries.append(
            (
                "item",
                {"label": "Elsewhere", "page": None, "url": "https://elsewhere.example/", "children": []},
            )
        )
        menus = Menus.load()
        setattr(menus, menu, entries[first % 3 :])
        menus.save()

    @rule(name=words, number=pick, language=st.sampled_from(["en", "ar", "de"]))
    def change_identity(self, name: str, number: int, language: str) -> None:
        identity = Identity.load()
        identity.name, identity.language = name, language
        identity.logo = one_of(Picture.objects.all(), number) if number % 2 else None
        identity.save()

    # People and topics

    @rule(which=pick, name=words, slug=slugs, number=pick)
    def rename_contributor(self, which: int, name: str, slug: str, number: int) -> None:
        person = one_of(Contributor.objects.all(), which)
        if person and not Contributor.objects.filter(slug=slug).exclude(pk=person.pk).exists():
            person.name, person.slug, person.note = name, slug, name
            person.portrait = one_of(Picture.objects.all(), number) if number % 2 else None
            person.save()

    @rule(which=pick, title=words, slug=slugs)
    def rename_topic(self, which: int, title: str, slug: str) -> None:
        topic = one_of(Topic.objects.all(), which)
        if topic and not Topic.objects.filter(slug=slug).exclude(pk=topic.pk).exists():
            topic.title, topic.slug, topic.description = title, slug, title
            topic.save()

    @rule(name=words, slug=slugs, is_topic=is_so)
    def add_person_or_topic(self, name: str, slug: str, is_topic: bool) -> None:
        if not (Topic if is_topic else Contributor).objects.filter(slug=slug).exists():
            (make_topic if is_topic else make_contributor)(name, slug=slug)

    @rule(which=pick, is_topic=is_so)
    def delete_person_or_topic(self, which: int, is_topic: bool) -> None:
        thing = one_of((Topic if is_topic else Contributor).objects.all(), which)
        if thing:
            try:
                thing.delete()
            except ProtectedError:
                assert not is_topic

    @rule(first=pick, second=pick, is_topic=is_so)
    def merge(self, first: int, second: int, is_topic: bool) -> None:
        rows = (Topic if is_topic else Contributor).objects.all()
        old, new = one_of(rows, first), one_of(rows, second)
        if old and old != new:
            if is_topic:
                actions.merge_topics(keep=new, merge=old)
            else:
                actions.merge_contributors(keep=new, merge=old)

    # Pictures, comments, redirects

    @rule(which=pick, text=words, color=st.one_of(st.none(), st.sampled_from(COLORS)))
    def change_picture(self, which: int, text: str, color: str | None) -> None:
        picture = one_of(Picture.objects.all(), which)
        if picture:
            picture.caption, picture.description, picture.credit = text, f"It shows {text}", text
            if color:
                picture.file = picture_file(color=color)
                picture._set_file_hash()
            picture.save()

    @rule(color=st.sampled_from(COLORS))
    def add_picture(self, color: str) -> None:
        make_picture(color.title(), color=color)

    @rule(which=pick)
    def delete_picture(self, which: int) -> None:
        picture = one_of(Picture.objects.all(), which)
        if picture:
            picture.delete()

    @rule(which=pick, close=is_so)
    def keep_picture_private(self, which: int, close: bool) -> None:
        picture = one_of(Picture.objects.all(), which)
        private = Collection.objects.filter(
            name="Private"
        ).first() or Collection.get_first_root_node().add_child(name="Private")
        if picture and close:
            picture.collection = private
            picture.save()
        elif close:
            CollectionViewRestriction.objects.filter(collection=private).delete()
        elif not CollectionViewRestriction.objects.filter(collection=private).exists():
            CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    @rule(which=pick, text=words, reply=is_so)
    def comment(self, which: int, text: str, reply: bool) -> None:
        page = one_of(Page.objects.type(ArticlePage, StandingPage), which)
        if page:
            parent = ReaderComment.objects.filter(page=page).first() if reply else None
            ReaderComment.objects.create(
                page=page, parent=parent, author_name=text, body=f"<p>{which}</p>", written_at=timezone.now()
            )

    @rule(which=pick, delete=is_so)
    def hide_or_delete_comment(self, which: int, delete: bool) -> None:
        comment = one_of(ReaderComment.objects.all(), which)
        if comment and delete:
            comment.delete()
        elif comment:
            comment.is_shown = not comment.is_shown
            comment.save()

    @rule(which=pick, slug=slugs, to_page=is_so, query=st.sampled_from(["", "?p=12"]))
    def add_redirect(self, which: int, slug: str, to_page: bool, query: str) -> None:
        old_path = Redirect.normalise_path(f"/old/{slug}/{query}")
        if not Redirect.objects.filter(old_path=old_path, site=None).exists():
            page = one_of(Page.objects.filter(depth__gt=1), which)
            target = {"redirect_page": page} if to_page else {"redirect_link": "https://elsewhere.example/"}
            Redirect.objects.create(old_path=old_path, **target)

    @rule(which=pick, slug=slugs, delete=is_so)
    def change_redirect(self, which: int, slug: str, delete: bool) -> None:
        redirect = one_of(Redirect.objects.all(), which)
        if redirect and delete:
            redirect.delete()
        elif redirect and not Redirect.objects.filter(old_path=f"/older/{slug}").exists():
            redirect.old_path = f"/older/{slug}"
            redirect.save()
