package io.wsloop.benchmarks.sizes;

import io.wsloop.deflate.DeflateOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jol.vm.VM;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that counts what a connection holds, class by class: plain, and compressed in both ways. */
@Command(
        name = "sizes",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Counts the heap bytes of a connection by class, in this process, by JOL.")
public final class SizesCommand implements Callable<Integer> {
    /** So many that what is no connection's own is little beside them. */
    private static final int LEAST = 100;

    @Option(
            names = "--connections",
            defaultValue = "1000",
            description = "how many to open; each takes two descriptors")
    private int connections;

    @Option(names = "--messages", defaultValue = "1", description = "of 1 KiB that each of them sends and gets")
    private int messages;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (connections < LEAST || messages < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "expected at least " + LEAST + " connections and one message");
        }
        DeflateOptions deflate = DeflateOptions.defaults();
        DeflateOptions takeover = deflate.withServerNoContextTakeover(false).withClientNoContextTakeover(false);
        List<Sizes> all = new ArrayList<>();
        all.add(measured("bare channel", new Subject.Bare()));
        all.add(measured("plain", new Subject.Served(null)));
        all.add(measured("compressed", new Subject.Served(deflate)));
        all.add(measured("with context takeover", new Subject.Served(takeover)));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Heap bytes a connection (objects, where not one) on JDK " + Runtime.version() + ", the mean of "
                + connections + " that have sent and got " + messages
                + " of 1 KiB each. What zlib and the kernel hold is not among them.");
        out.println();
        out.println(Sizes.table(all));
        VM.current().details().lines().forEach(line -> out.println("    " + line));
        return 0;
    }

    private Sizes measured(String name, Subject subject) throws Exception {
        try (subject) {
            return Sizes.of(name, subject, connections, messages);
        }
    }
}
