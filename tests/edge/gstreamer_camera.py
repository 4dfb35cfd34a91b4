"""GStreamer's RTSP server as a camera, run by Debian's own Python: `gstreamer_camera.py FILE CODEC`; prints its port.

It asks for a sign-in by Digest, and plays an MP4 once for each viewer. With a third word it sends the sound, too.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)
file, codec, *sound = sys.argv[1:]
launch = (
    f"filesrc location={file} ! qtdemux name=film film.video_0 ! queue ! {codec}parse ! rtp{codec}pay name=pay0 pt=96"
)
if sound:
    launch += " film.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97"
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(f"( {launch} )")
may = GstRtspServer.RTSPPermissions()
may.add_role("owner")
for right in ("access", "construct"):
    may.add_permission_for_role("owner", f"media.factory.{right}", True)
factory.set_permissions(may)
token = GstRtspServer.RTSPToken()
token.set_string("media.factory.role", "owner")
door = GstRtspServer.RTSPAuth()
door.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
door.add_digest("owner", "pass", token)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service="0")
server.set_auth(door)
server.get_mount_points().add_factory("/film", factory)
server.attach(None)
sys.stdout.write(f"{server.get_bound_port()}\n")
sys.stdout.flush()
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_HUP, lambda *_: loop.quit())
loop.run()
