// SHA-256 of FIPS 180-4, for message signatures. No allocation; a few hundred bytes of stack.
#ifndef SACCADE_SHA256_H
#define SACCADE_SHA256_H

#include <stdint.h>

enum { SACCADE_SHA256_BYTES = 32, SACCADE_SHA256_BLOCK = 64 };

struct saccade_sha256 {
    uint32_t state[8];
    uint64_t length;  // bytes so far
    uint8_t block[SACCADE_SHA256_BLOCK];
};

void saccade_sha256_begin(struct saccade_sha256* hash);
void saccade_sha256_add(struct saccade_sha256* hash, const uint8_t* bytes, int length);
void saccade_sha256_end(struct saccade_sha256* hash, uint8_t out[SACCADE_SHA256_BYTES]);

#endif
