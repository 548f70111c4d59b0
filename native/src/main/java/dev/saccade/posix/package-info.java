/** The operating-system calls that a control loop needs: absolute sleep, scheduling, pinning, memory locking, probes. */
package dev.saccade.posix;
