package dev.saccade.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.saccade.cli.telemetry.TelemetryCounts;
import dev.saccade.control.ControlRun;
import dev.saccade.control.LoopEnd;
import dev.saccade.control.LoopParts;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.fault.FaultKind;
import dev.saccade.fault.FaultPlan;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.pipeline.AllocationMeter;
import dev.saccade.pipeline.FailoverRecord;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.PerceptionAgent;
import dev.saccade.pipeline.PerceptionTimings;
import dev.saccade.vision.Perceiver;
import dev.saccade.worker.WorkerRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code --report}: what a run counted and measured, as JSON with stable field names. Made after the run has ended. */
final class RunReport {
    private final ControlRun<?> run;
    private final Perceiver perceiver;
    private final RunStart start;
    private final TelemetryCounts telemetry;
    private final String gate;
    private final FaultPlan faults;
    private final GpuOptions gpu;
    private final WorkerRecord worker;

    /** The trust store's word on the model. */
    private final String trust;

    RunReport(ControlRun<?> run, Perceiver perceiver, RunFacts facts) {
        this.run = run;
        this.perceiver = perceiver;
        start = facts.start();
        telemetry = facts.telemetry();
        gate = facts.gate();
        faults = facts.faults();
        gpu = facts.gpu();
        worker = facts.worker();
        trust = facts.trust();
    }

    /** How far the model is trusted, in words. */
    String trust() {
        return trust;
    }

    /** Who guarded the outlet, in words; a gate that ended meanwhile no longer does. */
    String gate() {
        boolean wasCovered = !gate.startsWith("not covered");
        return wasCovered && !run.parts().actuator().isCoveredByGate()
                ? "not covered by the gate: it ended while the run lasted (" + gate + ")"
                : gate;
    }

    void write(Path file, LoopEnd end, int exitCode) throws IOException, CommandException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            frames(json);
            perception(json);
            control(json);
            identity(json);
            allocation(json);
            mqtt(json);
            isolation(json);
            faults(json);
            json.writeObjectFieldStart("gc");
            json.writeNumberField("count", collections());
            json.writeEndObject();
            json.writeStringField("ended", end.cause().name());
            json.writeStringField("detail", end.detail());
            json.writeNumberField("exit", exitCode);
            json.writeEndObject();
        }
        OutputFile.write("--report", file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void frames(JsonGenerator json) throws IOException {
        LoopParts<?> parts = run.parts();
        json.writeObjectFieldStart("frames");
        json.writeNumberField("captured", parts.camera().captured());
        json.writeNumberField("duplicates", parts.camera().duplicates());
        json.writeNumberField("processed", parts.perception().processed());
        json.writeNumberField("dropped", parts.ring().unread());
        json.writeNumberField("stale", parts.perception().stale());
        json.writeNumberField("faults", parts.perception().faults());
        json.writeNumberField("gaps", parts.source().gaps());
        json.writeNumberField("torn", parts.source().torn());
        json.writeNumberField("late", parts.camera().late());
        json.writeNumberField("resets", parts.camera().resets());
        json.writeNumberField("reconnects", parts.source().reconnects());
        json.writeNumberField("skipped", parts.source().skipped());
        json.writeEndObject();
    }

    /** Times of faults count from the plan's beginning. */
    private void faults(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("faults");
        json.writeNumberField("beginNs", faults.beginNs());
        json.writeObjectFieldStart("injected");
        for (FaultKind kind : FaultKind.values()) {
            if (faults.has(kind)) {
                json.writeNumberField(kind.word(), faults.injected(kind));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** All zero without a process of the engine's own. */
    private void isolation(JsonGenerator json) throws IOException {
        json.writeStringField("isolation", worker == null ? IsolationConverter.NONE : IsolationConverter.PROCESS);
        json.writeObjectFieldStart("worker");
        json.writeNumberField("restarts", worker == null ? 0 : worker.restarts());
        json.writeNumberField("refusals", worker == null ? 0 : worker.refusals());
        json.writeBooleanField("givenUp", worker != null && worker.isGivenUp());
        json.writeStringField("lastReason", worker == null ? "" : worker.lastReason());
        json.writeNumberField("allocatedBytes", worker == null ? 0 : worker.allocatedBytes());
        json.writeNumberField("allocationFrames", worker == null ? 0 : worker.allocationFrames());
        json.writeEndObject();
    }

    /** One line on the engine's own process; null when it has none, or was never replaced. */
    String workerLine() {
        if (worker != null && worker.isGivenUp()) {
            return "the engine was given up; its process " + worker.lastReason();
        }
        return worker == null || worker.restarts() == 0
                ? null
                : worker.restarts() + " new processes for the engine; the latest that ended: " + worker.lastReason();
    }

    private void perception(JsonGenerator json) throws IOException {
        PerceptionAgent agent = run.parts().perception();
        PerceptionTimings timings = agent.timings();
        json.writeObjectFieldStart("perception");
        latency(json, "latencyNs", latency());
        json.writeNumberField("missed", agent.missed());
        json.writeStringField("stamp", run.parts().source().stamp().name());
        json.writeNumberField(
                "maxAgeNs",
                run.parts().control().rules() == null
                        ? 0
                        : run.parts().control().rules().maxAgeNs());
        failover(json, agent.failover());
        json.writeEndObject();
        json.writeObjectFieldStart("stages");
        stage(json, "wait", timings.waiting());
        stage(json, "preprocess", timings.preprocess());
        stage(json, "inference", timings.inference());
        stage(json, "postprocess", timings.postprocess());
        stage(json, "publish", timings.publish());
        json.writeEndObject();
    }

    /**
     * Capture to result. For a camera the frames that a stall kept from being captured are put back; what plays from a
     * file is delivered late instead, with its own time, so that its samples show the stall already.
     */
    Latency latency() {
        Latency total = run.parts().perception().timings().total();
        boolean live =
                !run.parts().source().isLossless() && run.parts().source().framePeriodNs() > 0;
        return total.corrected(live ? Math.max(run.parts().source().framePeriodNs(), total.percentile(50)) : 0);
    }

    /** All zero without a standby, so that readers need no special case. */
    private void failover(JsonGenerator json, FailoverRecord record) throws IOException {
        json.writeNumberField("standbyResults", record == null ? 0 : record.standbyResults());
        json.writeObjectFieldStart("failover");
        json.writeStringField(
                "standby",
                run.parts().standby() == null
                        ? ""
                        : run.parts().standby().model().name());
        json.writeNumberField("hangTimeoutNs", run.hangTimeoutNs());
        json.writeNumberField("hangs", record == null ? 0 : record.hangs());
        json.writeNumberField("errors", record == null ? 0 : record.errors());
        json.writeNumberField("readmissions", record == null ? 0 : record.readmissions());
        json.writeNumberField("failedTrials", record == null ? 0 : record.failedTrials());
        Latency none = new Latency();
        latency(json, "detectionNs", record == null ? none : record.detection());
        latency(json, "handOverNs", record == null ? none : record.handOver());
        latency(json, "firstResultNs", record == null ? none : record.firstResult());
        json.writeEndObject();
    }

    private void control(JsonGenerator json) throws IOException {
        var control = run.parts().control();
        var counters = control.counters();
        json.writeObjectFieldStart("control");
        json.writeNumberField("ticks", counters.ticks());
        json.writeNumberField("skipped", counters.skipped());
        json.writeNumberField("transitions", counters.transitions());
        json.writeNumberField("controllerFaults", counters.controllerFaults());
        json.writeNumberField("invalidCommands", counters.invalidCommands());
        json.writeNumberField("expiredCommands", counters.expiredCommands());
        json.writeNumberField("lateSends", counters.lateSends());
        latency(json, "latenessNs", control.timings().lateness());
        json.writeObjectFieldStart("modes");
        for (Mode mode : Mode.values()) {
            json.writeNumberField(mode.name(), counters.ticks(mode));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("reasons");
        for (Reason reason : Reason.values()) {
            if (counters.ticks(reason) > 0) {
                json.writeNumberField(reason.name(), counters.ticks(reason));
            }
        }
        json.writeEndObject();
        json.writeNumberField("stuckTicks", counters.stuckTicks());
        json.writeStringField("actuator", run.parts().actuator().name());
        json.writeBooleanField("coveredByGate", run.parts().actuator().isCoveredByGate());
        json.writeStringField("gate", gate());
        json.writeStringField("notPermitted", run.refused());
        json.writeEndObject();
    }

    private void identity(JsonGenerator json) throws IOException {
        ModelPackage model = perceiver.model();
        json.writeStringField("backend", perceiver.backend().name());
        json.writeStringField("engine", perceiver.description());
        json.writeStringField("device", gpu.device(perceiver));
        json.writeStringField("backendReason", gpu.whyNone(perceiver));
        json.writeStringField("source", run.parts().source().uri());
        json.writeObjectFieldStart("model");
        json.writeStringField("name", model.name());
        json.writeStringField("identity", model.identity());
        json.writeStringField("trust", trust);
        json.writeEndObject();
        json.writeNumberField("kernelLevel", Kernels.level());
        json.writeStringField("java", Runtime.version().toString());
        json.writeObjectFieldStart("startup");
        json.writeNumberField("firstResultMs", start.firstResultMs(run.parts().perception()));
        json.writeEndObject();
    }

    private void allocation(JsonGenerator json) throws IOException {
        LoopParts<?> parts = run.parts();
        AllocationMeter camera = parts.camera().allocation();
        AllocationMeter perception = parts.perception().allocation();
        AllocationMeter control = parts.control().allocation();
        json.writeObjectFieldStart("warm");
        json.writeNumberField("frame", perception.startCycle());
        json.writeNumberField("tick", control.startCycle());
        json.writeEndObject();
        json.writeObjectFieldStart("allocation");
        json.writeNumberField("bytesPerFrame", quotient(camera.bytes() + perception.bytes(), perception.cycles()));
        json.writeNumberField("bytesPerTick", quotient(control.bytes(), control.cycles()));
        json.writeNumberField("bytesTotal", camera.bytes() + perception.bytes() + control.bytes());
        json.writeNumberField("frames", perception.cycles());
        json.writeNumberField("ticks", control.cycles());
        json.writeNumberField("cameraBytes", camera.bytes());
        json.writeNumberField("perceptionBytes", perception.bytes());
        json.writeNumberField("controlBytes", control.bytes());
        json.writeEndObject();
    }

    private void mqtt(JsonGenerator json) throws IOException {
        if (telemetry == null) {
            return;
        }
        json.writeObjectFieldStart("mqtt");
        json.writeNumberField("connections", telemetry.connections());
        json.writeNumberField("published", telemetry.published());
        json.writeNumberField("dropped", telemetry.dropped());
        json.writeNumberField("stops", telemetry.stops());
        json.writeStringField("error", telemetry.error());
        json.writeEndObject();
    }

    /** One line on telemetry; null when it is off. */
    String mqttLine() {
        return telemetry == null
                ? null
                : telemetry.published() + " messages published, " + telemetry.dropped() + " dropped, connected "
                        + telemetry.connections() + " times, " + telemetry.stops() + " stops received"
                        + (telemetry.error().isEmpty() ? "" : "; last: " + telemetry.error());
    }

    private static double quotient(long bytes, long cycles) {
        return cycles == 0 ? 0 : (double) bytes / cycles;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static void stage(JsonGenerator json, String name, Latency latency) throws IOException {
        json.writeObjectFieldStart(name);
        latency(json, "latencyNs", latency);
        json.writeEndObject();
    }

    private static void latency(JsonGenerator json, String name, Latency latency) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", latency.percentile(50));
        json.writeNumberField("p90", latency.percentile(90));
        json.writeNumberField("p99", latency.percentile(99));
        json.writeNumberField("p999", latency.percentile(99.9));
        json.writeNumberField("max", latency.max());
        json.writeNumberField("count", latency.count());
        json.writeEndObject();
    }
}
