"""Addresses of the installation itself."""

from django.urls import path

from core import views

urlpatterns = [
    path("leaving/", views.leaving, name="leaving"),
    path("out/", views.out, name="out"),
    path("shared-devices/", views.shared_devices, name="shared_devices"),
    path("privacy/", views.privacy, name="privacy"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/errors/<int:status>/", views.styleguide_error, name="styleguide_error"),
]
