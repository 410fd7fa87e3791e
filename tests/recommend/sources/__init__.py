"""Outside catalogues: one file per format, and the door before them."""
