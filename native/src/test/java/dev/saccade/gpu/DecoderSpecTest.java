package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.Preprocess;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A spec that does not fit its outputs makes no program: a kernel trusts its parameters. */
class DecoderSpecTest {
    @Test
    void shouldRefuseAKindThatDoesNotExist() {
        refuse(DecoderSpecTest::classes, spec -> spec.kind(9));
        refuse(DecoderSpecTest::classes, spec -> spec.kind(-1));
    }

    @Test
    void shouldRefuseClassesThatDoNotFit() {
        refuse(DecoderSpecTest::classes, spec -> spec.outputs(0));
        refuse(DecoderSpecTest::classes, spec -> spec.outputs(2));
        refuse(DecoderSpecTest::classes, spec -> spec.elements(0, 9));
        refuse(DecoderSpecTest::classes, spec -> spec.types(0, Preprocess.TYPE_UINT8));
        refuse(DecoderSpecTest::classes, spec -> spec.top(0));
        refuse(DecoderSpecTest::classes, spec -> spec.top(11));
        refuse(
                DecoderSpecTest::classes,
                spec -> spec.classes(100).elements(0, 100).top(65));
        refuse(DecoderSpecTest::classes, spec -> spec.classes(0).elements(0, 0));
    }

    @Test
    void shouldRefuseBoxesThatDoNotFit() {
        refuse(DecoderSpecTest::centernet, spec -> spec.outputs(1));
        refuse(DecoderSpecTest::centernet, spec -> spec.elements(0, 59));
        refuse(DecoderSpecTest::centernet, spec -> spec.elements(1, 60));
        refuse(DecoderSpecTest::centernet, spec -> spec.types(1, 7));
        refuse(DecoderSpecTest::centernet, spec -> spec.height(0));
        refuse(DecoderSpecTest::centernet, spec -> spec.width(-5));
        refuse(DecoderSpecTest::centernet, spec -> spec.maxRows(0));
        refuse(DecoderSpecTest::centernet, spec -> spec.maxRows(4097));
        refuse(
                DecoderSpecTest::centernet,
                spec -> spec.classes(1 << 20).height(1 << 20).width(1 << 20).elements(0, 1L << 60));
        refuse(DecoderSpecTest::yolov8, spec -> spec.anchors(11));
        refuse(DecoderSpecTest::yolov8, spec -> spec.classes(-4).elements(0, 0));
        refuse(DecoderSpecTest::yolov8, spec -> spec.anchors(1 << 29).elements(0, 7L << 29));
        refuse(DecoderSpecTest::yolox, spec -> spec.inputWidth(56));
        refuse(DecoderSpecTest::yolox, spec -> spec.inputWidth(7).elements(0, 0));
        refuse(DecoderSpecTest::yolox, spec -> spec.inputWidth(1 << 20).inputHeight(1 << 20));
        refuse(DecoderSpecTest::mlsd, spec -> spec.elements(0, 40));
        refuse(DecoderSpecTest::mlsd, spec -> spec.maxRows(-1));
    }

    @Test
    void shouldRefuseMasksThatDoNotFit() {
        refuse(DecoderSpecTest::mask, spec -> spec.classes(0));
        refuse(DecoderSpecTest::mask, spec -> spec.classes(256).elements(0, 256 * 20));
        refuse(DecoderSpecTest::mask, spec -> spec.outHeight(10));
        refuse(DecoderSpecTest::mask, spec -> spec.outHeight(-1).outWidth(-1));
        refuse(DecoderSpecTest::mask, spec -> spec.outHeight(1 << 16).outWidth(1 << 16));
        refuse(DecoderSpecTest::mask, spec -> spec.kind(GpuDecoderSpec.KIND_THRESHOLD));
    }

    private interface Fit {
        GpuDecoderSpec make();
    }

    private static void refuse(Fit fit, Consumer<GpuDecoderSpec> change) {
        try (GpuDecoderSpec spec = fit.make()) {
            long program = GpuProgram.decoder(spec);
            assertThat(program).as("before the change").isNotZero();
            GpuProgram.destroy(program);
            change.accept(spec);
            assertThat(GpuProgram.decoder(spec)).isZero();
        }
    }

    private static GpuDecoderSpec classes() {
        return of(GpuDecoderSpec.KIND_LOGITS, 10).classes(10).top(10);
    }

    private static GpuDecoderSpec centernet() {
        return of(GpuDecoderSpec.KIND_CENTERNET, 60, 80)
                .classes(3)
                .height(4)
                .width(5)
                .maxRows(4096);
    }

    private static GpuDecoderSpec yolov8() {
        return of(GpuDecoderSpec.KIND_YOLOV8, 70).classes(3).anchors(10).maxRows(1);
    }

    private static GpuDecoderSpec yolox() {
        return of(GpuDecoderSpec.KIND_YOLOX, 84 * 6)
                .classes(1)
                .inputWidth(64)
                .inputHeight(64)
                .maxRows(10);
    }

    private static GpuDecoderSpec mlsd() {
        return of(GpuDecoderSpec.KIND_MLSD, 20, 80).height(4).width(5).maxRows(10);
    }

    private static GpuDecoderSpec mask() {
        return of(GpuDecoderSpec.KIND_ARGMAX_PLANES, 60).classes(3).height(4).width(5);
    }

    private static GpuDecoderSpec of(int kind, long... elements) {
        GpuDecoderSpec spec = new GpuDecoderSpec().kind(kind).outputs(elements.length);
        for (int k = 0; k < elements.length; k++) {
            spec.elements(k, elements[k]);
        }
        return spec;
    }
}
