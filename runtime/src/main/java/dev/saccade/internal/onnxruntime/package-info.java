/** The CPU back end: ONNX Runtime's C API, bound once, run without allocation. */
package dev.saccade.internal.onnxruntime;
