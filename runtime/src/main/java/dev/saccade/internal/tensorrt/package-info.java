/** The TensorRT back end: for now, what this machine lacks for it. */
package dev.saccade.internal.tensorrt;
