"""Training of what Hearthside ships trained. Never part of a running installation."""
