// A vehicle's safe policy as phases of messages, carried out by time: dev.saccade.control.wire.SafePlan.
//
// Bytes: u32 number of phases, u32 the plan's index; each phase: i64 length in ns, i64 interval in ns, u32 bytes of its messages, u32 0,
// the messages, zeros up to a multiple of 8.
#ifndef SACCADE_WIRE_SAFE_PLAN_H
#define SACCADE_WIRE_SAFE_PLAN_H

#include <stdint.h>

namespace saccade {

constexpr int MOST_PLAN = 32768;
constexpr int MOST_PHASES = 8;
constexpr uint32_t MOST_PLANS = 4;

class SafePlan {
  public:
    struct Phase {
        int64_t length, interval;
        const uint8_t* messages;
        int bytes;

        bool is_silent() const { return bytes == 0; }
    };

    // The index that the bytes give, MOST_PLANS when they give none.
    static uint32_t index(const uint8_t* bytes, int length);

    // Keeps a copy; false, and unchanged, when malformed.
    bool read(const uint8_t* bytes, int length);

    // Nothing has been read yet.
    bool is_empty() const { return count_ == 0; }

    // A command leaves: the next safe time begins the phases anew.
    void reset() { running_ = false; }

    // The phase whose messages are due now, or null; the phases count from the first call after reset.
    const Phase* step(int64_t now);

    // Whether the phases are over, or nothing but silence follows.
    bool is_over(int64_t now) const;

    // The last phase that says something, or null.
    const Phase* last_word() const;

  private:
    int phase_at(int64_t now) const;

    uint8_t bytes_[MOST_PLAN];
    Phase phases_[MOST_PHASES];
    int count_ = 0;
    bool running_ = false;
    int64_t since_ = 0;
    int phase_ = -1;
    int64_t sent_ = 0;
};

}  // namespace saccade

#endif
