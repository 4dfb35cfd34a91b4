"""Simulated cameras: RTSP over TCP, Digest sign-in, H.264 of a drawn street with its frame number burned in.

Stands in for a shop's own camera. It films nothing and nobody. It does not speak UDP, ONVIF, audio, Basic sign-in or
H.265, has one stream of one size, and encodes only while somebody watches. The counter follows the clock, so that
frame and time of capture belong together: on a machine that is too busy, numbers are skipped.
"""
