"""A demonstration district: real places, invented people, the same doors a user takes."""
