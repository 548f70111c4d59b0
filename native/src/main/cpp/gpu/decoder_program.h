// The programs of the decoders: how each kind is checked and laid out. A maker returns null when the spec is refused or
// memory is short.
#ifndef SACCADE_GPU_DECODER_PROGRAM_H
#define SACCADE_GPU_DECODER_PROGRAM_H

#include "../../cuda/decoder_parameters.h"
#include "program.h"

namespace saccade {

Program* class_program(const saccade_gpu_decoder_spec& spec);
Program* candidate_program(const saccade_gpu_decoder_spec& spec);
Program* mask_program(const saccade_gpu_decoder_spec& spec);

// The product of sizes; -1 when one is below 1 or the product is above what an index holds.
int64_t size_of(int a, int b = 1, int c = 1);

// Whether the spec reads so many outputs, and output k has so many elements, not -1, of a type that can be read.
bool has_outputs(const saccade_gpu_decoder_spec& spec, int outputs);
bool has_elements(const saccade_gpu_decoder_spec& spec, int k, int64_t elements);

// Bound to the outputs and, last, to the result, whose payload has so many bytes. Null when memory is short.
Program* new_decoder(const saccade_gpu_decoder_spec& spec, int64_t payload_bytes);

// Adds the first launch, which checks the outputs and zeroes words of scratch; what it leaves for the last one.
struct Checked {
    size_t words;  // in scratch
    Unsound unsound;
};
Checked check_outputs(Program& program, const saccade_gpu_decoder_spec& spec, size_t zeroed, int zeros);

// Parameters with the outputs and what every decoder ends with; the places of those within the parameters are given.
Tensor tensor_of(const saccade_gpu_decoder_spec& spec, int k);
void bind_tensors(Program& program, size_t parameters, size_t tensors, const saccade_gpu_decoder_spec& spec);
void bind_end(Program& program, size_t parameters, size_t unsound, size_t result, const Checked& checked);

// The program, or null after destroying it when it ran out of room.
Program* whole(Program* program);

// Blocks that cover so many items, but no more than most.
int blocks_for(int64_t items, int each, int most);

}  // namespace saccade

#endif
