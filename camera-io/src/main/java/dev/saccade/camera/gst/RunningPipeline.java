package dev.saccade.camera.gst;

import com.sun.jna.Pointer;
import dev.saccade.frame.SourceException;
import dev.saccade.time.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freedesktop.gstreamer.Caps;
import org.freedesktop.gstreamer.Element;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.GstException;
import org.freedesktop.gstreamer.Pipeline;
import org.freedesktop.gstreamer.StateChangeReturn;
import org.freedesktop.gstreamer.elements.AppSink;
import org.freedesktop.gstreamer.glib.GError;
import org.freedesktop.gstreamer.glib.NativeObject;
import org.freedesktop.gstreamer.glib.Natives;

/**
 * A pipeline from its text to its end. Elements may hang in a change of state, so both start and stop run on a thread of
 * their own and are awaited for a time only. Owns the pipeline; after {@link #close} no address may be used.
 */
final class RunningPipeline implements AutoCloseable {
    private static final long FAREWELL_MS = 2_000;
    private static final int MESSAGE_ERROR = 2;

    private final Pipeline pipeline;
    private final AppSink sink;
    private final long pipelineAddress;
    private final long sinkAddress;
    private final long bus;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean live;
    private volatile boolean refused;

    private RunningPipeline(Pipeline pipeline, AppSink sink) {
        this.pipeline = pipeline;
        this.sink = sink;
        pipelineAddress = address(pipeline);
        sinkAddress = address(sink);
        bus = SinkCalls.gst_element_get_bus(pipelineAddress);
        // The wrapper's handler would take messages away; here they wait until they are asked for.
        SinkCalls.gst_bus_set_sync_handler(bus, 0, 0, 0);
    }

    private static long address(NativeObject object) {
        return Pointer.nativeValue(Natives.getRawPointer(object));
    }

    /** Makes the pipeline and begins to start it. */
    static RunningPipeline start(PipelineText text) throws SourceException {
        List<GError> complaints = new ArrayList<>();
        Element parsed;
        try {
            parsed = Gst.parseLaunch(text.launch(), complaints);
        } catch (GstException e) {
            throw refuse(text, e.getMessage());
        }
        AppSink found = complaints.isEmpty() && parsed instanceof Pipeline p ? sink(p) : null;
        if (found == null) {
            parsed.dispose();
            throw refuse(
                    text,
                    complaints.isEmpty()
                            ? "several appsinks, and none named saccade"
                            : complaints.get(0).getMessage());
        }
        found.set("drop", true);
        found.set("max-buffers", 1);
        found.set("sync", false);
        Caps caps = Caps.fromString(MappedPicture.CAPS);
        found.setCaps(caps);
        caps.dispose();
        RunningPipeline running = new RunningPipeline((Pipeline) parsed, found);
        running.useMonotonicClock();
        thread(running::play);
        return running;
    }

    private static SourceException refuse(PipelineText text, String why) {
        return new SourceException(
                SourceException.Kind.USAGE,
                "source " + text.shown() + ": "
                        + PipelineText.hide(String.valueOf(why)).replaceAll("\\s*\\R\\s*", " ")
                        + ": try the pipeline with gst-launch-1.0; elements come with plugins (Debian:"
                        + " gstreamer1.0-plugins-base, -good, -bad, -ugly), and 'appsink name=saccade' marks one of"
                        + " several sinks");
    }

    /** The one of our name, or the only one. */
    private static AppSink sink(Pipeline pipeline) {
        if (pipeline.getElementByName(PipelineText.SINK) instanceof AppSink named) {
            return named;
        }
        List<AppSink> sinks = new ArrayList<>();
        for (Element element : pipeline.getElementsRecursive()) {
            if (element instanceof AppSink one) {
                sinks.add(one);
            }
        }
        return sinks.size() == 1 ? sinks.get(0) : null;
    }

    /** GStreamer's system clock, which is the monotonic one, whatever clock an element offers. */
    private void useMonotonicClock() {
        long clock = SinkCalls.gst_system_clock_obtain();
        SinkCalls.gst_pipeline_use_clock(pipelineAddress, clock);
        SinkCalls.gst_object_unref(clock);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "saccade-gst");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void play() {
        // A live pipeline has no picture before it plays, and says so.
        StateChangeReturn paused = pipeline.pause();
        live = paused == StateChangeReturn.NO_PREROLL;
        refused = paused == StateChangeReturn.FAILURE || pipeline.play() == StateChangeReturn.FAILURE;
        started.countDown();
    }

    /** Whether its elements are all told to play by a time; false when one of them holds that up. */
    boolean awaitStarted(long deadlineNs) {
        try {
            return started.await(deadlineNs - MonotonicClock.SYSTEM.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether an element refused to start; {@link #error} tells which. */
    boolean isRefused() {
        return refused;
    }

    /** Whether its pictures come at their own time, so that their stamps are of the monotonic clock. */
    boolean isLive() {
        return live;
    }

    /** Address of the sink. */
    long sink() {
        return sinkAddress;
    }

    /** Monotonic ns at which running time began. */
    long baseTimeNs() {
        return SinkCalls.gst_element_get_base_time(pipelineAddress);
    }

    /** Takes what the elements said; null unless one failed. Allocates nothing unless one did. */
    PipelineError error() {
        long message = SinkCalls.gst_bus_pop_filtered(bus, MESSAGE_ERROR);
        if (message == 0) {
            return null;
        }
        PipelineError error = PipelineError.of(message);
        SinkCalls.gst_mini_object_unref(message);
        return error;
    }

    /** Stops and frees. An element that hangs keeps the pipeline. */
    @Override
    public void close() {
        Thread end = thread(() -> {
            try {
                started.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pipeline.stop();
            SinkCalls.gst_object_unref(bus);
            sink.dispose();
            pipeline.dispose();
        });
        try {
            end.join(FAREWELL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
