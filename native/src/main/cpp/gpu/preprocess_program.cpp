#include "program.h"

int64_t saccade_gpu_preprocess(const saccade_preprocess_spec*) { return 0; }
