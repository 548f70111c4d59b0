// One program at the gate: its connection, its process, the memory shared with it. One thread.
#ifndef SACCADE_GATE_PROCESS_SESSION_H
#define SACCADE_GATE_PROCESS_SESSION_H

#include "../rendezvous.h"
#include "../shared_link.h"
#include "../supervisor.h"

namespace saccade {

class Session {
  public:
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() { close(); }

    // Takes the connection over, whatever it answers. False: the program was told why, or is gone.
    bool open(int connection, const Hello& hello, Supervisor& supervisor, Wire& wire, uint32_t missing);
    void close();
    bool is_open() const { return connection_ >= 0; }

    // Slots that the program has written since, in order; of more than fit the oldest are lost. Then its rearming.
    void drain(Supervisor& supervisor, Wire& wire);
    // Whether slots wait to be taken.
    bool has_slots() const { return link_->head.load(std::memory_order_acquire) != taken_; }
    // What the program may read.
    void publish(const Supervisor& supervisor);
    // Bytes of the vehicle; dropped where the program does not take them.
    void deliver(const uint8_t* bytes, int length);

    enum class Heard { NOTHING, BYE, GONE };
    Heard listen(Wire& wire);
    void woken();

    int connection() const { return connection_; }
    int wake() const { return wake_; }
    int pidfd() const { return pidfd_; }
    pid_t pid() const { return pid_; }

  private:
    int connection_ = -1;
    int wake_ = -1;
    int pidfd_ = -1;
    pid_t pid_ = 0;
    SharedLink* link_ = nullptr;
    uint64_t taken_ = 0;
    uint64_t inbound_ = 0;
    uint32_t rearmed_ = 0;
};

}  // namespace saccade

#endif
