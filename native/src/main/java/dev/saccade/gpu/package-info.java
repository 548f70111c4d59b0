/**
 * Programs for the GPU, made on the host without CUDA: which kernels to launch, over which block of device memory. The
 * kernels' sources lie beside them as resources. Who has a device uploads and launches.
 */
package dev.saccade.gpu;
