package dev.saccade.models.evaluate.report;

import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.evaluate.LabelRow;
import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Curve;
import dev.saccade.models.evaluate.metric.Histogram;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws an evaluation through XChart, into memory, without a display. */
final class Charts {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 560;
    private static final int TICKS = 30;
    private static final int MOST_CURVES = 10;
    private static final int MOST_CLASSES = 25;
    private static final int LONGEST_LABEL = 24;
    private static final Color[] BLUES = {new Color(0xf7fbff), new Color(0xc6dbef), new Color(0x6baed6)};

    private final Evaluation evaluation;
    private final List<Chart> charts = new ArrayList<>();

    private Charts(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    static List<Chart> of(Evaluation evaluation) throws IOException {
        Charts charts = new Charts(evaluation);
        charts.curves(
                "roc",
                "ROC, each label against the rest",
                "false positive rate",
                "true positive rate",
                "AUC",
                evaluation.findings().roc());
        charts.curves(
                "pr",
                "Precision over recall",
                "recall",
                "precision",
                "AP",
                evaluation.findings().precisionRecall());
        charts.confusion();
        charts.labels();
        charts.histogram("luma", "Mean luma of the pictures", evaluation.luma());
        charts.histogram(
                "output",
                evaluation.outputs().name().equals("coverage")
                        ? "Share of the mask that is not class 0"
                        : "Best score of each picture",
                evaluation.outputs().values());
        return charts.charts;
    }

    private void curves(String name, String title, String x, String y, String area, List<Curve> all)
            throws IOException {
        if (all.isEmpty()) {
            return;
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        Map<String, Integer> used = new HashMap<>();
        for (Curve curve : foremost(all)) {
            String label = unique(shortened(curve.name()), used) + "  " + area + " "
                    + Numbers.text(Math.rint(curve.area() * 1000) / 1000, "-");
            chart.addSeries(label, curve.x(), curve.y()).setMarker(SeriesMarkers.NONE);
        }
        add(name, title + (all.size() > MOST_CURVES ? ", the " + MOST_CURVES + " most frequent labels" : ""), chart);
    }

    /** The curves of the most frequent labels. */
    private List<Curve> foremost(List<Curve> all) {
        Map<String, Long> counts = new HashMap<>();
        evaluation.findings().rows().forEach(row -> counts.merge(row.name(), row.count(), Math::max));
        return all.stream()
                .sorted(Comparator.comparing((Curve curve) -> counts.getOrDefault(curve.name(), 0L))
                        .reversed())
                .limit(MOST_CURVES)
                .toList();
    }

    private List<LabelRow> foremostRows() {
        return evaluation.findings().rows().stream()
                .sorted(Comparator.comparing(LabelRow::count).reversed())
                .limit(MOST_CLASSES)
                .sorted(Comparator.comparing(LabelRow::label))
                .toList();
    }

    /** Shares of each truth: rows that differ a thousandfold in number still show. */
    private void confusion() throws IOException {
        Confusion confusion = evaluation.findings().confusion();
        List<Integer> indices =
                new ArrayList<>(foremostRows().stream().map(LabelRow::label).toList());
        indices.add(confusion.nothing());
        long[] there = confusion.ofTruth();
        List<Number[]> cells = new ArrayList<>();
        for (int x = 0; x < indices.size(); x++) {
            for (int y = 0; y < indices.size(); y++) {
                int truth = indices.get(indices.size() - 1 - y);
                double share = there[truth] == 0 ? 0 : confusion.count(truth, indices.get(x)) / (double) there[truth];
                cells.add(new Number[] {x, y, Math.rint(share * 100) / 100});
            }
        }
        List<String> labels = names(indices);
        List<String> upwards = new ArrayList<>(labels);
        Collections.reverse(upwards);
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(WIDTH)
                .title("Confusion: share of each truth")
                .xAxisTitle("seen")
                .yAxisTitle("truth")
                .build();
        style(chart.getStyler());
        chart.getStyler().setRangeColors(BLUES);
        chart.getStyler().setMin(0).setMax(1);
        chart.getStyler().setShowValue(indices.size() <= 12);
        chart.getStyler().setXAxisLabelRotation(60);
        chart.addSeries("share", labels, upwards, cells);
        add("confusion", "Confusion matrix, share of each truth, up to " + MOST_CLASSES + " labels", chart);
    }

    private List<String> names(List<Integer> indices) {
        Map<String, Integer> used = new HashMap<>();
        return indices.stream()
                .map(i -> unique(shortened(evaluation.label(i)), used))
                .toList();
    }

    /** The first number of the table's rows, label by label. */
    private void labels() throws IOException {
        List<LabelRow> rows =
                foremostRows().stream().filter(row -> row.count() > 0).toList();
        if (rows.isEmpty()) {
            return;
        }
        String measure = rows.get(0).values().keySet().iterator().next();
        List<Double> values = rows.stream()
                .map(row -> row.values().get(measure))
                .map(value -> Double.isNaN(value) ? 0 : value)
                .toList();
        CategoryChart chart = bars(measure + " by label", measure);
        chart.getStyler().setYAxisMax(1.0);
        chart.getStyler().setXAxisLabelRotation(60);
        chart.addSeries(measure, names(rows.stream().map(LabelRow::label).toList()), values);
        add("labels", measure + " by label, up to " + MOST_CLASSES, chart);
    }

    private void histogram(String name, String title, Histogram histogram) throws IOException {
        long[] counts = histogram.counts();
        double width = (histogram.max() - histogram.min()) / counts.length;
        List<String> bins = IntStream.range(0, counts.length)
                .mapToObj(i -> Numbers.text(histogram.min() + i * width, "-"))
                .toList();
        List<Long> heights =
                IntStream.range(0, counts.length).mapToObj(i -> counts[i]).toList();
        CategoryChart chart = bars(title, "pictures");
        chart.addSeries("pictures", bins, heights);
        add(name, title, chart);
    }

    private static CategoryChart bars(String title, String y) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT * 3 / 4)
                .title(title)
                .yAxisTitle(y)
                .build();
        style(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static void style(Styler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        if (styler instanceof AxesChartStyler axes) {
            axes.setYAxisTickMarkSpacingHint(TICKS);
        }
    }

    private void add(String name, String words, org.knowm.xchart.internal.chartpart.Chart<?, ?> chart)
            throws IOException {
        charts.add(new Chart(name, words, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG)));
    }

    private static String shortened(String label) {
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }

    /** XChart takes a name once; ImageNet alone has three labels twice. */
    private static String unique(String label, Map<String, Integer> used) {
        int times = used.merge(label, 1, Integer::sum);
        return times == 1 ? label : label + " (" + times + ")";
    }
}
