// The C interface of dev.saccade.posix.WireLink and GateLink, documented there. Linux only.
#ifndef SACCADE_WIRE_H
#define SACCADE_WIRE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int64_t saccade_wire_address(const char* uri, void* error);
const char* saccade_wire_key(int64_t address);
const char* saccade_wire_text(int64_t address);
int saccade_wire_is_serial(int64_t address);
void saccade_wire_address_free(int64_t address);

int64_t saccade_wire_open(int64_t address);
void saccade_wire_identity(int64_t wire, const void* identity);
int saccade_wire_plan(int64_t wire, const void* plan, int length);
void saccade_wire_choose(int64_t wire, int plan);
int saccade_wire_send(int64_t wire, const void* batch, int length, int64_t valid_until, int64_t now);
int saccade_wire_send_safe(int64_t wire, const void* instead, int length, int64_t now);
int saccade_wire_receive(int64_t wire, void* to, int capacity);
int saccade_wire_error(int64_t wire);
int64_t saccade_wire_expired(int64_t wire);
void saccade_wire_close(int64_t wire);

int saccade_gate_holder(int64_t address);
int64_t saccade_gate_join(int64_t address, int64_t period, int64_t stall, int64_t grace, const void* identity,
                          void* error);
int saccade_gate_plan(int64_t gate, const void* plan, int length);
void saccade_gate_choose(int64_t gate, int plan);
void saccade_gate_alive(int64_t gate);
int saccade_gate_blocked(int64_t gate);
int saccade_gate_send(int64_t gate, const void* batch, int length, int64_t valid_until);
int saccade_gate_send_safe(int64_t gate, const void* instead, int length);
int saccade_gate_receive(int64_t gate, void* to, int capacity);
void saccade_gate_rearm(int64_t gate);
int saccade_gate_pid(int64_t gate);
int saccade_gate_missing(int64_t gate);
int saccade_gate_was_latched(int64_t gate);
int saccade_gate_is_latched(int64_t gate);
int saccade_gate_is_gone(int64_t gate);
int saccade_gate_reason(int64_t gate);
int saccade_gate_error(int64_t gate);
int64_t saccade_gate_memory(int64_t gate);
int saccade_gate_memory_bytes(void);
void saccade_gate_leave(int64_t gate);
void saccade_gate_close(int64_t gate);

int64_t saccade_supervisor_new(int64_t wire, int64_t period, int64_t stall, int64_t grace);
int saccade_supervisor_take(int64_t supervisor, int epoch, int safe, const void* batch, int length, int64_t valid_until,
                            int64_t now);
void saccade_supervisor_advance(int64_t supervisor, int64_t now);
void saccade_supervisor_lose(int64_t supervisor, int64_t now);
void saccade_supervisor_rearm(int64_t supervisor, int epoch, int64_t now);
int saccade_supervisor_epoch(int64_t supervisor);
int saccade_supervisor_is_latched(int64_t supervisor);
int saccade_supervisor_reason(int64_t supervisor);
int64_t saccade_supervisor_due(int64_t supervisor);
void saccade_supervisor_free(int64_t supervisor);

const char* saccade_error_text(int error);
int64_t saccade_wire_pty(void* path);

#ifdef __cplusplus
}
#endif

#endif
