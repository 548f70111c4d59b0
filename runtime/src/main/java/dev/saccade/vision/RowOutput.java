package dev.saccade.vision;

import dev.saccade.kernel.Kernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;

/**
 * An output of rows whose number may change from run to run, copied at each {@link #load()} so that it can be read by
 * row and column. Owns its copy until {@link #close()}.
 */
final class RowOutput implements AutoCloseable {
    /** Room for an output whose number of rows is known only after a run. */
    private static final int OPEN_ROWS = 16384;

    private final Output output;
    private final int columns;
    private final int elementBytes;
    private final int mostRows;
    private final BytePointer copy;
    private final ByteBuffer view;
    private final long address;

    RowOutput(Output output, int columns) {
        this.output = output;
        this.columns = columns;
        elementBytes = output.type().bytes();
        mostRows = Math.max(OPEN_ROWS, output.elements() / columns);
        copy = new BytePointer((long) mostRows * columns * elementBytes);
        view = copy.asByteBuffer().order(ByteOrder.nativeOrder());
        address = copy.address();
    }

    /** Whether an output is any number of rows of so many columns; further dimensions are 1. */
    static boolean isRows(Output output, int columns) {
        int leading = columns == 1 ? output.rank() : output.rank() - 1;
        int varying = 0;
        for (int i = 0; i < leading; i++) {
            varying += output.dim(i) == 1 ? 0 : 1;
        }
        return varying <= 1 && leading >= 0 && (columns == 1 || output.dim(leading) == columns);
    }

    /** Copies what the latest run left; the number of rows, or -1 when there are more than {@link #mostRows()}. */
    int load() {
        long elements = output.elementsNow();
        long rows = elements / columns;
        if (rows > mostRows) {
            return -1;
        }
        Kernels.copy(address, output.address(), elements * elementBytes);
        return (int) rows;
    }

    int mostRows() {
        return mostRows;
    }

    /** A value of the copy. */
    float at(int row, int column) {
        int i = row * columns + column;
        return switch (output.type()) {
            case FLOAT32 -> view.getFloat(4 * i);
            case FLOAT16 -> Float16.toFloat(view.getShort(2 * i));
            case INT32 -> view.getInt(4 * i);
            case INT64 -> view.getLong(8 * i);
            case UINT8, BOOL -> view.get(i) & 0xff;
            case INT8 -> view.get(i);
        };
    }

    @Override
    public String toString() {
        return output.toString();
    }

    @Override
    public void close() {
        copy.close();
    }
}
