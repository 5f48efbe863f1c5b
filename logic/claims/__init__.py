"""The claims that were imported: Parquet in the practice's own folder, checked once, read by pages and trends."""
