#!/usr/bin/python3
"""An RTSP camera of GStreamer's for tests and benchmarks.

rtsp_server.py PORT [codec=h264|h265|jpeg] [fps=N] [size=WxH] [user=NAME password=WORD] [period=FRAMES]

Each picture carries the time at which it was made (CLOCK_MONOTONIC, ns) as 8 x 8 blocks in its upper left corner, most
significant row last: see BurnedClock. Needs the packages python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-rtsp
gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly. Ends with its standard input.
"""

import os
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

port = sys.argv[1]
options = dict(argument.split("=", 1) for argument in sys.argv[2:])
codec = options.get("codec", "h264")
fps = int(options.get("fps", "30"))
width, height = (int(side) for side in options.get("size", "640x480").split("x"))
key_period = int(options.get("period", str(fps)))
BLOCK = 16
GREY = bytes([96])
BRIGHT = bytes([235]) * BLOCK
DARK = bytes([16]) * BLOCK

ENCODERS = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast bitrate=4000 key-int-max=%d"
    " ! rtph264pay name=pay0 pt=96 config-interval=1" % key_period,
    "h265": "x265enc tune=zerolatency speed-preset=ultrafast bitrate=4000 key-int-max=%d"
    " ! rtph265pay name=pay0 pt=96 config-interval=1" % key_period,
    "jpeg": "jpegenc quality=80 ! rtpjpegpay name=pay0 pt=26",
}


def picture(stamp):
    rows = []
    for row in range(8):
        line = b"".join(BRIGHT if stamp >> (row * 8 + column) & 1 else DARK for column in range(8))
        rows.append((line + GREY * (width - 8 * BLOCK)) * BLOCK)
    rows.append(GREY * width * (height - 8 * BLOCK))
    rows.append(b"\x80" * (2 * ((width + 1) // 2) * ((height + 1) // 2)))
    return b"".join(rows)


class Factory(GstRtspServer.RTSPMediaFactory):
    def do_create_element(self, url):
        return Gst.parse_launch(
            "( appsrc name=camera is-live=true do-timestamp=true format=time"
            " caps=video/x-raw,format=I420,width=%d,height=%d,framerate=%d/1"
            " ! queue max-size-buffers=1 leaky=downstream ! %s )" % (width, height, fps, ENCODERS[codec])
        )

    def do_configure(self, media):
        camera = media.get_element().get_by_name_recurse_up("camera")
        running = [True]
        media.connect("unprepared", lambda _: running.__setitem__(0, False))

        def shoot():
            due = time.monotonic()
            while running[0]:
                stamp = time.monotonic_ns()
                # Refused until the pipeline has begun; "unprepared" tells its end.
                camera.emit("push-buffer", Gst.Buffer.new_wrapped(picture(stamp)))
                due += 1 / fps
                time.sleep(max(0, due - time.monotonic()))

        threading.Thread(target=shoot, daemon=True).start()


Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_service(port)
server.set_address("127.0.0.1")
factory = Factory()
factory.set_shared(True)
factory.set_latency(0)
if "user" in options:
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtspServer.RTSPAuth and 2)  # digest
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "user")
    auth.add_digest(options["user"], options["password"], token)
    server.set_auth(auth)
    factory.add_role_from_structure(
        Gst.Structure.new_from_string("user,%s=(boolean)true,%s=(boolean)true"
                                      % (GstRtspServer.RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                         GstRtspServer.RTSP_PERM_MEDIA_FACTORY_CONSTRUCT)))
server.get_mount_points().add_factory("/cam", factory)
if server.attach(None) == 0:
    sys.exit("port %s is taken" % port)
print("ready", flush=True)


def end_with_input():
    while os.read(0, 4096):
        pass
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
GLib.MainLoop().run()
