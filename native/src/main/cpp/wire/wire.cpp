#include "wire.h"

#include <string.h>
#include <time.h>

namespace saccade {

namespace {

int64_t read_clock(clockid_t clock) {
    timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// Decimal, right-aligned over blanks.
void put_number(uint8_t* place, uint64_t value, bool negative) {
    int at = PLACE_BYTES;
    do {
        place[--at] = static_cast<uint8_t>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    if (negative) place[--at] = '-';
    memset(place, ' ', at);
}

int worse(int a, int b) { return a > b ? a : b; }

}  // namespace

int64_t monotonic_ns() { return read_clock(CLOCK_MONOTONIC); }

void Wire::identity(const Identity& identity) {
    const uint8_t sequence = sender_.sequence;
    const uint64_t timestamp = sender_.timestamp;
    sender_ = {};
    sender_.system = identity.system;
    sender_.component = identity.component;
    sender_.sequence = sequence;
    sender_.is_signed = identity.is_signed;
    sender_.link = identity.link;
    memcpy(sender_.key, identity.key, sizeof sender_.key);
    // A wire that lives on under a new program never signs with an earlier time.
    sender_.timestamp = timestamp > identity.timestamp ? timestamp : identity.timestamp;
}

int Wire::send(const uint8_t* batch, int length, int64_t valid_until, int64_t now) {
    if (!BatchCursor::is_sound(batch, length)) return FAILED;
    const uint64_t before = sent_;
    const int status = send_all(batch, length, valid_until, now);
    if (sent_ != before) {
        plans_[chosen_].reset();
        steered_ = true;
        used_ = true;
    }
    return status;
}

int Wire::send_safe(const uint8_t* instead, int length, int64_t now) {
    if (plans_[chosen_].is_empty() || !BatchCursor::is_sound(instead, length)) return FAILED;
    const SafePlan::Phase* phase = plans_[chosen_].step(now == CLOCK ? monotonic_ns() : now);
    steered_ = false;
    used_ = true;
    if (!phase) return SENT;
    return length > 0 ? send_all(instead, length, INT64_MAX, now) : send_all(phase->messages, phase->bytes, INT64_MAX, now);
}

int Wire::send_last_word(int64_t now) {
    const SafePlan::Phase* phase = plans_[chosen_].last_word();
    steered_ = false;
    return phase ? send_all(phase->messages, phase->bytes, INT64_MAX, now) : SENT;
}

int Wire::send_all(const uint8_t* batch, int length, int64_t valid_until, int64_t now) {
    BatchCursor cursor(batch, length);
    Message message;
    int status = SENT;
    while (cursor.next(&message) > 0) {
        const int64_t time = now == CLOCK ? monotonic_ns() : now;
        if (time > valid_until) {
            expired_++;
            return worse(status, DROPPED);
        }
        sent_++;
        status = worse(status, send_one(message, time));
    }
    return status;
}

int Wire::send_one(const Message& message, int64_t now) {
    if (message.is_raw()) {
        memcpy(out_, message.payload, message.length);
        if (message.number_at != NOWHERE) put_number(out_ + message.number_at, number_, false);
        const bool negative = now < 0;
        const uint64_t time = negative ? 0 - static_cast<uint64_t>(now) : static_cast<uint64_t>(now);
        if (message.time_at != NOWHERE) put_number(out_ + message.time_at, time, negative);
        number_++;
        return port_.send(out_, message.length);
    }
    const int64_t realtime_us = sender_.is_signed ? read_clock(CLOCK_REALTIME) / 1000 : 0;
    const int length = saccade_mavlink_frame(&sender_, message.id, message.crc_seed, message.payload, message.length,
                                             realtime_us, out_);
    return length < 0 ? static_cast<int>(FAILED) : port_.send(out_, length);
}

}  // namespace saccade
