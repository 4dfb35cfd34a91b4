"""Calls for service: the reason of every act."""
