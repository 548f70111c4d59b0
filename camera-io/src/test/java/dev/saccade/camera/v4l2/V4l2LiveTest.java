package dev.saccade.camera.v4l2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultSpec;
import dev.saccade.fault.FaultySource;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.ViewedSource;
import dev.saccade.lens.CameraView;
import dev.saccade.v4l2.ScriptedVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The scripted device, bare and behind what wraps a source. */
class V4l2LiveTest {
    @TempDir
    static Path directory;

    private static final AtomicInteger FEEDS = new AtomicInteger();

    private static ScriptedFeed scripted() throws IOException {
        return new ScriptedFeed(
                java.nio.file.Files.createDirectory(directory.resolve("dev" + FEEDS.incrementAndGet())));
    }

    /** What wraps each source that a feed opens. */
    @FunctionalInterface
    private interface Wrapper {
        FrameSource wrap(FrameSource source) throws SourceException;
    }

    private abstract static class OfDevice extends LiveSourceContract {
        private final Wrapper wrapper;

        OfDevice(Wrapper wrapper) {
            this.wrapper = wrapper;
        }

        @Override
        protected LiveFeed feed(Mishap planned) throws IOException {
            return new WrappedFeed(scripted(), wrapper);
        }

        @Override
        protected Set<Mishap> mishaps() {
            return EnumSet.allOf(Mishap.class);
        }

        @Override
        protected int manyFrames() {
            return 100_000;
        }

        @AfterEach
        void shouldGiveEverythingBack() {
            assertThat(ScriptedVideo.held()).isZero();
        }
    }

    private static final class WrappedFeed extends LiveFeed {
        private final ScriptedFeed inner;
        private final Wrapper wrapper;

        WrappedFeed(ScriptedFeed inner, Wrapper wrapper) {
            this.inner = inner;
            this.wrapper = wrapper;
        }

        @Override
        public FrameSource open(String options) throws SourceException {
            return wrapper.wrap(inner.open(options));
        }

        @Override
        public boolean isReal() {
            return false;
        }

        @Override
        public long nowNs() {
            return inner.nowNs();
        }

        @Override
        public void tick() {
            inner.tick();
        }

        @Override
        public void cause(Mishap mishap) {
            inner.cause(mishap);
        }

        @Override
        public void fallSilent() {
            inner.fallSilent();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Nested
    class Bare extends OfDevice {
        Bare() {
            super(source -> source);
        }
    }

    @Nested
    class Viewed extends OfDevice {
        Viewed() {
            super(source -> ViewedSource.of(source, new CameraView(null, 8, 4, 24, 16)));
        }
    }

    @Nested
    class Faulty extends OfDevice {
        Faulty() {
            super(source -> new FaultySource(
                    source,
                    FaultPlan.of(
                            List.of(
                                    FaultSpec.parse("camera-freeze@9000s:1s"),
                                    FaultSpec.parse("camera-blank@9000s:1s"),
                                    FaultSpec.parse("camera-late=100ms@9000s:1s")),
                            1)));
        }
    }
}
