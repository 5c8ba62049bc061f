"""Snapshot → Version → Change: pure reading and comparing; no network, no database, no clock."""
