"""A newsroom and its press that work at random until they are killed; started by test_crash as a process.

Every change is one transaction, as in the newsroom's requests. ``ready`` is said when the work begins.
"""

from __future__ import annotations

import random
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from building import edit, make_article, make_contributor, make_topic  # noqa: E402 - Django comes first
from masthead.newsroom.models import ArticlePage, BylineEntry, Contributor, Identity, SectionPage  # noqa: E402
from masthead.press.actions import print_all, print_waiting  # noqa: E402
from masthead.press.engine import runs  # noqa: E402
from masthead.press.search.feeding import feed_index, rebuild_index  # noqa: E402


def change_something(chance: random.Random, number: int) -> None:
    """Do one thing in the newsroom."""
    articles = list(ArticlePage.objects.order_by("pk"))
    article = chance.choice(articles)
    section = chance.choice(list(SectionPage.objects.order_by("pk")))
    name = f"{chance.randrange(10**9)}"
    what = chance.randrange(9)
    if what <= 2:
        people = [chance.choice(list(Contributor.objects.order_by("pk")))]
        make_article(section, f"Piece {name}", byline=people, topics=[make_topic(f"Topic {name}")])
    elif what == 3:
        edit(article, title=f"Edited {name}", body=[("paragraph", f"<p>{name}</p>")])
    elif what == 4:
        edit(article, byline=[BylineEntry(contributor=make_contributor(f"Person {name}"))])
    elif what == 5:
        article.unpublish()
    elif what == 6 and len(articles) > 5:
        article.delete()
    elif what == 7:
        edit(section, slug=f"desk-{name}")
    else:
        identity = Identity.load()
        identity.tagline = f"Number {number}"
        identity.save()


def main(seed: int, is_everything: bool) -> None:
    """Work until killed."""
    chance = random.Random(seed)
    # Few sheets are printed by several processes too, as many are.
    runs._CREW_FROM = 1 if is_everything else 10**9
    print("ready", flush=True)
    number = 0
    while True:
        for _ in range(chance.randint(1, 3)):
            number += 1
            with transaction.atomic():
                change_something(chance, number)
        print_all() if is_everything or chance.random() < 0.1 else print_waiting()
        rebuild_index() if chance.random() < 0.1 else feed_index(is_checked=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "all")
