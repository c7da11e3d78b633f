"""What every page shows of the signed-in person: areas and account menu."""


def navigation(request) -> dict:
    """Return the areas of the header and the entries of the account menu."""
    return {"nav_areas": [], "account_menu": []}
