/**
 * Native kernels over raw addresses: fused preprocess, postprocess and decoders. Every kernel exists once per
 * instruction-set level in one library; the level is chosen when the library loads and can be forced.
 */
package dev.saccade.kernel;
