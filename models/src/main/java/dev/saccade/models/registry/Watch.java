package dev.saccade.models.registry;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * Ends a request that no byte of moves: the SDK bounds the connection alone. The request runs on a thread of its own,
 * which is gone when this returns; progress is told on the caller's.
 */
final class Watch {
    private static final long POLL_MS = 50;

    private final Duration stall;

    Watch(Duration stall) {
        this.stall = stall;
    }

    /** A request; it counts the bytes that it moves, and hands over the stream that it reads. */
    interface Request<T> {
        T run(Transfer transfer) throws Exception;
    }

    <T> T over(LongConsumer heard, Request<T> request) throws IOException, ExecutionException {
        Transfer transfer = new Transfer();
        FutureTask<T> task = new FutureTask<>(() -> request.run(transfer));
        Thread thread = new Thread(task, "saccade-registry");
        thread.setDaemon(true);
        thread.start();
        try {
            return await(task, transfer, heard);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        } finally {
            end(thread, transfer);
        }
    }

    private <T> T await(FutureTask<T> task, Transfer transfer, LongConsumer heard)
            throws IOException, ExecutionException, InterruptedException {
        long seen = 0;
        long movedNs = System.nanoTime();
        while (true) {
            try {
                T result = task.get(POLL_MS, TimeUnit.MILLISECONDS);
                heard.accept(transfer.moved());
                return result;
            } catch (CancellationException e) {
                throw new IllegalStateException("nobody cancels it", e);
            } catch (TimeoutException e) {
                long now = transfer.moved();
                heard.accept(now);
                if (now != seen) {
                    seen = now;
                    movedNs = System.nanoTime();
                } else if (System.nanoTime() - movedNs > stall.toNanos()) {
                    throw new HttpTimeoutException("no byte came for " + stall.toSeconds() + " s");
                }
            }
        }
    }

    /** So that a late write of this request cannot meet the next one's. */
    private static void end(Thread thread, Transfer transfer) throws IOException {
        boolean interrupted = false;
        thread.interrupt();
        transfer.end();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
