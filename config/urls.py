"""Every address of the installation; each feature brings its own."""

from django.urls import include, path

# Addresses are tried in this order, so the ones people ask for most come first.
urlpatterns = [
    # Before all others, few as they are: thousands of browsers ask for them in the same minute.
    path("", include("calls.urls")),
    path("", include("home.urls")),
    path("", include("forum.urls")),
    path("", include("chat.urls")),
    path("", include("circles.urls")),
    path("", include("listening.urls")),
    path("", include("people.urls")),
    path("", include("notifications.urls")),
    path("", include("safety.urls")),
    path("", include("live.urls")),
    path("", include("core.urls")),
    path("", include("api.urls")),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"
