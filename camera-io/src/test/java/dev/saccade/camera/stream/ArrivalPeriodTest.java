package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArrivalPeriodTest {
    private static final long MS = 1_000_000L;

    private final ArrivalPeriod period = new ArrivalPeriod();
    private long nowNs = 5_000 * MS;

    private void arrive(int pictures, long everyNs) {
        for (int i = 0; i < pictures; i++) {
            period.arrived(nowNs);
            nowNs += everyNs;
        }
    }

    @Test
    void shouldKnowNothingBeforeAFewPictures() {
        arrive(ArrivalPeriod.FIRST_GROUP, 40 * MS);
        assertThat(period.ns()).isZero();
        arrive(1, 40 * MS);
        assertThat(period.ns()).isEqualTo(40 * MS);
    }

    @Test
    void shouldNotMindPicturesThatComeInPairs() {
        for (int i = 0; i < 60; i++) {
            period.arrived(nowNs);
            period.arrived(nowNs);
            nowNs += 80 * MS;
        }
        assertThat(period.ns()).isCloseTo(40 * MS, within(5 * MS));
    }

    @Test
    void shouldNotMindAPauseNorWhatItHeldBack() {
        arrive(200, 40 * MS);
        nowNs += 2_000 * MS;
        arrive(ArrivalPeriod.GROUP, MS / 10);
        arrive(3 * ArrivalPeriod.GROUP, 40 * MS);
        assertThat(period.ns()).isEqualTo(40 * MS);
    }

    @Test
    void shouldFollowACameraThatSlowsDown() {
        arrive(200, 33 * MS);
        arrive((ArrivalPeriod.WINDOWS + 1) * ArrivalPeriod.GROUP, 66 * MS);
        assertThat(period.ns()).isEqualTo(66 * MS);
    }

    @Test
    void shouldLeaveOutTheTimeBetweenTwoConnections() {
        arrive(5, 40 * MS);
        nowNs += 60_000 * MS;
        period.restart();
        arrive(3 * ArrivalPeriod.GROUP, 40 * MS);
        assertThat(period.ns()).isEqualTo(40 * MS);
    }
}
