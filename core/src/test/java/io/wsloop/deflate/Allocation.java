package io.wsloop.deflate;

/**
 * How many bytes this thread has allocated. Reflective, for the module under test does not read {@code jdk.management},
 * and its tests are compiled with it.
 */
final class Allocation {
    private Allocation() {}

    static long ofThisThread() {
        try {
            Object bean = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getThreadAllocatedBytes", long.class)
                    .invoke(bean, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
