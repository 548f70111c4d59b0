/** Training of the models that Saccade ships, with DJL and PyTorch on the processor. A program of its own. */
package dev.saccade.models.training;
