"""Django groups behind the roles: what Wagtail and Rosetta ask for.

Roles are ours; both packages only know groups. Nobody is put into a group by
hand: place_in_groups() makes a person's groups follow the roles.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.hooks import search_for_hooks
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail.snippets.models import get_snippet_models

from lms.accounts.models import User
from lms.accounts.roles import Role

EDITORS = "Editors"
ADMINISTRATORS = "System administrators"
TRANSLATORS = "translators"

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
COLLECTION_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def group_names() -> list[str]:
    """Return the names of all groups that follow roles."""
    return [
        EDITORS,
        ADMINISTRATORS,
        TRANSLATORS,
        *(f"{TRANSLATORS}-{code}" for code, _name in settings.LANGUAGES),
    ]


@transaction.atomic
def ensure_groups() -> dict[str, Group]:
    """Make the groups and their rights as they should be; twice changes nothing."""
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in group_names()}
    for name in (EDITORS, ADMINISTRATORS):
        _give_content_rights(groups[name])
    return groups


def place_in_groups(person: User) -> None:
    """Make a person's groups follow the current roles.

    Groups that have nothing to do with roles are left alone.
    """
    wanted = _groups_of(person)
    held = set(
        person.groups.filter(name__in=group_names()).values_list("name", flat=True)
    )
    if wanted - held:
        ensure_groups()
        person.groups.add(*Group.objects.filter(name__in=wanted - held))
    if held - wanted:
        person.groups.remove(*Group.objects.filter(name__in=held - wanted))


def _groups_of(person: User) -> set[str]:
    """Return the names of the groups that the current roles ask for."""
    names = set()
    languages = {code for code, _name in settings.LANGUAGES}
    for membership in person.current_memberships:
        if membership.role == Role.EDITOR:
            names.add(EDITORS)
        elif membership.role == Role.SYSTEM_ADMINISTRATOR:
            names |= {ADMINISTRATORS, TRANSLATORS}
            names |= {f"{TRANSLATORS}-{code}" for code in languages}
        elif membership.role == Role.TRANSLATOR:
            names.add(TRANSLATORS)
            spoken = languages
            if membership.country:
                spoken = languages & {
                    person.language,
                    *membership.country.working_languages,
                }
            names |= {f"{TRANSLATORS}-{code}" for code in spoken}
    return names


def _give_content_rights(group: Group) -> None:
    """Let a group work on pages, pictures, documents and snippets in Wagtail."""
    access = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    group.permissions.add(*access, *_snippet_permissions())
    root = Page.get_first_root_node()
    if root is not None:
        _give(GroupPagePermission, "page", root, group, ("wagtailcore",), PAGE_RIGHTS)
    collection = Collection.get_first_root_node()
    if collection is not None:
        _give(
            GroupCollectionPermission,
            "collection",
            collection,
            group,
            ("wagtailimages", "wagtaildocs"),
            COLLECTION_RIGHTS,
        )


def _snippet_permissions():
    """Return the rights on what has screens in Wagtail; records have none."""
    search_for_hooks()
    types = ContentType.objects.get_for_models(*get_snippet_models()).values()
    return Permission.objects.filter(content_type__in=types)


def _give(model, field: str, place, group: Group, apps, codenames) -> None:
    """Write the rows of a right at a place that are missing."""
    for permission in Permission.objects.filter(
        content_type__app_label__in=apps, codename__in=codenames
    ):
        model.objects.get_or_create(
            group=group, permission=permission, **{field: place}
        )
