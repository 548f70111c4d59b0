#!/usr/bin/python3
"""Age of each picture of an RTSP stream at a bare GStreamer appsink, ns, one a line: appsink_latency.py URL SECONDS.

The picture's time is the code that rtsp_server.py draws. The pipeline is the usual low-latency one.
"""

import sys
import time

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst

BLOCK = 16
WIDTH = 640

Gst.init(None)
pipeline = Gst.parse_launch(
    "rtspsrc location=%s latency=0 protocols=tcp ! rtph264depay ! h264parse ! avdec_h264 max-threads=1"
    " ! video/x-raw,format=I420 ! appsink name=sink sync=false max-buffers=1 drop=true" % sys.argv[1]
)
sink = pipeline.get_by_name("sink")
pipeline.set_state(Gst.State.PLAYING)
end = None
while end is None or time.monotonic() < end:
    sample = sink.emit("try-pull-sample", 5 * Gst.SECOND)
    now = time.monotonic_ns()
    if sample is None:
        break
    end = end or time.monotonic() + float(sys.argv[2])
    picture = sample.get_buffer().extract_dup(0, 8 * BLOCK * WIDTH)
    stamp = 0
    for bit in range(64):
        if picture[(bit // 8 * BLOCK + BLOCK // 2) * WIDTH + bit % 8 * BLOCK + BLOCK // 2] > 128:
            stamp |= 1 << bit
    print(now - stamp)
pipeline.set_state(Gst.State.NULL)
