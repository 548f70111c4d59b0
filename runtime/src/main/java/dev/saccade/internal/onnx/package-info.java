/** What an ONNX file says about itself, read without a library. */
package dev.saccade.internal.onnx;
