"""Components of the pipeline: one spaCy component a file, and what they share."""
