/**
 * The synthetic renderer: a ground with moving light, walking figures and coloured shapes whose true boxes are known.
 * What is where is a pure function of size, rate, seed and frame number. Serves {@code synthetic:} and makes test clips.
 */
package dev.saccade.scene;
