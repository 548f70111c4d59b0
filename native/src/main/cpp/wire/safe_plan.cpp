#include "safe_plan.h"

#include <string.h>

#include "message_batch.h"

namespace saccade {

namespace {

constexpr int PLAN_HEAD = 8;
constexpr int PHASE_HEAD = 24;

template <typename T>
T at(const uint8_t* bytes, int offset) {
    T value;
    memcpy(&value, bytes + offset, sizeof value);
    return value;
}

}  // namespace

uint32_t SafePlan::index(const uint8_t* bytes, int length) {
    const uint32_t index = length < PLAN_HEAD ? MOST_PLANS : at<uint32_t>(bytes, 4);
    return index < MOST_PLANS ? index : MOST_PLANS;
}

bool SafePlan::read(const uint8_t* bytes, int length) {
    if (length < PLAN_HEAD || length > MOST_PLAN) return false;
    const uint32_t count = at<uint32_t>(bytes, 0);
    if (count < 1 || count > MOST_PHASES) return false;
    Phase read[MOST_PHASES];
    int offset = PLAN_HEAD;
    for (uint32_t i = 0; i < count; i++) {
        if (length - offset < PHASE_HEAD) return false;
        Phase& phase = read[i];
        phase.length = at<int64_t>(bytes, offset);
        phase.interval = at<int64_t>(bytes, offset + 8);
        const uint32_t size = at<uint32_t>(bytes, offset + 16);
        offset += PHASE_HEAD;
        const int64_t padded = (static_cast<int64_t>(size) + 7) & ~7LL;
        if (phase.length < 0 || phase.interval < 0 || padded > length - offset) return false;
        phase.bytes = static_cast<int>(size);
        if (!BatchCursor::is_sound(bytes + offset, phase.bytes)) return false;
        phase.messages = bytes_ + offset;
        offset += static_cast<int>(padded);
    }
    memcpy(bytes_, bytes, length);
    memcpy(phases_, read, sizeof read);
    count_ = static_cast<int>(count);
    phase_ = -1;
    return true;
}

const SafePlan::Phase* SafePlan::step(int64_t now) {
    if (!running_) {
        running_ = true;
        since_ = now;
        phase_ = -1;
    }
    const int index = phase_at(now);
    if (index == count_ || phases_[index].is_silent()) return nullptr;
    if (index == phase_ && now - sent_ < phases_[index].interval) return nullptr;
    phase_ = index;
    sent_ = now;
    return &phases_[index];
}

bool SafePlan::is_over(int64_t now) const {
    if (!running_) return false;
    for (int i = phase_at(now); i < count_; i++) {
        if (!phases_[i].is_silent()) return false;
    }
    return true;
}

const SafePlan::Phase* SafePlan::last_word() const {
    for (int i = count_ - 1; i >= 0; i--) {
        if (!phases_[i].is_silent()) return &phases_[i];
    }
    return nullptr;
}

int SafePlan::phase_at(int64_t now) const {
    int64_t left = now - since_;
    for (int i = 0; i < count_; i++) {
        if (phases_[i].length == INT64_MAX || left < phases_[i].length) return i;
        left -= phases_[i].length;
    }
    return count_;
}

}  // namespace saccade
