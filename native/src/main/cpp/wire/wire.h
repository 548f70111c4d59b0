// What leaves for a vehicle, whoever owns the socket: the gate process or, without one, the JVM. It checks expiry right
// before the bytes leave, numbers and frames messages, and carries out the safe plan. Time is an argument. One thread.
#ifndef SACCADE_WIRE_WIRE_H
#define SACCADE_WIRE_WIRE_H

#include <stdint.h>

#include "../mavlink_frame.h"
#include "message_batch.h"
#include "port.h"
#include "safe_plan.h"
#include "status.h"

namespace saccade {

// As a time: CLOCK_MONOTONIC, read where it is needed.
constexpr int64_t CLOCK = INT64_MIN;

// Who sends, for messages that are framed.
struct Identity {
    uint8_t system, component, is_signed, link;
    uint8_t key[32];
    uint64_t timestamp;
};

int64_t monotonic_ns();

class Wire {
  public:
    Wire() = default;

    // 0, or -errno.
    int open(const Address& address) { return port_.open(address); }
    void adopt(int fd, Medium medium) { port_.adopt(fd, medium); }
    void close() { port_.close(); }

    void identity(const Identity& identity);
    bool plan(const uint8_t* bytes, int length) {
        const uint32_t index = SafePlan::index(bytes, length);
        return index < MOST_PLANS && plans_[index].read(bytes, length);
    }

    // The plan in force from here on, from its first phase; nothing when it is already, or was never read.
    void choose(uint32_t index) {
        if (index >= MOST_PLANS || index == chosen_ || plans_[index].is_empty()) return;
        chosen_ = index;
        plans_[index].reset();
    }


    // DROPPED, and nothing sent, after valid_until.
    int send(const uint8_t* batch, int length, int64_t valid_until, int64_t now);

    uint32_t chosen() const { return chosen_; }

    // What the plan says for this time, or another batch instead wherever the plan is not silent. FAILED without a plan.
    int send_safe(const uint8_t* instead, int length, int64_t now);

    // The last that is sent before the wire is left alone: the plan's last phase that is not silent.
    int send_last_word(int64_t now);

    int receive(uint8_t* to, int capacity) { return port_.receive(to, capacity); }

    // Whether the newest bytes that left were a command's.
    bool is_steered() const { return steered_; }
    // Whether anything was ever sent.
    bool is_used() const { return used_; }
    bool is_plan_over(int64_t now) const { return plans_[chosen_].is_over(now); }
    int fd() const { return port_.fd(); }
    int error() const { return port_.error(); }
    // Batches that came too late.
    uint64_t expired() const { return expired_; }

  private:
    int send_all(const uint8_t* batch, int length, int64_t valid_until, int64_t now);
    int send_one(const Message& message, int64_t now);

    Port port_;
    SafePlan plans_[MOST_PLANS];
    uint32_t chosen_ = 0;
    saccade_mavlink_sender sender_ = {};
    uint64_t number_ = 0;
    uint64_t sent_ = 0;
    uint64_t expired_ = 0;
    bool steered_ = false;
    bool used_ = false;
    uint8_t out_[MOST_BATCH];
};

}  // namespace saccade

#endif
