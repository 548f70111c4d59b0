/**
 * The device port over the CUDA runtime and driver, by JavaCPP. Nothing here is touched before the driver has answered
 * that there is a GPU.
 */
package dev.saccade.internal.tensorrt.cuda;
