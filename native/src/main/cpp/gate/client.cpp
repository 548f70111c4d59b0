#include "client.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

namespace saccade {

namespace {

constexpr int ANSWER_MS = 2000;
constexpr int END_MS = 2000;

int refuse(char* error, const char* line) {
    snprintf(error, TEXT, "%s", line);
    return -EPROTO;
}

void forget(int* fd) {
    if (*fd >= 0) ::close(*fd);
    *fd = -1;
}

union Answer {
    uint32_t word;
    Welcome welcome;
    No no;
};

}  // namespace

int GateClient::join(const Address& address, const Hello& hello, char* error) {
    address_ = address;
    identity_ = hello.identity;
    connection_ = meet(address);
    if (connection_ == -ECONNREFUSED) return -ECONNREFUSED;
    if (connection_ < 0) return refuse(error, "no local socket can be had to reach the gate");
    pid_ = peer_of(connection_);
    if (pid_ == 0) return refuse(error, "the wire is held by a process of another user; end it, or use another wire");
    Answer answer = {};
    int fds[2] = {-1, -1};
    const bool said = say(connection_, &hello, sizeof hello);
    const int n = said ? await_word(connection_, &answer, sizeof answer, ANSWER_MS, fds, 2) : -EPIPE;
    if (n == static_cast<int>(sizeof(No)) && answer.word == NO) {
        answer.no.line[TEXT - 1] = 0;
        return refuse(error, answer.no.line);
    }
    if (n != static_cast<int>(sizeof(Welcome)) || answer.word != WELCOME || fds[0] < 0 || fds[1] < 0) {
        forget(&fds[0]);
        forget(&fds[1]);
        snprintf(error, TEXT, "the gate (process %d) does not answer as this version expects; end it: kill %d",
                 static_cast<int>(pid_), static_cast<int>(pid_));
        return -EPROTO;
    }
    wake_ = fds[1];
    void* memory = mmap(nullptr, sizeof(SharedLink), PROT_READ | PROT_WRITE, MAP_SHARED, fds[0], 0);
    ::close(fds[0]);
    if (memory == MAP_FAILED) return refuse(error, "the gate's shared memory cannot be mapped");
    link_ = static_cast<SharedLink*>(memory);
    pidfd_ = open_pidfd(pid_);
    missing_ = answer.welcome.missing;
    was_latched_ = answer.welcome.latched != 0;
    epoch_ = was_latched_ ? 0 : link_->epoch.load();
    return 0;
}

bool GateClient::plan(const uint8_t* bytes, int length) {
    static thread_local PlanWord word;
    if (!wire_.plan(bytes, length)) return false;
    word.word = PLAN;
    word.length = static_cast<uint32_t>(length);
    memcpy(word.bytes, bytes, length);
    uint32_t answer = 0;
    return say(connection_, &word, static_cast<int>(offsetof(PlanWord, bytes)) + length) &&
           await_word(connection_, &answer, sizeof answer, ANSWER_MS, nullptr, 0) == sizeof answer && answer == TAKEN;
}

int GateClient::send(const uint8_t* batch, int length, int64_t valid_until) {
    if (check()) {
        send_safe(nullptr, 0);
        return LATCHED;
    }
    // Read once: a program stopped after this line writes a slot of an epoch that the gate no longer takes.
    const uint32_t epoch = epoch_.load();
    if (link_->epoch.load(std::memory_order_acquire) != epoch) return LATCHED;
    return put(Slot::COMMAND, epoch, batch, length, valid_until);
}

int GateClient::send_safe(const uint8_t* instead, int length) {
    if (check()) return name_ < 0 ? static_cast<int>(FAILED) : wire_.send_safe(instead, length, CLOCK);
    const uint32_t epoch = epoch_.load();
    // Once safe, the gate keeps to its plan by itself.
    if (link_->epoch.load(std::memory_order_acquire) != epoch) return SENT;
    return put(Slot::SAFE, epoch, instead, length, INT64_MAX);
}

void GateClient::alive() {
    if (check()) return;
    const uint32_t epoch = epoch_.load();
    if (link_->epoch.load(std::memory_order_acquire) == epoch) put(Slot::ALIVE, epoch, nullptr, 0, INT64_MAX);
}

void GateClient::choose(uint32_t plan) {
    wire_.choose(plan);
    if (is_gone()) return;
    link_->plan.store(plan, std::memory_order_release);
    eventfd_write(wake_, 1);
}

int GateClient::receive(uint8_t* to, int capacity) {
    if (is_gone()) return name_ < 0 ? -ENOTCONN : wire_.receive(to, capacity);
    return Inbound::take(link_, to, static_cast<uint32_t>(capacity));
}

void GateClient::rearm() {
    if (is_gone()) return;
    const uint32_t epoch = link_->epoch.load();
    link_->rearm.store(epoch);
    epoch_.store(epoch);
    eventfd_write(wake_, 1);
}

void GateClient::bye() {
    if (is_gone()) return;
    const uint32_t word = BYE;
    // It answers by closing the connection, or ends.
    if (!say(connection_, &word, sizeof word)) return;
    uint32_t none;
    await_word(connection_, &none, sizeof none, END_MS, nullptr, 0);
}

void GateClient::close() {
    wire_.close();
    forget(&connection_);
    forget(&wake_);
    forget(&pidfd_);
    forget(&name_);
    if (link_) munmap(link_, sizeof(SharedLink));
    link_ = nullptr;
}

// Whether the gate is gone.
bool GateClient::check() {
    if (is_gone()) return true;
    pollfd ends[2] = {{connection_, POLLIN, 0}, {pidfd_, POLLIN, 0}};
    if (poll(ends, 2, 0) <= 0) return false;
    take_over();
    return true;
}

void GateClient::take_over() {
    // Whoever holds the name sends; where a new gate does already, this process is silent.
    name_ = hold_name(address_);
    if (name_ >= 0) {
        wire_.identity(identity_);
        if (wire_.open(address_) < 0) forget(&name_);
    }
    is_gone_ = true;
}

int GateClient::put(uint32_t kind, uint32_t epoch, const uint8_t* bytes, int length, int64_t valid_until) {
    if (length < 0 || length > MOST_BATCH) return FAILED;
    // The gate does not look: the slots that it has not seen are kept, so that it finds the oldest expired.
    if (link_->head.load(std::memory_order_relaxed) - link_->taken.load(std::memory_order_acquire) >= SLOTS) {
        is_blocked_ = true;
        return DROPPED;
    }
    is_blocked_ = false;
    write_slot(link_, epoch, kind, valid_until, bytes, length);
    if (eventfd_write(wake_, 1) != 0) return FAILED;
    return link_->outcome.load(std::memory_order_acquire);
}

}  // namespace saccade
