package io.wsloop.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;

/** What all charts have in common: a white ground of their own, since the page around them may be dark. */
final class Looks {
    private static final Color GROUND = Color.WHITE;
    private static final Color GRID = new Color(0xDDDDDD);
    private static final BasicStroke GRID_STROKE = new BasicStroke(1);

    private Looks() {}

    static JFreeChart apply(JFreeChart chart) {
        // Turned texts as texts, not as the outlines of their letters.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
        chart.setBackgroundPaint(GROUND);
        chart.setBorderVisible(false);
        chart.setAntiAlias(true);
        chart.getLegend().setFrame(BlockBorder.NONE);
        Plot plot = chart.getPlot();
        plot.setBackgroundPaint(GROUND);
        plot.setOutlineVisible(false);
        if (plot instanceof CategoryPlot bars) {
            bars.setRangeGridlinePaint(GRID);
            bars.setRangeGridlineStroke(GRID_STROKE);
        } else if (plot instanceof XYPlot lines) {
            lines.setDomainGridlinePaint(GRID);
            lines.setDomainGridlineStroke(GRID_STROKE);
            lines.setRangeGridlinePaint(GRID);
            lines.setRangeGridlineStroke(GRID_STROKE);
        }
        return chart;
    }

    /** An axis with a label at every power of the base, the same on every machine whatever language it speaks. */
    static LogAxis logarithmic(String label, int base) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(base);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }
}
