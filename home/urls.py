"""The front page, what everybody may know about this place, and what makes it installable."""

from django.urls import path

from home import views
from home.views import transparency

urlpatterns = [
    path("", views.front, name="front"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("transparency/", transparency.transparency, name="transparency"),
    path("operator/transparency/", transparency.operator_transparency, name="operator_transparency"),
    path("operator/transparency/figures/", transparency.operator_figures, name="operator_figures"),
    path("offline/", views.offline, name="offline"),
]
