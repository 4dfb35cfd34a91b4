"""Kinesis Video Streams on loopback, for boto3, a browser and any PutMedia producer, unmodified.

Stands in for the control plane (create, describe, delete, list, endpoints), PutMedia and GetMedia. Each request's
signature is verified with the city's own credentials, and its right asked of the city's own policies. Streams keep
nothing: retention 0 is all there is, with a buffer of at most 5 minutes or 200 MB, which goes with its stream.

Limits and error numbers are the vendor's (`limits.py`). A stream takes one producer, and a newer one is refused with
`ConnectionLimitExceededException`, as the page on PutMedia says; the page on quotas says that the last one is taken.
Our relay lives with either. What comes faster than the service reads (5 fragments or 12.5 MB a second) waits. Times of
fragments reach the reader as they were sent, tags of a fragment (those that stand before it) with it. How the service
itself relays is not documented: `whole_fragments` shows a fragment only when it is complete, else frames flow as they
come.

It does not do retention, HLS, DASH, clips, images, WebRTC, edge agents, tags of streams, encryption and its errors
(4500 to 4506), IDLE acknowledgments, or a reader's start by time or number; and it forgets all when it ends.
"""
