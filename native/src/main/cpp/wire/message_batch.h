// Messages as dev.saccade.control.wire.MessageBatch lays them out. What comes through shared memory is input: every length
// is checked before it is used.
#ifndef SACCADE_WIRE_MESSAGE_BATCH_H
#define SACCADE_WIRE_MESSAGE_BATCH_H

#include <stdint.h>
#include <string.h>

namespace saccade {

constexpr uint32_t RAW_ID = 0xFFFFFFFF;
constexpr int NOWHERE = 0xFFFF;
constexpr int HEAD_BYTES = 12;
constexpr int PLACE_BYTES = 20;
constexpr int MOST_FRAMED_PAYLOAD = 255;
constexpr uint32_t MOST_FRAMED_ID = 0xFFFFFF;
// Bytes of a batch, heads included: what a slot of the gate holds.
constexpr int MOST_BATCH = 4096;

struct Message {
    uint32_t id;
    int length;
    uint8_t crc_seed;
    int number_at, time_at;
    const uint8_t* payload;

    bool is_raw() const { return id == RAW_ID; }
};

class BatchCursor {
  public:
    BatchCursor(const uint8_t* bytes, int length) : bytes_(bytes), length_(length) {}

    // 1: a message; 0: the end; -1: malformed.
    int next(Message* out) {
        if (at_ == length_) return 0;
        if (length_ < 0 || length_ > MOST_BATCH || length_ - at_ < HEAD_BYTES) return -1;
        const uint8_t* head = bytes_ + at_;
        out->id = read<uint32_t>(head);
        out->length = read<uint16_t>(head + 4);
        out->crc_seed = head[6];
        out->number_at = read<uint16_t>(head + 8);
        out->time_at = read<uint16_t>(head + 10);
        out->payload = head + HEAD_BYTES;
        const int padded = (HEAD_BYTES + out->length + 3) & ~3;
        if (padded > length_ - at_ || !is_sound(*out)) return -1;
        at_ += padded;
        return 1;
    }

    static bool is_sound(const uint8_t* bytes, int length) {
        BatchCursor cursor(bytes, length);
        Message message;
        int more;
        while ((more = cursor.next(&message)) > 0) {
        }
        return more == 0;
    }

  private:
    template <typename T>
    static T read(const uint8_t* from) {
        T value;
        memcpy(&value, from, sizeof value);
        return value;
    }

    static bool is_place(int at, int length) { return at == NOWHERE || at + PLACE_BYTES <= length; }

    static bool is_sound(const Message& m) {
        if (m.is_raw()) return is_place(m.number_at, m.length) && is_place(m.time_at, m.length);
        return m.id <= MOST_FRAMED_ID && m.length >= 1 && m.length <= MOST_FRAMED_PAYLOAD;
    }

    const uint8_t* bytes_;
    int length_;
    int at_ = 0;
};

}  // namespace saccade

#endif
