// Return codes of dev.saccade.control.Actuator; the greater one is the worse.
#ifndef SACCADE_WIRE_STATUS_H
#define SACCADE_WIRE_STATUS_H

namespace saccade {

enum Status : int { SENT = 0, DROPPED = 1, REFUSED = 2, FAILED = 3, LATCHED = 4 };

}  // namespace saccade

#endif
