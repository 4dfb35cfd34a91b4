"""Simulated cameras: RTSP over TCP, Digest sign-in, H.264 or H.265 of a drawn street with its frame number burned in.

Stands in for a shop's own camera, with what goes wrong with one on demand: it loses packets, falls silent, comes and
goes, refuses every password, sets its clock, changes its encoding or its codec, describes itself without end. It films
nothing and nobody. It does not speak UDP, ONVIF, Basic sign-in or TLS, sends no sound, has one stream of one size, and
encodes only while somebody watches. The counter follows the clock, so that frame and time of capture belong together:
on a machine that is too busy, numbers are skipped.
"""
