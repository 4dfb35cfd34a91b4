"""The crash drill: everything that writes is killed at each call to AWS, and run again."""
