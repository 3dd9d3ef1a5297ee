"""Journeys in real Chromium, through the real server. Run them alone with: bin/test tests/journeys"""
