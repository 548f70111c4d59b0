/** What the run path needs of a GPU, as a port: the CUDA back end and the emulated device of the tests implement it. */
package dev.saccade.internal.tensorrt.device;
