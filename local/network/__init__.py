"""A box on a line of its own: network namespaces with a cable between them, and Debian's mosquitto as the broker.

Needs `unshare`, `nsenter`, `ip` and `mosquitto`, and a kernel that lets this user make namespaces; no root. The broker
asks for certificates and keeps each box to what the IoT policy says, by its dynamic-security plugin. It is not AWS IoT:
a client id that is not the certificate's own is replaced and not refused, a publication that is not allowed is dropped
and not answered by hanging up, and there are no presence events: its log tells who came and went.
"""
