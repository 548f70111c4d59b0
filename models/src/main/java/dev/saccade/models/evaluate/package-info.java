/** How good a model is on labelled pictures, measured through the perceiver that serves. */
package dev.saccade.models.evaluate;
