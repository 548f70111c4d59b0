// All kernels in one translation unit, for whichever compiler makes them.
#include "best.cu"
#include "classes.cu"
#include "fault.cu"
#include "masks.cu"
#include "preprocess.cu"
#include "rows.cu"
#include "sound.cu"
