/** Compiled models behind one interface: back ends, their availability, and the engine that runs. */
package dev.saccade.engine;
