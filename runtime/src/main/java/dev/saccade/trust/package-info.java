/** Whom a vehicle believes: keys, signatures over versions of models, and the oldest version that may still serve. */
package dev.saccade.trust;
