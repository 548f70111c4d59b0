// A program's side of a gate. send, send_safe and receive from one thread, without blocking; rearm and what tells a state
// from any.
#ifndef SACCADE_GATE_CLIENT_H
#define SACCADE_GATE_CLIENT_H

#include <atomic>

#include "rendezvous.h"
#include "shared_link.h"

namespace saccade {

class GateClient {
  public:
    GateClient() = default;
    ~GateClient() { close(); }

    // 0: joined; -ECONNREFUSED: no gate holds the wire; any other: error holds one line.
    int join(const Address& address, const Hello& hello, char* error);
    // False: the gate refused it or did not answer.
    bool plan(const uint8_t* bytes, int length);
    // The plan in force from here on, whether the gate is safe or not.
    void choose(uint32_t plan);
    // Nothing is to be sent, and the program is well.
    void alive();

    int send(const uint8_t* batch, int length, int64_t valid_until);
    int send_safe(const uint8_t* instead, int length);
    int receive(uint8_t* to, int capacity);
    void rearm();

    // Ends in order: the gate sends its last safe words, and goes when the program brought it. Waits for it.
    void bye();
    // Without bye the gate takes it for the program's death.
    void close();

    pid_t pid() const { return pid_; }
    uint32_t missing() const { return missing_; }
    bool was_latched() const { return was_latched_; }
    bool is_latched() const { return is_gone_.load() || link_->epoch.load() != epoch_.load() || link_->latched.load(); }
    // The gate is gone, and this process sends the safe plan and nothing else.
    bool is_gone() const { return is_gone_.load(); }
    // The gate lives, and takes nothing.
    bool is_blocked() const { return is_blocked_.load(); }
    uint32_t reason() const { return link_->reason.load(); }
    int error() const { return is_gone() ? wire_.error() : link_->error.load(); }
    // For a test that writes garbage into it.
    void* memory() const { return link_; }

  private:
    bool check();
    void take_over();
    int put(uint32_t kind, uint32_t epoch, const uint8_t* bytes, int length, int64_t valid_until);

    Address address_ = {};
    int connection_ = -1;
    int wake_ = -1;
    int pidfd_ = -1;
    int name_ = -1;
    pid_t pid_ = 0;
    uint32_t missing_ = 0;
    bool was_latched_ = false;
    SharedLink* link_ = nullptr;
    std::atomic<uint32_t> epoch_{0};
    std::atomic<bool> is_gone_{false};
    Identity identity_ = {};
    std::atomic<bool> is_blocked_{false};
    // Opened only when the gate is gone.
    Wire wire_;
};

}  // namespace saccade

#endif
