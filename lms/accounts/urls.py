"""Addresses of people and countries; all below the language prefix."""

from django.urls import path

from .views import activity, invitations, mails, my_data, people, profile

app_name = "accounts"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/data/", my_data.my_data, name="my_data"),
    path("profile/data/archive/", my_data.ask_for_archive, name="data_export"),
    path("profile/data/<uuid:pk>/", my_data.download, name="data_download"),
    path("profile/close/", my_data.close_account, name="account_close"),
    path("account-closed/", my_data.account_closed, name="account_closed"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("country/people/", people.people_list, name="people"),
    path("country/people/export/", people.export, name="people_export"),
    path("country/people/<int:pk>/", people.person, name="person"),
    path("country/people/<int:pk>/roles/", people.give_role, name="role_give"),
    path(
        "country/people/<int:pk>/roles/<int:membership>/end/",
        people.end_role,
        name="role_end",
    ),
    path("country/people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("country/people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path(
        "country/people/<int:pk>/second-factor/",
        people.reset_second_factor,
        name="second_factor_reset",
    ),
    path("country/invitations/", invitations.pending, name="invitations"),
    path("country/invitations/new/", invitations.invite, name="invite"),
    path(
        "country/invitations/<int:pk>/resend/",
        invitations.resend,
        name="invitation_resend",
    ),
    path(
        "country/invitations/<int:pk>/withdraw/",
        invitations.withdraw,
        name="invitation_withdraw",
    ),
    path("country/mails/", mails.mail_list, name="mails"),
    path("country/mails/try-again/", mails.try_all_again, name="mails_try_all_again"),
    path("country/mails/<int:pk>/try-again/", mails.try_again, name="mail_try_again"),
    path("country/activity/", activity.log, name="activity"),
]
