"""The ground plan: what AWS is asked to build, and who may touch what."""
