"""What `run.py` does once a new enough Python runs it: the standard library alone."""
