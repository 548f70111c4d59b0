/** Importing TensorFlow.js graph models. */
package dev.saccade.models.tfjs;
