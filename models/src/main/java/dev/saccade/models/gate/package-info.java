/** The accuracy gate: an engine beside the CPU reference on real frames, judged by limits. */
package dev.saccade.models.gate;
