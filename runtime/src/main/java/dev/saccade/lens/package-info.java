/** How a camera's lens draws the world: calibrations, and the part of the picture that is looked at. */
package dev.saccade.lens;
