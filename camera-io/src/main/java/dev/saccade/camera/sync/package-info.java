/** Several cameras as one source, joined by capture time. */
package dev.saccade.camera.sync;
