/** The operating-system calls that a control loop needs: absolute sleep, scheduling, pinning, timer slack, a probe for CUDA. */
package dev.saccade.posix;
