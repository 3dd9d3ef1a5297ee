"""Version 1 of the JSON API: the same queries and actions as the pages, in another form."""
