package dev.saccade.cli;

import dev.saccade.cli.telemetry.TelemetryCounts;
import dev.saccade.fault.FaultPlan;
import dev.saccade.worker.WorkerRecord;

/**
 * What a report tells besides the run itself.
 *
 * @param start when the process began
 * @param telemetry of MQTT, or null when it is off
 * @param gate who guards the outlet, in words
 * @param faults injected on purpose
 * @param gpu what was asked of GPUs
 * @param worker of the engine's own process, or null
 * @param trust how far the model is trusted, in words
 * @param drift how the run compares with the version's record
 * @param rollout what served, and what looked beside it
 */
record RunFacts(
        RunStart start,
        TelemetryCounts telemetry,
        String gate,
        FaultPlan faults,
        GpuOptions gpu,
        WorkerRecord worker,
        String trust,
        RunDrift drift,
        RunRollout rollout) {}
