"""A small city on one machine: the templates, handlers and pages that ship, run without an AWS account."""
