/** INT8 after training: ranges from real frames, each layer's sensitivity, and the choice of layers that the gate lets pass. */
package dev.saccade.models.quantise;
