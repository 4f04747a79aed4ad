package io.wsloop.examples;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.examples.chat.Chat;
import io.wsloop.loop.LoopOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The jar's front door: the first argument names an example, the rest is the example's own. */
public final class Main {
    private static final int USAGE = 2;

    private static final List<Example> EXAMPLES = List.of(
            new Example(
                    "chat",
                    "[PORT] [--host ADDRESS]",
                    "names, rooms and history in a browser; page and socket on one port (8080)",
                    Main::chat),
            new Example(
                    "echo",
                    "PORT [deflate | takeover] [--level N] [--loops N] [--busy-poll MICROS]",
                    "echoes on every path of 127.0.0.1, compressed if asked, with context or without; /fanout sends to all",
                    Main::echo),
            new Example(
                    "echo-client",
                    "URL [TEXT...]",
                    "sends the texts, or the lines of its standard input, and prints what comes back",
                    Main::echoClient),
            new Example(
                    "blocking-echo",
                    "PORT",
                    "echoes with core alone: the engine on blocking sockets, one thread a connection",
                    Main::blockingEcho));

    private Main() {}

    /**
     * Runs an example.
     *
     * @param args its name, then its arguments; without a known name the examples are listed
     */
    public static void main(String[] args) {
        int status = run(args, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            list(out);
            return 0;
        }
        for (Example example : EXAMPLES) {
            if (example.name().equals(args[0])) {
                return run(example, Arrays.asList(args).subList(1, args.length), err);
            }
        }
        err.println("There is no example called " + args[0] + ".");
        list(err);
        return USAGE;
    }

    private static int run(Example example, List<String> arguments, PrintStream err) {
        try {
            example.body().run(arguments);
            return 0;
        } catch (UsageException e) {
            err.println(example.name() + ": " + e.getMessage());
            err.println("usage: " + example.name() + " " + example.arguments());
            return USAGE;
        } catch (Exception e) {
            err.println(example.name() + ": " + e);
            return 1;
        }
    }

    private static void list(PrintStream out) {
        out.println("usage: java -jar wsloop-examples.jar EXAMPLE [ARGUMENTS]");
        for (Example example : EXAMPLES) {
            out.printf("%n  %s %s%n      %s%n", example.name(), example.arguments(), example.line());
        }
    }

    private static void echo(List<String> words) throws Exception {
        Arguments arguments = new Arguments(words);
        DeflateOptions deflate = arguments.flag("deflate") ? DeflateOptions.defaults() : null;
        if (arguments.flag("takeover")) {
            deflate =
                    DeflateOptions.defaults().withServerNoContextTakeover(false).withClientNoContextTakeover(false);
        }
        String level = arguments.option("--level", "");
        if (!level.isEmpty()) {
            if (deflate == null) {
                throw new UsageException("expected deflate or takeover with --level");
            }
            deflate = deflate.withLevel(Arguments.number("a level of compression", level, 1, 9));
        }
        int loops = Arguments.number("a number of loops", arguments.option("--loops", "1"), 1, 256);
        int micros =
                Arguments.number("microseconds of busy polling", arguments.option("--busy-poll", "0"), 0, 60_000_000);
        int port = arguments.port();
        arguments.end();
        LoopOptions options = LoopOptions.defaults().withBusyPoll(Duration.ofNanos(micros * 1000L));
        try (EchoServer server = EchoServer.start(port, deflate, loops, options)) {
            System.out.println("echo listens on ws://127.0.0.1:" + server.port() + "/");
            server.awaitStop();
        }
    }

    private static void echoClient(List<String> words) throws Exception {
        EchoClient.run(words, System.in, System.out);
    }

    private static void blockingEcho(List<String> words) throws Exception {
        Arguments arguments = new Arguments(words);
        int port = arguments.port();
        arguments.end();
        try (BlockingEcho server = BlockingEcho.bind(port)) {
            System.out.println("blocking-echo listens on ws://127.0.0.1:" + server.port() + "/");
            server.acceptForEver();
        }
    }

    private static void chat(List<String> words) throws Exception {
        Arguments arguments = new Arguments(words);
        String host = arguments.option("--host", "127.0.0.1");
        int port = arguments.port(8080);
        arguments.end();
        try (Chat chat = Chat.start(host, port)) {
            // Pages hear 1001 and count down to their next try, where a cut would leave them to guess.
            Runtime.getRuntime().addShutdownHook(new Thread(chat::close));
            System.out.println("The chat is at " + chat.uri());
            chat.awaitStop();
        }
    }
}
