"""What Unitwise teaches: concepts, lessons, misconceptions, the audited article, read strictly from content/."""
