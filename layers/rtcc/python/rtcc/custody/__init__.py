"""The sealed record of every act and refusal."""
