// What a program and its gate share: an unnamed file of fixed, sealed size, made by the gate for one program. The gate
// believes nothing in it: it copies a slot out before it looks, masks every index, and keeps its own state elsewhere.
#ifndef SACCADE_GATE_SHARED_LINK_H
#define SACCADE_GATE_SHARED_LINK_H

#include <stdint.h>
#include <string.h>

#include <atomic>

#include "../wire/message_batch.h"

namespace saccade {

constexpr int SLOTS = 8;
constexpr uint32_t INBOUND = 1 << 16;

// One writer, one reader; an odd sequence is being written.
struct SharedSlot {
    std::atomic<uint32_t> sequence;
    uint32_t epoch, kind, length;
    int64_t valid_until;
    uint8_t bytes[MOST_BATCH];
};

struct SharedLink {
    // Written by the program.
    alignas(64) std::atomic<uint64_t> head;  // slots written since the beginning
    std::atomic<uint32_t> rearm;             // the epoch that the program takes
    std::atomic<uint32_t> plan;              // the safe plan in force, also of a gate that is safe
    alignas(64) std::atomic<uint64_t> inbound_taken;
    SharedSlot slots[SLOTS];
    // Written by the gate.
    alignas(64) std::atomic<uint32_t> epoch;
    std::atomic<uint32_t> latched;
    std::atomic<uint32_t> reason;
    std::atomic<int32_t> outcome;  // Status of the latest slot
    std::atomic<int32_t> error;    // errno behind it
    std::atomic<uint64_t> taken;   // slots looked at
    alignas(64) std::atomic<uint64_t> inbound_head;
    uint8_t inbound[INBOUND];
};

static_assert(std::atomic<uint64_t>::is_always_lock_free && std::atomic<uint32_t>::is_always_lock_free,
              "shared between processes");

inline void write_slot(SharedLink* link, uint32_t epoch, uint32_t kind, int64_t valid_until, const uint8_t* bytes,
                       int length) {
    const uint64_t number = link->head.load(std::memory_order_relaxed);
    SharedSlot& slot = link->slots[number % SLOTS];
    const uint32_t sequence = static_cast<uint32_t>(number / SLOTS) * 2;
    slot.sequence.store(sequence + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    slot.epoch = epoch;
    slot.kind = kind;
    slot.valid_until = valid_until;
    slot.length = static_cast<uint32_t>(length);
    if (length > 0) memcpy(slot.bytes, bytes, length);
    slot.sequence.store(sequence + 2, std::memory_order_release);
    link->head.store(number + 1, std::memory_order_release);
}

// False: torn, overwritten by a later one, or of an impossible length. MOST_BATCH bytes at bytes.
inline bool read_slot(const SharedLink* link, uint64_t number, SharedSlot* copy) {
    const SharedSlot& slot = link->slots[number % SLOTS];
    const uint32_t expected = static_cast<uint32_t>(number / SLOTS) * 2 + 2;
    if (slot.sequence.load(std::memory_order_acquire) != expected) return false;
    copy->epoch = slot.epoch;
    copy->kind = slot.kind;
    copy->valid_until = slot.valid_until;
    // Read once: what it is later does not matter.
    const uint32_t length = *const_cast<const volatile uint32_t*>(&slot.length);
    if (length > MOST_BATCH) return false;
    copy->length = length;
    memcpy(copy->bytes, slot.bytes, length);
    std::atomic_thread_fence(std::memory_order_acquire);
    return slot.sequence.load(std::memory_order_relaxed) == expected;
}

// A record is u32 length and its bytes, at any place of the ring.
class Inbound {
  public:
    // The gate's side; false: no room, dropped.
    static bool put(SharedLink* link, uint64_t* head, const uint8_t* bytes, uint32_t length) {
        const uint64_t used = *head - link->inbound_taken.load(std::memory_order_acquire);
        if (used > INBOUND || INBOUND - used < length + sizeof length) return false;
        copy_in(link, *head, reinterpret_cast<const uint8_t*>(&length), sizeof length);
        copy_in(link, *head + sizeof length, bytes, length);
        *head += sizeof length + length;
        link->inbound_head.store(*head, std::memory_order_release);
        return true;
    }

    // The program's side; bytes of one record, 0: none. What is longer than capacity is cut.
    static int take(SharedLink* link, uint8_t* to, uint32_t capacity) {
        const uint64_t tail = link->inbound_taken.load(std::memory_order_relaxed);
        if (link->inbound_head.load(std::memory_order_acquire) == tail) return 0;
        uint32_t length;
        copy_out(link, tail, reinterpret_cast<uint8_t*>(&length), sizeof length);
        if (length > INBOUND) length = 0;
        const uint32_t n = length < capacity ? length : capacity;
        copy_out(link, tail + sizeof length, to, n);
        link->inbound_taken.store(tail + sizeof length + length, std::memory_order_release);
        return static_cast<int>(n);
    }

  private:
    static void copy_in(SharedLink* link, uint64_t at, const uint8_t* from, uint32_t n) {
        for (uint32_t i = 0; i < n; i++) link->inbound[(at + i) % INBOUND] = from[i];
    }

    static void copy_out(const SharedLink* link, uint64_t at, uint8_t* to, uint32_t n) {
        for (uint32_t i = 0; i < n; i++) to[i] = link->inbound[(at + i) % INBOUND];
    }
};

}  // namespace saccade

#endif
