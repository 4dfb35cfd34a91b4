"""Looks at what was sealed and makes previews of it, apart from everything else."""
