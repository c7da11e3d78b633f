"""Addresses of making and editing plans."""

from django.urls import path

from toolkit.plans.views import building, items, plans, targets

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="new"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/means/", plans.capacity, name="capacity"),
    path("plans/<int:pk>/delete/", plans.delete, name="delete"),
    path("plans/<int:pk>/targets/", targets.targets, name="targets"),
    path("plans/<int:pk>/roles/", targets.roles, name="roles"),
    path("plans/<int:pk>/build/", building.build, name="build"),
    path("plans/<int:pk>/compare/", building.compare, name="compare"),
    path("plans/<int:pk>/lines/new/", items.add, name="item_add"),
    path("plans/<int:pk>/lines/<str:code>/", items.item, name="item"),
    path("plans/<int:pk>/lines/<str:code>/drop/", items.drop, name="item_drop"),
    path(
        "plans/<int:pk>/lines/<str:code>/restore/", items.restore, name="item_restore"
    ),
    path("plans/<int:pk>/lines/<str:code>/free/", items.free, name="item_free"),
    path("plans/<int:pk>/lines/<str:code>/move/", items.move, name="item_move"),
    path(
        "plans/<int:pk>/lines/<str:code>/order/", items.waive_order, name="item_order"
    ),
]
