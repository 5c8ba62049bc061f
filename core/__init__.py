"""The shared vocabulary: values, tables, the watchlist reader, settings and errors."""
