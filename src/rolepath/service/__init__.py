"""Load → build → answer: what a library user imports, and what the command line calls."""
