// Two kernels that do harm, in PTX old enough for every driver in use; the driver compiles them when they are loaded.
#pragma once

namespace gpu_driver {

inline const char FAULT_KERNELS[] = R"(
.version 6.0
.target sm_50
.address_size 64

.visible .entry spin(.param .u64 spin_ns)
{
    .reg .u64 %begin, %now, %length;
    .reg .pred %early;
    ld.param.u64 %length, [spin_ns];
    mov.u64 %begin, %globaltimer;
again:
    mov.u64 %now, %globaltimer;
    sub.u64 %now, %now, %begin;
    setp.lt.u64 %early, %now, %length;
    @%early bra again;
    ret;
}

.visible .entry poison()
{
    .reg .u64 %nowhere;
    .reg .u32 %one;
    mov.u64 %nowhere, 64;
    mov.u32 %one, 1;
    st.global.u32 [%nowhere], %one;
    ret;
}
)";

}  // namespace gpu_driver
