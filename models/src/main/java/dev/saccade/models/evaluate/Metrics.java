package dev.saccade.models.evaluate;

import dev.saccade.model.Task;
import java.util.List;

/** The names of the metrics, so that a bound on one can be refused before the work begins. */
public final class Metrics {
    private static final List<String> CLASSIFICATION =
            List.of("top1", "top5", "recall", "precision", "f1", "auc", "ap");
    private static final List<String> DETECTION =
            List.of("map", "map50", "map75", "mapSmall", "mapMedium", "mapLarge", "recall", "precision", "f1");
    private static final List<String> SEGMENTATION = List.of("miou", "mdice", "pixelAccuracy");

    private Metrics() {}

    /**
     * The metrics of a task.
     *
     * @param task what a model does
     * @return names, in order; higher is better for each
     */
    public static List<String> of(Task task) {
        return switch (task) {
            case CLASSIFICATION -> CLASSIFICATION;
            case DETECTION -> DETECTION;
            case SEGMENTATION -> SEGMENTATION;
        };
    }
}
