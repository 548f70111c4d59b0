package dev.saccade.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.ThreadPolicy;
import java.io.IOException;
import java.io.StringWriter;

/** A diagnosis as JSON with stable field names; docs/real-time.md lists them. */
public final class DiagnosisJson {
    private final Diagnosis diagnosis;

    /** Makes the text of one diagnosis. */
    public DiagnosisJson(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Returns the JSON object; {@code gpu} is the doctor's line about it. */
    public String text(int kernelLevel, String gpu) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            machine(json);
            json.writeNumberField("kernelLevel", kernelLevel);
            json.writeStringField("gpu", gpu);
            json.writeObjectFieldStart("wakeUp");
            json.writeNumberField("periodNs", WakeUps.PERIOD_NS);
            json.writeNumberField("seconds", diagnosis.seconds());
            json.writeStringField("notPermitted", diagnosis.measured().refused());
            lateness(json, "saccade", diagnosis.measured().ours());
            lateness(json, "cpp", diagnosis.measured().peer());
            json.writeNumberField("p999Ratio", diagnosis.tailRatio());
            json.writeEndObject();
            json.writeBooleanField("holds", diagnosis.holds());
            json.writeArrayFieldStart("changes");
            for (Remedy remedy : diagnosis.remedies()) {
                json.writeStartObject();
                json.writeStringField("id", remedy.id());
                json.writeStringField("change", remedy.change());
                json.writeStringField("reason", remedy.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private void machine(JsonGenerator json) throws IOException {
        Machine machine = diagnosis.machine();
        json.writeObjectFieldStart("machine");
        json.writeStringField("kernel", machine.kernel());
        json.writeBooleanField("preemptRt", machine.preemptRt());
        json.writeBooleanField("virtual", machine.virtual());
        json.writeBooleanField("fifo", machine.allowsFifo(ThreadPolicy.CONTROL_PRIORITY));
        json.writeBooleanField("memoryLock", machine.rights().allowsLock());
        numbers(json, "processors", machine.processors());
        numbers(json, "isolated", machine.isolated());
        json.writeNumberField("quota", machine.quota());
        json.writeArrayFieldStart("governors");
        for (String governor : machine.governors()) {
            json.writeString(governor);
        }
        json.writeEndArray();
        json.writeNumberField("idleExitUs", machine.idleExitUs());
        json.writeStringField("clockSource", machine.clockSource());
        json.writeNumberField("realTimeRuntimeUs", machine.realTimeRuntimeUs());
        json.writeNumberField("realTimePeriodUs", machine.realTimePeriodUs());
        json.writeNumberField("groupRealTimeUs", machine.groupRealTimeUs());
        json.writeBooleanField("swaps", machine.swaps());
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, Iterable<Integer> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (int number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    private static void lateness(JsonGenerator json, String name, Latency ns) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("ticks", ns.count());
        json.writeNumberField("p50Ns", ns.percentile(50));
        json.writeNumberField("p99Ns", ns.percentile(99));
        json.writeNumberField("p999Ns", ns.percentile(99.9));
        json.writeNumberField("maxNs", ns.max());
        json.writeNumberField("shareOver1Ms", WakeUps.shareOver1Ms(ns));
        json.writeEndObject();
    }
}
