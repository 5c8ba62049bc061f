"""Digests: when they are due, what they tell, and the proof that a quiet week was quiet."""
