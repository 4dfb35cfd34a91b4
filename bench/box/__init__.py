"""The core box, measured: against ffmpeg and GStreamer in the same run, and against its own bars."""
