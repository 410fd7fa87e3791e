"""Outside catalogues: one adapter per format, all behind one door, none knows web or database."""
