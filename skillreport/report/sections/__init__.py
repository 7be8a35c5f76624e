"""One module per section of the organisation report. Each turns findings into a Section, its title chosen by rule."""
