// All kernels in one translation unit, for whichever compiler makes them.
#include "fault.cu"
