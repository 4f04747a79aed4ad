package io.wsloop.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.CategoryDataset;
import org.jspecify.annotations.Nullable;

/** Bars with a line from the least to the most: JFreeChart's own statistical bars know only what is as far up as down. */
final class WhiskerBars extends BarRenderer {
    static final double LOGARITHMIC_BASE = 1;

    private static final long serialVersionUID = 1;
    private static final Color LINE = new Color(0x222222);
    private static final BasicStroke STROKE = new BasicStroke(1);

    private final boolean logarithmic;
    private final transient List<List<@Nullable Spread>> rows;

    /**
     * Makes a renderer.
     *
     * @param rows what the data set was made of: servers, then groups
     * @param logarithmic whether bars stand on 1, for there is no 0 on a logarithmic axis
     */
    WhiskerBars(List<List<@Nullable Spread>> rows, boolean logarithmic) {
        this.logarithmic = logarithmic;
        this.rows = rows;
        setBarPainter(new StandardBarPainter());
        setShadowVisible(false);
        setDrawBarOutline(false);
        setItemMargin(0.05);
    }

    @Override
    public double getLowerClip() {
        return logarithmic ? LOGARITHMIC_BASE : 0;
    }

    @Override
    public void drawItem(
            Graphics2D graphics,
            CategoryItemRendererState state,
            Rectangle2D area,
            CategoryPlot plot,
            CategoryAxis groupAxis,
            ValueAxis valueAxis,
            CategoryDataset medians,
            int row,
            int column,
            int pass) {
        super.drawItem(graphics, state, area, plot, groupAxis, valueAxis, medians, row, column, pass);
        Spread spread = rows.get(row).get(column);
        if (spread == null || spread.rounds() == 1) {
            return;
        }
        double left = calculateBarW0(plot, plot.getOrientation(), area, groupAxis, state, row, column);
        double middle = left + state.getBarWidth() / 2;
        double cap = state.getBarWidth() / 4;
        double least = valueAxis.valueToJava2D(spread.least(), area, plot.getRangeAxisEdge());
        double most = valueAxis.valueToJava2D(spread.most(), area, plot.getRangeAxisEdge());
        graphics.setPaint(LINE);
        graphics.setStroke(STROKE);
        graphics.draw(new Line2D.Double(middle, least, middle, most));
        graphics.draw(new Line2D.Double(middle - cap, least, middle + cap, least));
        graphics.draw(new Line2D.Double(middle - cap, most, middle + cap, most));
    }
}
