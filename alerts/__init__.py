"""Event → Match → Delivery, and Claim → Task: who is told what, in whose language, by which route."""
