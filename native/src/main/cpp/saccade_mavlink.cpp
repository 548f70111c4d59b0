#include "saccade_mavlink.h"

#include <time.h>

#include "sha256.h"

int saccade_mavlink_sender_bytes(void) { return sizeof(saccade_mavlink_sender); }

int saccade_mavlink_receiver_bytes(void) { return sizeof(saccade_mavlink_receiver); }

int saccade_mavlink_message_bytes(void) { return sizeof(saccade_mavlink_message); }

int64_t saccade_mavlink_count(const saccade_mavlink_receiver* receiver, int which) {
    const saccade_mavlink_counts& c = receiver->counts;
    const int64_t counts[] = {c.frames, c.unknown, c.corrupt, c.version1, c.refused, c.garbage};
    return which < 0 || which >= 6 ? -1 : counts[which];
}

int64_t saccade_realtime_us(void) {
    timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * int64_t{1000000} + t.tv_nsec / 1000;
}

void saccade_mavlink_sha256(const uint8_t* bytes, int length, uint8_t* out) {
    saccade_sha256 hash;
    saccade_sha256_begin(&hash);
    saccade_sha256_add(&hash, bytes, length);
    saccade_sha256_end(&hash, out);
}
