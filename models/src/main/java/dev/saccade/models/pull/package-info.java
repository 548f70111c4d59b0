/** Fetching assets: the shared cache, the clients of each kind of source, archives and hashes. */
package dev.saccade.models.pull;
