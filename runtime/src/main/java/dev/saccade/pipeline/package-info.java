/**
 * The agents of a stream and what drives them: threads in the field, one virtual-time stepper in tests, simulation and
 * replay.
 */
package dev.saccade.pipeline;
