// What the gate decides: which slot may leave, when it goes safe, what it sends then. Time is an argument. One thread.
#ifndef SACCADE_GATE_SUPERVISOR_H
#define SACCADE_GATE_SUPERVISOR_H

#include <stdint.h>

#include "../wire/wire.h"

namespace saccade {

// Why the gate went safe; dev.saccade.control.wire.GateReason.
enum Reason : uint32_t { NO_REASON = 0, EXPIRED = 1, STALLED = 2, PROGRAM_GONE = 3 };

struct Bounds {
    int64_t period;  // of the safe plan
    int64_t stall;   // without any slot
    int64_t grace;   // from a command to the next slot, when its validity is shorter
};

struct Slot {
    enum Kind : uint32_t { COMMAND = 0, SAFE = 1, ALIVE = 2 };
    uint32_t epoch, kind;
    int64_t valid_until;
    const uint8_t* bytes;
    int length;
};

struct Counts {
    uint64_t commands, refused, malformed;
};

class Supervisor {
  public:
    explicit Supervisor(Wire& wire) : wire_(wire) {}

    // A program begins; a gate that is safe stays so until rearm.
    void attach(const Bounds& bounds) {
        bounds_ = bounds;
        watching_ = false;
        steered_ = false;
        expires_ = NEVER;
    }

    // The program ended in order: nothing is kept against the next one. Its last command is safe, or is made so.
    void detach(int64_t now);

    // The program is gone without a word. spoke: it left slots that nobody has taken, and nobody will.
    void lose(bool spoke, int64_t now);

    // A slot of the program. The Status of its sending; LATCHED: refused.
    int take(const Slot& slot, int64_t now);

    // Looks at the bounds, and sends the safe plan where it is due.
    void advance(int64_t now);

    // Lets commands of this epoch pass again; nothing when it is not the present one.
    void rearm(uint32_t epoch, int64_t now);

    // When advance has something to do, NEVER: not before the next slot.
    int64_t due() const;

    static constexpr int64_t NEVER = INT64_MAX;

    uint32_t epoch() const { return epoch_; }
    bool is_latched() const { return latched_; }
    Reason reason() const { return reason_; }
    const Counts& counts() const { return counts_; }
    // Safe, and nothing more to say for ever.
    bool is_silent(int64_t now) const { return latched_ && wire_.is_plan_over(now); }

  private:
    void latch(Reason reason, int64_t now);

    Wire& wire_;
    Bounds bounds_ = {};
    uint32_t epoch_ = 1;
    bool latched_ = false;
    // The program has sent something.
    bool watching_ = false;
    // And not the safe command alone: only then may it not stall. A program that starts up has no rate yet.
    bool steered_ = false;
    Reason reason_ = NO_REASON;
    int64_t heard_ = 0;
    int64_t expires_ = NEVER;
    int64_t safe_due_ = 0;
    Counts counts_ = {};
};

}  // namespace saccade

#endif
