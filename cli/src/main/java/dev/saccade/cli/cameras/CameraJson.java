package dev.saccade.cli.cameras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.saccade.camera.v4l2.CameraReport;
import dev.saccade.camera.v4l2.Holder;
import dev.saccade.camera.v4l2.OfferedFormat;
import dev.saccade.camera.v4l2.OfferedRate;
import dev.saccade.camera.v4l2.OfferedSize;
import dev.saccade.camera.v4l2.VideoControl;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Cameras for machines, with stable field names; docs/cameras.md lists them. */
final class CameraJson {
    private CameraJson() {}

    static String text(List<CameraReport> cameras) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeArrayFieldStart("cameras");
            for (CameraReport camera : cameras) {
                write(json, camera);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, CameraReport camera) throws IOException {
        json.writeStartObject();
        json.writeStringField("device", camera.path().toString());
        json.writeStringField("problem", camera.problem());
        if (camera.identity() != null) {
            json.writeStringField("driver", camera.identity().driver());
            json.writeStringField("card", camera.identity().card());
            json.writeStringField("bus", camera.identity().bus());
            json.writeStringField("kind", camera.kind().toString());
        }
        json.writeFieldName("dmabuf");
        if (camera.dmabuf() == null) {
            json.writeNull();
        } else {
            json.writeBoolean(camera.dmabuf());
        }
        json.writeArrayFieldStart("holders");
        for (Holder holder : camera.holders()) {
            json.writeStartObject();
            json.writeNumberField("pid", holder.pid());
            json.writeStringField("name", holder.name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("formats");
        for (OfferedFormat format : camera.formats()) {
            write(json, format);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("controls");
        for (VideoControl control : camera.controls()) {
            write(json, control);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, OfferedFormat format) throws IOException {
        json.writeStartObject();
        json.writeStringField("fourcc", format.fourcc());
        json.writeStringField("description", format.description());
        json.writeBooleanField("usable", format.usable());
        json.writeArrayFieldStart("sizes");
        for (OfferedSize size : format.sizes()) {
            json.writeStartObject();
            range(json, "width", size.leastWidth(), size.mostWidth(), size.stepWidth());
            range(json, "height", size.leastHeight(), size.mostHeight(), size.stepHeight());
            json.writeArrayFieldStart("fps");
            for (OfferedRate rate : size.rates()) {
                json.writeStartObject();
                json.writeNumberField("min", rate.least());
                json.writeNumberField("max", rate.most());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void range(JsonGenerator json, String name, int least, int most, int step) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("min", least);
        json.writeNumberField("max", most);
        json.writeNumberField("step", step);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, VideoControl control) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", control.name());
        json.writeStringField("type", control.type().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("min", control.minimum());
        json.writeNumberField("max", control.maximum());
        json.writeNumberField("step", control.step());
        json.writeNumberField("default", control.standard());
        json.writeFieldName("value");
        if (control.value() == null) {
            json.writeNull();
        } else {
            json.writeNumber(control.value());
        }
        json.writeBooleanField("settable", control.settable());
        json.writeBooleanField("active", control.active());
        json.writeObjectFieldStart("choices");
        for (Map.Entry<Long, String> choice : control.choices().entrySet()) {
            json.writeStringField(choice.getKey().toString(), choice.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
