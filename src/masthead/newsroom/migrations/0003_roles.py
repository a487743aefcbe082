"""Make room for the newsroom's own roles: Wagtail's "Editors" could not publish, ours can.

The roles themselves are made when a publication is opened.
"""

from django.db import migrations

_NAMES = (("Editors", "Writers"), ("Moderators", "Editors"))
_APPROVAL = "Moderators approval"


def replace_groups(apps, schema_editor):
    """Delete Wagtail's groups, or rename those that somebody is in."""
    groups = apps.get_model("auth", "Group").objects
    for old, new in _NAMES:
        group = groups.filter(name=old).first()
        if group is None:
            continue
        if group.user_set.exists() and not groups.filter(name=new).exists():
            group.name = new
            group.save()
        elif not group.user_set.exists():
            group.delete()


def replace_approval(apps, schema_editor):
    """Delete Wagtail's approval where nothing was ever sent through it."""
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name=_APPROVAL)
    states = apps.get_model("wagtailcore", "WorkflowState").objects
    for workflow in workflows:
        if not states.filter(workflow=workflow).exists():
            apps.get_model("wagtailcore", "WorkflowTask").objects.filter(workflow=workflow).delete()
            apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow=workflow).delete()
            workflow.delete()
            apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=_APPROVAL).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_words_and_slugs"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(replace_groups, migrations.RunPython.noop),
        migrations.RunPython(replace_approval, migrations.RunPython.noop),
    ]
