"""Kinesis Video Streams on loopback, for boto3, a browser and any PutMedia producer, unmodified.

Stands in for the control plane (create, describe, delete, list, endpoints), PutMedia and GetMedia. Each request's
signature is verified with the city's own credentials, and its right asked of the city's own policies. Streams keep
nothing: retention 0 is all there is, with a buffer of at most 5 minutes or 200 MB, which goes with its stream. It does
not do retention, HLS, DASH, clips, images, WebRTC, tags, encryption or limits of rate, and forgets all when it ends.
"""
