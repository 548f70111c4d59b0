package dev.saccade.frame;

import java.util.Set;

/** Opens sources of some URI schemes. Found by {@link java.util.ServiceLoader}; loads native libraries only in open. */
public interface FrameSourceProvider {
    /** @return the schemes, lower case, such as {@code file} */
    Set<String> schemes();

    /**
     * Opens a source.
     *
     * @param uri parsed URI
     * @return the source, owned by the caller
     * @throws SourceException when it cannot be opened
     */
    FrameSource open(SourceUri uri) throws SourceException;
}
