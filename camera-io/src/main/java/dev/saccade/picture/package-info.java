/**
 * Pictures for people: perceptions drawn onto frames, and writing them as image files or as a video. Nothing here is on
 * the way from frame to command.
 */
package dev.saccade.picture;
