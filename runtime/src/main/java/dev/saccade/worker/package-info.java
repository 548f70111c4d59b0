/**
 * An engine in a process of its own, so that what ends a process ends that one: the frames' shared memory, the worker's
 * program, and the perceiver that starts it, asks it, and starts it anew.
 */
package dev.saccade.worker;
