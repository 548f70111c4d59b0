/**
 * The fixed-rate control loop: from what was seen, how old it is and the other inputs of a tick to a command, or to the
 * safe command when nothing fresh or sound is at hand.
 */
package dev.saccade.control;
