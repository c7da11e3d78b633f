"""What the content management area leaves to our own pages: people and names."""

from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel


@hooks.register("construct_settings_menu")
def leave_people_to_our_pages(request, menu_items):
    """Take "Users" and "Groups" out of the menu: roles are given on our pages."""
    menu_items[:] = [
        item for item in menu_items if item.name not in ("users", "groups")
    ]


# The panel asks for a first and a last name, which people here do not have;
# without it the other preferences of the page can be saved.
NameEmailSettingsPanel.is_active = lambda self: False
