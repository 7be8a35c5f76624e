"""Two smaller sample engagements: a plot as data each, acted out by the same few modules."""
