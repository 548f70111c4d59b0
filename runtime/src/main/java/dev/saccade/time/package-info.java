/** Monotonic time as an argument: clocks that the field, the tests and replay share. */
package dev.saccade.time;
