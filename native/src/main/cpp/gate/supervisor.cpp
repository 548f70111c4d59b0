#include "supervisor.h"

namespace saccade {

namespace {

int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

int64_t sooner(int64_t a, int64_t b) { return a < b ? a : b; }

int64_t after(int64_t now, int64_t bound) { return bound >= INT64_MAX - later(now, 0) ? INT64_MAX : now + bound; }

}  // namespace

void Supervisor::detach(int64_t now) {
    if (wire_.is_steered()) wire_.send_safe(nullptr, 0, now);
    epoch_++;
    latched_ = false;
    watching_ = false;
    reason_ = NO_REASON;
}

void Supervisor::lose(bool spoke, int64_t now) {
    if (watching_ || spoke) latch(PROGRAM_GONE, now);
}

int Supervisor::take(const Slot& slot, int64_t now) {
    if (latched_ || slot.epoch != epoch_) {
        counts_.refused++;
        return LATCHED;
    }
    if (slot.kind > Slot::ALIVE || !BatchCursor::is_sound(slot.bytes, slot.length)) {
        counts_.malformed++;
        return FAILED;
    }
    watching_ = true;
    heard_ = now;
    if (slot.kind == Slot::ALIVE) {
        expires_ = NEVER;
        return SENT;
    }
    if (slot.kind == Slot::SAFE) {
        expires_ = NEVER;
        return wire_.send_safe(slot.bytes, slot.length, now);
    }
    steered_ = true;
    const uint64_t late = wire_.expired();
    const int status = wire_.send(slot.bytes, slot.length, slot.valid_until, now);
    if (wire_.expired() == late) {
        counts_.commands++;
        expires_ = later(slot.valid_until, after(now, bounds_.grace));
    } else if (expires_ == NEVER) {
        expires_ = after(now, bounds_.grace);
    }
    return status;
}

void Supervisor::advance(int64_t now) {
    if (!latched_ && watching_) {
        if (steered_ && now >= after(heard_, bounds_.stall)) {
            latch(STALLED, now);
        } else if (expires_ != NEVER && now > expires_) {
            latch(EXPIRED, now);
        }
    }
    if (latched_ && now >= safe_due_) {
        wire_.send_safe(nullptr, 0, now);
        // The phase is kept, missed times are not made up for.
        safe_due_ += ((now - safe_due_) / bounds_.period + 1) * bounds_.period;
    }
}

void Supervisor::rearm(uint32_t epoch, int64_t now) {
    if (!latched_ || epoch != epoch_) return;
    latched_ = false;
    reason_ = NO_REASON;
    watching_ = true;
    steered_ = true;
    heard_ = now;
    expires_ = NEVER;
}

int64_t Supervisor::due() const {
    if (latched_) return safe_due_;
    if (!steered_) return NEVER;
    const int64_t expiry = expires_ == NEVER ? NEVER : expires_ + 1;
    return sooner(after(heard_, bounds_.stall), expiry);
}

void Supervisor::latch(Reason reason, int64_t now) {
    reason_ = reason;
    if (latched_) return;
    latched_ = true;
    epoch_++;
    expires_ = NEVER;
    safe_due_ = now;
}

}  // namespace saccade
