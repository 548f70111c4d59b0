/** Calibrates a camera from views of a chessboard: finds its corners, chooses views, solves, writes the file. */
package dev.saccade.camera.calibration;
