/** Benchmarks and comparisons, each beside a peer in the same run. Results are ratios; a machine's speed is not one. */
package dev.saccade.bench;
