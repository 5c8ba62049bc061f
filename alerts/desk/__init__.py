"""The editor's desk: which sentence of our own pages has become wrong, why, and what to write instead."""
