/**
 * Faults injected on purpose, at given times, to show what a loop does about them: {@link
 * dev.saccade.fault.FaultySource} spoils what a camera delivers, {@link dev.saccade.fault.FaultyEngine} what a model
 * answers. The same plan serves real and virtual time.
 */
package dev.saccade.fault;
