#include "mavlink_receiver.h"

#include <string.h>

#include "mavlink_wire.h"

namespace {

// https://mavlink.io/en/guide/message_signing.html: a new stream may be this much behind, in 10 us.
constexpr uint64_t NEW_STREAM_BEHIND = 60 * 100000;

enum class Verdict { DELIVER, PASS_OVER, GARBAGE };

bool starts(uint8_t byte) { return byte == mavlink::START || byte == mavlink::START_OF_1; }

uint64_t little_endian(const uint8_t* p, int bytes) {
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++) value |= static_cast<uint64_t>(p[i]) << 8 * i;
    return value;
}

// Bytes of the frame at the head of the buffer, as far as what is there tells.
int needed(const saccade_mavlink_receiver* r) {
    if (r->filled == 0) return 1;
    if (r->bytes[0] == mavlink::START_OF_1) {
        return r->filled < mavlink::HEADER_OF_1 ? mavlink::HEADER_OF_1
                                                : mavlink::HEADER_OF_1 + r->bytes[1] + mavlink::CHECKSUM;
    }
    if (r->filled < mavlink::HEADER) return mavlink::HEADER;
    return mavlink::HEADER + r->bytes[1] + mavlink::CHECKSUM + (r->bytes[2] & mavlink::SIGNED ? mavlink::SIGNATURE : 0);
}

int kind(const saccade_mavlink_receiver* r, uint32_t id) {
    for (int i = 0; i < r->kinds; i++) {
        if (r->ids[i] == id) return i;
    }
    return -1;
}

bool sound(const saccade_mavlink_receiver* r, int end, int kind) {
    const uint64_t stated = little_endian(r->bytes + end, mavlink::CHECKSUM);
    return stated == mavlink::checksum(r->bytes + 1, end - 1, r->seeds[kind]);
}

// Drops bytes, and what follows them up to the next possible start.
void drop(saccade_mavlink_receiver* r, int bytes) {
    while (bytes < r->filled && !starts(r->bytes[bytes])) {
        bytes++;
        r->counts.garbage++;
    }
    r->filled = bytes < r->filled ? r->filled - bytes : 0;
    memmove(r->bytes, r->bytes + bytes, r->filled);
}

saccade_mavlink_stream* stream(saccade_mavlink_receiver* r, uint8_t system, uint8_t component, uint8_t link) {
    for (saccade_mavlink_stream& s : r->streams) {
        if (!s.used || (s.system == system && s.component == component && s.link == link)) {
            s.system = system;
            s.component = component;
            s.link = link;
            return &s;
        }
    }
    return nullptr;
}

// signed_part: bytes before the signature.
bool authentic(saccade_mavlink_receiver* r, int signed_part, int64_t realtime_us) {
    if (!(r->bytes[2] & mavlink::SIGNED)) return false;
    uint8_t hash[mavlink::HASH];
    const int hashed = signed_part + mavlink::SIGNATURE - mavlink::HASH;
    mavlink::signature(r->key, r->bytes, hashed, hash);
    int different = 0;
    for (int i = 0; i < mavlink::HASH; i++) different |= hash[i] ^ r->bytes[hashed + i];
    if (different) return false;

    const uint64_t timestamp = little_endian(r->bytes + signed_part + 1, 6);
    saccade_mavlink_stream* from = stream(r, r->bytes[5], r->bytes[6], r->bytes[signed_part]);
    if (!from) return false;
    const uint64_t now = mavlink::timestamp(realtime_us);
    const uint64_t newest = now > r->timestamp ? now : r->timestamp;
    const bool old = from->used ? timestamp <= from->timestamp : timestamp + NEW_STREAM_BEHIND < newest;
    if (old) return false;
    from->used = 1;
    from->timestamp = timestamp;
    if (timestamp > r->timestamp) r->timestamp = timestamp;
    return true;
}

Verdict judge_version1(saccade_mavlink_receiver* r) {
    const int k = kind(r, r->bytes[5]);
    if (k < 0 || !sound(r, mavlink::HEADER_OF_1 + r->bytes[1], k)) return Verdict::GARBAGE;
    r->counts.version1++;
    return Verdict::PASS_OVER;
}

Verdict judge(saccade_mavlink_receiver* r, int64_t realtime_us) {
    if (r->bytes[0] == mavlink::START_OF_1) return judge_version1(r);
    const int k = kind(r, static_cast<uint32_t>(little_endian(r->bytes + 7, 3)));
    if (k < 0) {
        r->counts.unknown++;
        return Verdict::PASS_OVER;
    }
    const int end = mavlink::HEADER + r->bytes[1];
    if (!sound(r, end, k)) {
        r->counts.corrupt++;
        return Verdict::GARBAGE;
    }
    if (r->is_signed && !authentic(r, end + mavlink::CHECKSUM, realtime_us)) {
        r->counts.refused++;
        return Verdict::PASS_OVER;
    }
    r->counts.frames++;
    return Verdict::DELIVER;
}

void deliver(const saccade_mavlink_receiver* r, saccade_mavlink_message* message) {
    message->id = static_cast<int32_t>(little_endian(r->bytes + 7, 3));
    message->sequence = r->bytes[4];
    message->system = r->bytes[5];
    message->component = r->bytes[6];
    message->length = r->bytes[1];
    memcpy(message->payload, r->bytes + mavlink::HEADER, message->length);
    memset(message->payload + message->length, 0, sizeof message->payload - message->length);
}

}  // namespace

void saccade_mavlink_receiver_begin(saccade_mavlink_receiver* receiver, const uint8_t* key) {
    memset(receiver, 0, sizeof *receiver);
    receiver->is_signed = key != nullptr;
    if (key) memcpy(receiver->key, key, sizeof receiver->key);
}

int saccade_mavlink_expect(saccade_mavlink_receiver* receiver, uint32_t id, uint8_t crc_seed) {
    if (receiver->kinds == SACCADE_MAVLINK_KINDS) return -1;
    receiver->ids[receiver->kinds] = id;
    receiver->seeds[receiver->kinds++] = crc_seed;
    return 0;
}

int saccade_mavlink_receive(saccade_mavlink_receiver* receiver, const uint8_t* bytes, int length, int64_t realtime_us,
                            saccade_mavlink_message* message) {
    int read = 0;
    message->id = SACCADE_MAVLINK_NONE;
    for (;;) {
        for (int need = needed(receiver); receiver->filled < need; need = needed(receiver)) {
            const int missing = need - receiver->filled;
            const int take = missing < length - read ? missing : length - read;
            if (take == 0) return read;
            memcpy(receiver->bytes + receiver->filled, bytes + read, take);
            receiver->filled += take;
            read += take;
            if (!starts(receiver->bytes[0])) drop(receiver, 0);
        }
        const bool flagged = receiver->bytes[0] == mavlink::START && (receiver->bytes[2] & ~mavlink::SIGNED);
        // A frame with a flag that is not understood has a length that is not understood.
        const Verdict verdict = flagged ? Verdict::GARBAGE : judge(receiver, realtime_us);
        if (verdict == Verdict::GARBAGE) {
            receiver->counts.garbage++;
            drop(receiver, 1);
            continue;
        }
        if (verdict == Verdict::DELIVER) deliver(receiver, message);
        drop(receiver, needed(receiver));
        if (verdict == Verdict::DELIVER) return read;
    }
}
