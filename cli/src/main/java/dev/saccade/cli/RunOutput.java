package dev.saccade.cli;

import dev.saccade.pipeline.PerceptionTap;
import java.io.Closeable;
import java.io.IOException;

/** A file that grows with the run: read into on a tap's thread, then completed by close, or taken away unfinished. */
interface RunOutput extends PerceptionTap.Reader, Closeable {
    /** Removes what was written: the run was refused before it began. */
    void discard() throws IOException;
}
