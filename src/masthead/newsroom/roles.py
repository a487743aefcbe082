"""Who may do what: three roles, as groups with permissions, and the approval that a writer's piece needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

__all__ = ["CHIEFS", "EDITORS", "WRITERS", "establish_roles", "let_role"]

CHIEFS = "Editors-in-chief"
EDITORS = "Editors"
WRITERS = "Writers"
APPROVAL = "Editors' approval"

# What a role may do anywhere in the newsroom, as app_label.codename; each role may what the ones before it may.
_MAY = {
    WRITERS: (
        "wagtailadmin.access_admin",
        "newsroom.add_contributor", "newsroom.view_contributor",
        "newsroom.add_topic", "newsroom.view_topic",
    ),
    EDITORS: (
        "newsroom.change_contributor", "newsroom.delete_contributor",
        "newsroom.change_topic", "newsroom.delete_topic",
        "newsroom.view_readercomment", "newsroom.change_readercomment",
        "wagtailredirects.add_redirect", "wagtailredirects.change_redirect", "wagtailredirects.delete_redirect",
    ),
    CHIEFS: (
        "newsroom.change_identity", "newsroom.change_menus", "newsroom.change_counting",
        "newsroom.delete_readercomment", "newsroom.tell_breaking",
        "wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.delete_collection",
        "wagtailcore.add_workflow", "wagtailcore.change_workflow", "wagtailcore.delete_workflow",
        "wagtailcore.add_task", "wagtailcore.change_task", "wagtailcore.delete_task",
        "auth.add_user", "auth.change_user", "auth.view_user",
    ),
}  # fmt: skip
# What a role may do with pages, below the root; Wagtail lets writers change and submit what is their own.
_PAGES = {
    WRITERS: ("add_page",),
    EDITORS: ("change_page", "publish_page", "lock_page", "unlock_page"),
    CHIEFS: ("bulk_delete_page",),
}
# With files, in all collections; whoever may add may change what is their own. Wagtail names the permissions
# after its own models, whichever model a site uses.
_FILES = {
    WRITERS: (
        "wagtailimages.add_image", "wagtailimages.choose_image",
        "wagtaildocs.add_document", "wagtaildocs.choose_document",
    ),
    EDITORS: ("wagtailimages.change_image", "wagtaildocs.change_document"),
    CHIEFS: (),
}  # fmt: skip


# What rooms that this one does not know add.
_MAY_TOO: dict[str, set[str]] = {WRITERS: set(), EDITORS: set(), CHIEFS: set()}


def let_role(role: str, permission: str) -> None:
    """Let a role, and those above it, have a permission of another room, as app_label.codename."""
    _MAY_TOO[role].add(permission)


def establish_roles() -> list[Group]:
    """Make the three roles and the approval, where they are missing; what a site has changed stays."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    pages: list[str] = []
    may: list[str] = []
    files: list[str] = []
    groups = []
    for name in (WRITERS, EDITORS, CHIEFS):
        may += [*_MAY[name], *sorted(_MAY_TOO[name])]
        pages += _PAGES[name]
        files += _FILES[name]
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(may))
        GroupPagePermission.objects.bulk_create(
            [
                GroupPagePermission(group=group, page=root, permission=one)
                for one in _permissions(f"wagtailcore.{codename}" for codename in pages)
            ],
            ignore_conflicts=True,
        )
        GroupCollectionPermission.objects.bulk_create(
            [
                GroupCollectionPermission(group=group, collection=collection, permission=one)
                for one in _permissions(files)
            ],
            ignore_conflicts=True,
        )
        groups.append(group)
    _establish_approval(root, groups[1:])
    return groups


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = set(names)
    labels, codenames = zip(*(name.split(".") for name in wanted), strict=True)
    found = Permission.objects.filter(content_type__app_label__in=labels, codename__in=codenames)
    return [
        one
        for one in found.select_related("content_type")
        if f"{one.content_type.app_label}.{one.codename}" in wanted
    ]


def _establish_approval(root: Page, approvers: list[Group]) -> None:
    """Let every page without an approval of its own wait for an editor's."""
    workflow, is_new = Workflow.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    if is_new:
        task, _ = GroupApprovalTask.objects.get_or_create(name=APPROVAL, defaults={"active": True})
        task.groups.set(approvers)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
