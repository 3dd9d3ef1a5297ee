"""The address that says how the installation is."""

from django.urls import path

from live.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
