package dev.saccade.vision;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** Which class decodes which kind. */
final class Decoders {
    private Decoders() {}

    /** Makes the decoder that a package names; throws when the outputs do not fit it. */
    static Decoder of(ModelPackage model, Outputs outputs) throws PackageException {
        return switch (DecoderKind.of(model)) {
            case SOFTMAX -> new ClassifierDecoder(model, outputs, false);
            case LOGITS -> new ClassifierDecoder(model, outputs, true);
            case CENTERNET -> new CenterNetDecoder(model, outputs);
            case YOLOX -> new YoloxDecoder(model, outputs);
            case YOLOV8 -> new Yolov8Decoder(model, outputs);
            case NMS_IN_GRAPH -> new NmsInGraphDecoder(model, outputs);
            case ARGMAX -> new ArgmaxDecoder(model, outputs);
            case SIGMOID_MASK -> new SigmoidMaskDecoder(model, outputs);
            case MLSD -> new MlsdDecoder(model, outputs);
        };
    }
}
