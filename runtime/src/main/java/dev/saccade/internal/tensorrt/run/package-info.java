/** From a frame to its result on a device: what a run submits, how its end is awaited, and what a late run keeps. */
package dev.saccade.internal.tensorrt.run;
