// The gate's one thread: it waits for a slot, a word, the end of the program, the vehicle, a signal or the next due time.
#ifndef SACCADE_GATE_PROCESS_GATE_LOOP_H
#define SACCADE_GATE_PROCESS_GATE_LOOP_H

#include "session.h"

namespace saccade {

class GateLoop {
  public:
    // listener: bound to the wire's name. stays: waits for the next program when one has ended in order.
    GateLoop(Wire& wire, int listener, int signals, bool stays, uint32_t missing)
        : wire_(wire), supervisor_(wire), listener_(listener), signals_(signals), stays_(stays), missing_(missing) {}

    // Until a signal, or until there is nothing left to do.
    void run();

  private:
    void wait();
    void hear();
    void hear_vehicle();
    void meet_candidate();
    void accept_candidate();
    void end_session(bool in_order);

    Wire& wire_;
    Supervisor supervisor_;
    Session session_;
    const int listener_;
    const int signals_;
    const bool stays_;
    const uint32_t missing_;
    int candidate_ = -1;
    bool had_program_ = false;
    bool vehicle_broken_ = false;
    bool ending_ = false;
};

}  // namespace saccade

#endif
