"""The HTTP API, the feeds and the website: the history for programs and for people."""
