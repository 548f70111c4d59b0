package dev.saccade.internal.tensorrt;

import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears TensorRT: errors and warnings go to the log, and the latest error is kept, since the calls themselves return no
 * more than null or false. Lives longer than what was made with it. Called from any thread; runs of a warm engine are
 * silent.
 */
public final class TrtLog extends ILogger {
    private static final Logger LOG = LoggerFactory.getLogger(TrtLog.class);

    private volatile String latestError = "";

    /** Allocates; freed by deallocate(). */
    public TrtLog() {}

    @Override
    public void log(Severity severity, String message) {
        String line = message == null ? "" : message.replaceAll("\\s+", " ").strip();
        switch (severity.intern()) {
            case kINTERNAL_ERROR, kERROR -> {
                latestError = line;
                LOG.debug("TensorRT error: {}", line);
            }
            case kWARNING -> LOG.debug("TensorRT warning: {}", line);
            default -> LOG.trace("TensorRT: {}", line);
        }
    }

    /** @return the latest error in one line, and forgets it; words that say so when there was none */
    public String takeError() {
        String error = latestError;
        latestError = "";
        return error.isEmpty() ? "TensorRT gave no reason" : error;
    }
}
