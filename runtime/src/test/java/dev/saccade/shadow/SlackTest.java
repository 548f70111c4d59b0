package dev.saccade.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the next frame comes, and how long a look takes: both on the safe side. */
class SlackTest {
    private static final long MS = 1_000_000;

    @Test
    void shouldKnowThePeriodAfterEightIntervals() {
        FramePeriod period = new FramePeriod();
        for (int i = 0; i < 8; i++) {
            period.add(1_000 + i * 33L * MS);
            assertThat(period.earliestNs()).isZero();
        }
        period.add(1_000 + 8 * 33 * MS);
        assertThat(period.earliestNs()).isEqualTo(33 * MS);
    }

    @Test
    void shouldIgnoreGapsAndASingleEarlyFrame() {
        FramePeriod period = new FramePeriod();
        long at = 0;
        for (int i = 0; i < 20; i++) {
            at += i % 3 == 0 ? 99 * MS : i == 10 ? 5 * MS : 33 * MS;
            period.add(at);
        }
        assertThat(period.earliestNs()).isEqualTo(33 * MS);
        for (int i = 0; i < 3; i++) {
            at += 20 * MS;
            period.add(at);
        }
        assertThat(period.earliestNs()).as("a faster camera").isEqualTo(20 * MS);
    }

    @Test
    void shouldTakeTheThirdLongestLookWithAMargin() {
        CandidateTime time = new CandidateTime(10 * MS);
        assertThat(time.neededNs()).isEqualTo(11 * MS + 500_000);
        time.add(40 * MS);
        time.add(84 * MS);
        assertThat(time.neededNs()).as("two may be the machine's doing").isEqualTo(11 * MS + 500_000);
        time.add(20 * MS);
        assertThat(time.neededNs()).isEqualTo(22 * MS + 500_000);
        for (int i = 0; i < 32; i++) {
            time.add(9 * MS);
        }
        assertThat(time.neededNs()).as("old looks count no longer").isEqualTo(9_900_000 + 500_000);
    }

    @Test
    void shouldForgetABurstOfLongLooksWhileThereIsNoRoomButNotTheShortest() {
        CandidateTime time = new CandidateTime(8 * MS);
        for (int i = 0; i < 10; i++) {
            time.add(40 * MS);
        }
        assertThat(time.neededNs()).isEqualTo(44 * MS + 500_000);
        for (int i = 0; i < 7 * 16; i++) {
            time.noRoom();
        }
        assertThat(time.neededNs()).as("three of ten are left").isEqualTo(44 * MS + 500_000);
        for (int i = 0; i < 16; i++) {
            time.noRoom();
        }
        assertThat(time.neededNs()).isEqualTo(8_800_000 + 500_000);
        time.add(9 * MS);
        assertThat(time.neededNs()).as("they stay forgotten").isEqualTo(9_900_000 + 500_000);
        for (int i = 0; i < 2_000; i++) {
            time.noRoom();
        }
        assertThat(time.neededNs()).as("never below its best look").isEqualTo(8_800_000 + 500_000);
        for (int i = 0; i < 32; i++) {
            time.add(30 * MS);
        }
        for (int i = 0; i < 2_000; i++) {
            time.noRoom();
        }
        assertThat(time.neededNs()).as("a candidate that really is slow").isEqualTo(33 * MS + 500_000);
    }
}
