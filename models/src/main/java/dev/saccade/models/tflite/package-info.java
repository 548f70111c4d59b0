/** Importing TensorFlow Lite models. */
package dev.saccade.models.tflite;
