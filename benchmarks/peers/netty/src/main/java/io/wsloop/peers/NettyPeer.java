package io.wsloop.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Netty on one event loop that accepts too: frames go back as the buffers that they came in, without a promise each, and
 * are flushed once for all that a read brought.
 */
public final class NettyPeer {
    private static final int MAX_MESSAGE = 16 << 20;

    /** A message that does not compress is a little longer on the wire. */
    private static final int MAX_FRAME = MAX_MESSAGE + (MAX_MESSAGE >> 6);

    private static final int MAX_HEAD = 65_536;
    private static final int BACKLOG = 4096;

    private NettyPeer() {}

    /**
     * Serves until it is killed; {@code -Dtransport=epoll} takes Netty's native transport, {@code -Dloops=N} more loops.
     *
     * @param args the port, and {@code deflate} where permessage-deflate is to be negotiated
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        boolean deflate = args.length > 1 && args[1].equals("deflate");
        boolean epoll = System.getProperty("transport", "nio").equals("epoll");
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Integer.getInteger("loops", 1), epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Class<? extends ServerChannel> channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        new ServerBootstrap()
                .group(loops)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Pipeline(deflate))
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    /** The pipeline of Netty's own WebSocket server example. */
    private static final class Pipeline extends ChannelInitializer<Channel> {
        private final boolean deflate;
        private final WebSocketServerProtocolConfig config;
        private final ChannelGroup fanout = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

        Pipeline(boolean deflate) {
            this.deflate = deflate;
            this.config = WebSocketServerProtocolConfig.newBuilder()
                    .websocketPath("/")
                    .checkStartsWith(true)
                    .allowExtensions(deflate)
                    .maxFramePayloadLength(MAX_FRAME)
                    .build();
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_HEAD));
            if (deflate) {
                channel.pipeline().addLast(new WebSocketServerCompressionHandler(MAX_FRAME));
            }
            channel.pipeline().addLast(new WebSocketServerProtocolHandler(config), new Route(fanout, deflate));
        }
    }

    /** Gives way, once the handshake says the path, to the handler of that path. */
    private static final class Route extends ChannelInboundHandlerAdapter {
        private final ChannelGroup fanout;
        private final boolean deflate;

        Route(ChannelGroup fanout, boolean deflate) {
            this.fanout = fanout;
            this.deflate = deflate;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete handshake) {
                boolean toAll = handshake.requestUri().equals("/fanout");
                if (toAll || deflate) {
                    // Fragments of two senders must not mix, and an empty last one is lost by the compression.
                    context.pipeline().addLast(new WebSocketFrameAggregator(MAX_MESSAGE));
                }
                context.pipeline().addLast(toAll ? new FanOut(fanout) : new Echo());
                context.pipeline().remove(this);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            context.write(frame, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class FanOut extends ChannelInboundHandlerAdapter {
        private final ChannelGroup all;
        private boolean written;

        FanOut(ChannelGroup all) {
            this.all = all;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            all.add(context.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            all.write(frame, ChannelMatchers.all(), true);
            written = true;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (written) {
                written = false;
                all.flush();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
