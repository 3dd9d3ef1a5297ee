"""The front page, and what makes this place installable."""

from django.urls import path

from home import views

urlpatterns = [
    path("", views.front, name="front"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
]
