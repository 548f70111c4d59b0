/** What a GPU host runs: the plan, its parts, their report; and the benchmarks on a GPU beside their peers. */
package dev.saccade.bench.gpu;
